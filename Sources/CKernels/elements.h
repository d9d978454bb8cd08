// Loops over the elements of rows: plain C in fixed orders, included once by the file of each instruction set, which
// compiles it for its own registers. No function here may be reordered by the compiler (-ffp-contract=off, no fast-math), so
// the bits are the same everywhere.
#include <math.h>

#include "internal.h"

// Sixteen lanes summed pairwise: the order that a 16-wide register and four rounds of halving give.
static float tree_sum(const float *lane) {
  float a[8], b[4];
  for (int i = 0; i < 8; i++) a[i] = lane[i] + lane[i + 8];
  for (int i = 0; i < 4; i++) b[i] = a[i] + a[i + 4];
  return (b[0] + b[2]) + (b[1] + b[3]);
}

static void rms_norm(const float *x, int64_t C, const float *weight, float offset, float epsilon, float *y) {
  float lane[16] = {0};
  int64_t whole = C / 16 * 16;
  for (int64_t i = 0; i < whole; i += 16)
    for (int j = 0; j < 16; j++) lane[j] = __builtin_fmaf(x[i + j], x[i + j], lane[j]);
  for (int64_t i = whole; i < C; i++) lane[i - whole] = __builtin_fmaf(x[i], x[i], lane[i - whole]);
  float scale = 1.0f / sqrtf(tree_sum(lane) / (float)C + epsilon);
  for (int64_t i = 0; i < C; i++) y[i] = x[i] * scale * (offset + weight[i]);
}

static void add(float *y, const float *x, int64_t count) {
  for (int64_t i = 0; i < count; i++) y[i] += x[i];
}

static void add_scaled(float *y, const float *x, float scale, int64_t count) {
  for (int64_t i = 0; i < count; i++) y[i] = __builtin_fmaf(scale, x[i], y[i]);
}

static void silu_multiply(float *gate, const float *up, int64_t count) {
  for (int64_t i = 0; i < count; i++) gate[i] = gate[i] / (1.0f + assay_exp_element(-gate[i])) * up[i];
}

// The tanh form is the gate times a sigmoid: 1 + tanh u = 2 / (1 + exp(-2 u)), u = sqrt(2 / pi) (g + 0.044715 g^3).
static void gelu_multiply(float *gate, const float *up, int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    float g = gate[i], u = 0.797884561f * __builtin_fmaf(0.044715f * g * g, g, g);
    gate[i] = g / (1.0f + assay_exp_element(-2.0f * u)) * up[i];
  }
}

static void soft_cap(float *x, float cap, int64_t count) {
  for (int64_t i = 0; i < count; i++) x[i] = cap * assay_tanh_element(x[i] / cap);
}

static void rotary(float *x, int64_t heads, int64_t D, int64_t R, const float *cosine, const float *sine) {
  int64_t half = R / 2;
  for (int64_t h = 0; h < heads; h++) {
    float *first = x + h * D, *second = first + half;
    for (int64_t i = 0; i < half; i++) {
      float a = first[i], b = second[i];
      first[i] = __builtin_fmaf(a, cosine[i], -(b * sine[i]));
      second[i] = __builtin_fmaf(b, cosine[i], a * sine[i]);
    }
  }
}

static void exponentials(float *x, int64_t count, float maximum) {
  for (int64_t i = 0; i < count; i++) x[i] = assay_exp_element(x[i] - maximum);
}

// The maximum is exact in any order; NaN wins nothing here and is found by what is computed from it.
static float maximum(const float *x, int64_t count) {
  float lane[16];
  for (int j = 0; j < 16; j++) lane[j] = -INFINITY;
  int64_t whole = count / 16 * 16;
  for (int64_t i = 0; i < whole; i += 16)
    for (int j = 0; j < 16; j++) lane[j] = x[i + j] > lane[j] ? x[i + j] : lane[j];
  for (int64_t i = whole; i < count; i++) lane[0] = x[i] > lane[0] ? x[i] : lane[0];
  for (int j = 1; j < 16; j++) lane[0] = lane[j] > lane[0] ? lane[j] : lane[0];
  return lane[0];
}

static double sum(const float *x, int64_t count) {
  double lane[16] = {0}, total = 0;
  int64_t whole = count / 16 * 16;
  for (int64_t i = 0; i < whole; i += 16)
    for (int j = 0; j < 16; j++) lane[j] += (double)x[i + j];
  for (int64_t i = whole; i < count; i++) lane[i - whole] += (double)x[i];
  for (int j = 0; j < 16; j++) total += lane[j];
  return total;
}

// The usual widths are known to the compiler, so that the sums stay in registers.
static inline __attribute__((always_inline)) void sum_some_columns(const float *x, int64_t rows, const int columns,
                                                                   float *sums) {
  float lane[12];
  for (int i = 0; i < columns; i++) lane[i] = 0;
  for (int64_t t = 0; t < rows; t++)
    for (int i = 0; i < columns; i++) lane[i] += x[t * columns + i];
  for (int i = 0; i < columns; i++) sums[i] = lane[i];
}

static void sum_columns(const float *x, int64_t rows, int columns, float *sums) {
  switch (columns) {
    case 12: sum_some_columns(x, rows, 12, sums); break;
    case 8: sum_some_columns(x, rows, 8, sums); break;
    case 6: sum_some_columns(x, rows, 6, sums); break;
    case 4: sum_some_columns(x, rows, 4, sums); break;
    case 1: sum_some_columns(x, rows, 1, sums); break;
    default:
      for (int i = 0; i < columns; i++) sums[i] = 0;
      for (int64_t t = 0; t < rows; t++)
        for (int i = 0; i < columns; i++) sums[i] += x[t * columns + i];
  }
}

typedef float eight __attribute__((vector_size(32), aligned(4)));

static inline __attribute__((always_inline)) void weigh_fixed(const int heads, const int columns, const int eights,
                                                              int64_t count, const float *const *weights,
                                                              const float *const *values, float *result, float *sums,
                                                              bool continues) {
  eight chain[ASSAY_CHAINS], *out = (eight *)result;
  float sum[ASSAY_CHAINS];
  for (int c = 0; c < heads * columns * eights; c++) chain[c] = continues ? out[c] : (eight){0};
  for (int c = 0; c < heads * columns; c++) sum[c] = sums[c];
  for (int64_t t = 0; t < count; t++)
    for (int h = 0; h < heads; h++)
      for (int i = 0; i < columns; i++) {
        float weight = weights[h][t * columns + i];
        sum[h * columns + i] += weight;
        for (int d = 0; d < eights; d++) {
          eight value = ((const eight *)values[h])[t * eights + d];
          eight *c = &chain[(h * columns + i) * eights + d];
          for (int l = 0; l < 8; l++) (*c)[l] = __builtin_fmaf(weight, value[l], (*c)[l]);
        }
      }
  for (int c = 0; c < heads * columns * eights; c++) out[c] = chain[c];
  for (int c = 0; c < heads * columns; c++) sums[c] = sum[c];
}

// The usual shapes are known to the compiler, so that the chains stay in registers.
static void weigh(int heads, int columns, int eights, int64_t count, const float *const *weights,
                  const float *const *values, float *result, float *sums, bool continues) {
#define SHAPE(h, c, e)                                                                  \
  if (heads == h && columns == c && eights == e) {                                       \
    weigh_fixed(h, c, e, count, weights, values, result, sums, continues);              \
    return;                                                                             \
  }
  SHAPE(8, 1, 1) SHAPE(4, 2, 1) SHAPE(2, 4, 1) SHAPE(2, 3, 1)
  SHAPE(4, 1, 2) SHAPE(2, 2, 2) SHAPE(2, 1, 4) SHAPE(4, 1, 1) SHAPE(2, 1, 2)
#undef SHAPE
  weigh_fixed(heads, columns, eights, count, weights, values, result, sums, continues);
}

#include "blocks.h"
#include "block_columns.h"
#include "block_formats.h"
#include "stream_blocks.h"

static int64_t first_not_finite(const void *x, assay_dtype dtype, int64_t count) {
  if (assay_in_blocks(dtype)) {
    float numbers[256];
    int64_t size = assay_block_numbers(dtype);
    for (int64_t i = 0; i < count; i += size) {
      widen_blocks((const char *)x + assay_bytes_of(dtype, i), dtype, size, numbers);
      for (int64_t j = 0; j < size; j++)
        if (!isfinite(numbers[j])) return i + j;
    }
    return -1;
  }
  // All exponent bits set. Whole blocks are only asked "any?", so that the loop has no early exit.
  const uint32_t mask32 = 0x7F800000u;
  const uint16_t mask16 = dtype == ASSAY_F16 ? 0x7C00u : 0x7F80u;
  enum { BLOCK = 4096 };
  for (int64_t i = 0; i < count; i += BLOCK) {
    int64_t end = assay_min(count, i + BLOCK);
    uint32_t any = 0;
    if (dtype == ASSAY_F32) {
      const char *p = (const char *)x;
      for (int64_t j = i; j < end; j++) {
        uint32_t bits;
        memcpy(&bits, p + 4 * j, 4);
        any |= (bits & mask32) == mask32;
      }
      for (int64_t j = i; any && j < end; j++) {
        uint32_t bits;
        memcpy(&bits, p + 4 * j, 4);
        if ((bits & mask32) == mask32) return j;
      }
    } else {
      const char *p = (const char *)x;
      uint16_t found = 0;
      for (int64_t j = i; j < end; j++) {
        uint16_t bits;
        memcpy(&bits, p + 2 * j, 2);
        found |= (bits & mask16) == mask16;
      }
      for (int64_t j = i; found && j < end; j++) {
        uint16_t bits;
        memcpy(&bits, p + 2 * j, 2);
        if ((bits & mask16) == mask16) return j;
      }
    }
  }
  return -1;
}

static void widen(const void *x, assay_dtype dtype, int64_t count, float *y) {
  if (assay_in_blocks(dtype))
    widen_blocks(x, dtype, count, y);
  else if (dtype == ASSAY_F32)
    memcpy(y, x, (size_t)count * 4);
  else if (dtype == ASSAY_F16)
    for (int64_t i = 0; i < count; i++) y[i] = assay_element(x, ASSAY_F16, i);
  else
    for (int64_t i = 0; i < count; i++) y[i] = assay_element(x, ASSAY_BF16, i);
}

static void pack_across(const void *w, assay_dtype dtype, int64_t ldw, int64_t columns, int64_t kc, int panel,
                        float *out) {
  for (int64_t k = 0; k < kc; k++) {
    widen((const char *)w + (size_t)(k * ldw) * assay_size_of(dtype), dtype, columns, out + k * panel);
    for (int64_t n = columns; n < panel; n++) out[k * panel + n] = 0;
  }
}

static uint16_t to_bfloat(float x) {
  union { float f; uint32_t i; } u = {.f = x};
  uint32_t rounded = (u.i + 0x7FFFu + (u.i >> 16 & 1)) >> 16;
  uint32_t nan = u.i >> 16 | 0x40;  // NaN stays NaN
  return (uint16_t)((u.i & 0x7FFFFFFFu) > 0x7F800000u ? nan : rounded);
}

static void narrow(const float *x, assay_dtype dtype, int64_t count, void *y) {
  if (dtype == ASSAY_F32) {
    memcpy(y, x, (size_t)count * 4);
  } else if (dtype == ASSAY_BF16) {
    for (int64_t i = 0; i < count; i++) {
      uint16_t bits = to_bfloat(x[i]);
      memcpy((char *)y + 2 * i, &bits, 2);
    }
  } else {
    for (int64_t i = 0; i < count; i++) {
      _Float16 half = (_Float16)x[i];
      memcpy((char *)y + 2 * i, &half, 2);
    }
  }
}

static const assay_row_kernels element_kernels = {rms_norm, add,     add_scaled, silu_multiply, gelu_multiply, soft_cap, rotary,
                                                  exponentials, maximum, sum, sum_columns, weigh, first_not_finite, widen,
                                                  narrow, pack_across, stream_blocks, pack_blocks};
