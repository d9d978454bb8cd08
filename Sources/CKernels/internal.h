// Shared by the kernels; not seen outside this target.
#ifndef ASSAY_INTERNAL_H
#define ASSAY_INTERNAL_H

#include <stddef.h>
#include <string.h>

#include "assay_kernels.h"

// Memory of at least `bytes`, aligned to 64, that worker `worker` may use until the end of the region; NULL when there is none.
void *assay_pool_scratch(assay_pool *pool, int worker, size_t bytes);
// Memory shared by all workers of the coming region, aligned to 64, valid until the next call.
void *assay_pool_shared(assay_pool *pool, size_t bytes);

// out[t][i] = rows[i][t]: rows (count, columns) with row stride ld, out (columns, count).
void assay_transpose(const float *rows, int64_t ld, int count, int64_t columns, float *out);

// Chains of eight columns that stay in registers side by side.
enum { ASSAY_CHAINS = 8 };
// Most rows of x that `stream_blocks` takes.
enum { ASSAY_BLOCK_ROWS = 4 };

// ---- the pieces that differ between instruction sets

// Loops over elements, compiled once for each instruction set (elements.h).
typedef struct {
  void (*rms_norm)(const float *x, int64_t C, const float *weight, float offset, float epsilon, float *y);
  void (*add)(float *y, const float *x, int64_t count);
  void (*add_scaled)(float *y, const float *x, float scale, int64_t count);
  void (*silu_multiply)(float *gate, const float *up, int64_t count);
  // With the tanh form of GELU in place of SiLU.
  void (*gelu_multiply)(float *gate, const float *up, int64_t count);
  // x = cap tanh(x / cap)
  void (*soft_cap)(float *x, float cap, int64_t count);
  // The first R numbers of each head.
  void (*rotary)(float *x, int64_t heads, int64_t D, int64_t R, const float *cosine, const float *sine);
  // x[i] = exp(x[i] - maximum)
  void (*exponentials)(float *x, int64_t count, float maximum);
  float (*maximum)(const float *x, int64_t count);
  // Sum in 16 float64 lanes.
  double (*sum)(const float *x, int64_t count);
  // sums[i] = the chain of x[t][i] over the rows t of x (rows, columns); columns <= 16.
  void (*sum_columns)(const float *x, int64_t rows, int columns, float *sums);
  // result[h][i][d] (+)= the chain of weights[h][t][i] * values[h][t][d] over t, sums[h][i] += that of the weights, for
  // heads * columns * eights <= ASSAY_CHAINS; eights = D / 8.
  void (*weigh)(int heads, int columns, int eights, int64_t count, const float *const *weights,
                const float *const *values, float *result, float *sums, bool continues);
  // Index of the first NaN or infinity, or -1.
  int64_t (*first_not_finite)(const void *x, assay_dtype dtype, int64_t count);
  void (*widen)(const void *x, assay_dtype dtype, int64_t count, float *y);
  void (*narrow)(const float *x, assay_dtype dtype, int64_t count, void *y);
  // w[k][n] for k in 0 ..< kc, n in 0 ..< columns  ->  out[k][panel], the rest zero.
  void (*pack_across)(const void *w, assay_dtype dtype, int64_t ldw, int64_t columns, int64_t kc, int panel, float *out);
  // c[m][n] = chain over all of K for `count` rows of w in blocks, from row `first` on, each read once.
  void (*stream_blocks)(int rows, const assay_weight *w, int64_t first, int64_t count, const float *x, int64_t ldx,
                        float *c, int64_t ldc);
  // w[first + n][column + k] for n in 0 ..< count, k in 0 ..< kc  ->  out[k][width].
  void (*pack_blocks)(const assay_weight *w, int64_t first, int64_t count, int64_t column, int64_t kc, int width,
                      float *out);
} assay_row_kernels;

// The same for gradients and updates (gradients.h).
typedef struct {
  // dx += the gradient of a row of rms_norm; gives the row's scale.
  float (*rms_norm_back)(const float *x, int64_t C, const float *weight, float offset, float epsilon, const float *dy,
                         float *dx);
  // y += a b scale
  void (*add_product)(float *y, const float *a, const float *b, float scale, int64_t count);
  // gate and up become their gradients.
  void (*silu_multiply_back)(float *gate, float *up, const float *dy, int64_t count);
  void (*gelu_multiply_back)(float *gate, float *up, const float *dy, int64_t count);
  // x = cap tanh(x / cap), and slope its derivative.
  void (*soft_cap_slope)(float *x, float cap, float *slope, int64_t count);
  // y *= x
  void (*multiply)(float *y, const float *x, int64_t count);
  // p *= inverse; dp = p (dp - delta) scale
  void (*softmax_back)(float *p, float *dp, float inverse, float delta, float scale, int64_t count);
  void (*scale)(float *x, float scale, int64_t count);
  void (*dropout)(const float *x, uint64_t key, uint32_t threshold, float scale, int64_t count, float *y);
  void (*add_noise)(float *x, uint64_t key, float largest, int64_t count);
  void (*adamw)(float *p, float *m, float *v, const float *gradient, assay_adamw a, int64_t count);
  // dx += the gradient of a row of layer_norm; gives the row's scale and its mean.
  float (*layer_norm_back)(const float *x, int64_t C, const float *weight, float epsilon, const float *dy, float *dx,
                           float *mean);
  // y += dy (x - mean) scale
  void (*add_centred_product)(float *y, const float *dy, const float *x, float mean, float scale, int64_t count);
  // x becomes its gradient.
  void (*gelu_back)(float *x, const float *dy, int64_t count);
  void (*gelu_tanh_back)(float *x, const float *dy, int64_t count);
} assay_gradient_kernels;

// The same for encoders (encoder.h).
typedef struct {
  void (*add_layer_norm)(float *x, const float *delta, const float *bias, int64_t C, const float *weight,
                         const float *shift, float epsilon);
  void (*bias_gelu)(float *x, const float *bias, int64_t C);
  void (*layer_norm)(const float *x, int64_t C, const float *weight, const float *shift, float epsilon, float *y);
  void (*gelu)(float *x, int64_t count);
  void (*gelu_tanh)(float *x, int64_t count);
} assay_encoder_kernels;

// Rows of w per packed panel, rows of x per tile.
typedef struct {
  int panel;
  int tile;
  int streamed;  // most rows of x that `stream` takes; 0 where there is none
  // w[n][k] for n in 0 ..< rows (the rest zero), k in 0 ..< kc  ->  out[k][panel]
  void (*pack)(const void *w, assay_dtype dtype, int64_t ldw, int64_t rows, int64_t kc, float *out);
  // c[m][n] (+)= chain over k of x[k][m] * w[k][n]; x (kc, rows), w (kc) with row stride ldw; columns <= panel.
  void (*multiply)(int rows, int64_t kc, const float *x, const float *w, int64_t ldw, float *c, int64_t ldc,
                   int64_t columns, bool continues);
  // c[m][n] = chain over all of K for a whole panel of w, read once: x (rows, K) with row stride ldx.
  void (*stream)(int rows, const void *w, assay_dtype dtype, int64_t ldw, int64_t K, const float *x, int64_t ldx,
                 float *c, int64_t ldc);
  const assay_row_kernels *elements;
  const assay_gradient_kernels *gradients;
  const assay_encoder_kernels *encoder;
} assay_kernel_set;

const assay_kernel_set *assay_pool_kernels(const assay_pool *pool);

static inline bool assay_in_blocks(assay_dtype dtype) { return dtype > ASSAY_BF16; }
// Whether M rows of x go straight over the weights as they stream from memory.
static inline bool assay_streams(const assay_kernel_set *set, const assay_weight *w, int64_t M) {
  switch (w->dtype) {
    case ASSAY_F32: case ASSAY_F16: case ASSAY_BF16: return M <= set->streamed;
    default: return M <= ASSAY_BLOCK_ROWS;
  }
}

// x (M, K) repacked as (k block, tile, k, row of the tile), so that a tile's rows stand side by side.
typedef struct {
  const assay_kernel_set *set;
  const float *data;
  int64_t M, K, tiles, tile;  // rows of a tile; the last one may have fewer
} assay_packed_rows;

// Packs x into memory of the pool, valid until its shared memory is asked for again; false when there is none.
bool assay_pack_rows(assay_pool *pool, const float *x, int64_t ldx, int64_t M, int64_t K, assay_packed_rows *packed);
// Floats of scratch that `assay_multiply_block` needs for so many panels.
int64_t assay_block_scratch(const assay_kernel_set *set, int64_t panels);
// y = x w^T for some panels of w and some tiles of x; y points at row 0, column panel0 * set->panel.
void assay_multiply_block(const assay_packed_rows *x, const assay_weight *w, int64_t panel0, int64_t panel1,
                          int64_t tile0, int64_t tile1, float *y, int64_t ldy, float *scratch);

extern const assay_kernel_set assay_kernels_portable;
#if defined(__x86_64__)
extern const assay_kernel_set assay_kernels_avx2;
extern const assay_kernel_set assay_kernels_avx512;
#endif

static inline int64_t assay_min(int64_t a, int64_t b) { return a < b ? a : b; }
static inline int64_t assay_max(int64_t a, int64_t b) { return a > b ? a : b; }
static inline int64_t assay_blocks(int64_t count, int64_t size) { return (count + size - 1) / size; }
// Of one number, where numbers stand one by one.
static inline size_t assay_size_of(assay_dtype dtype) { return dtype == ASSAY_F32 ? 4 : 2; }
// Bytes of so many numbers, whole blocks.
static inline size_t assay_bytes_of(assay_dtype dtype, int64_t count) {
  return assay_in_blocks(dtype) ? (size_t)(count / assay_block_numbers(dtype) * assay_block_bytes(dtype))
                                : (size_t)count * assay_size_of(dtype);
}
// Where a number stands; in blocks, the first one of a block.
static inline const void *assay_place(const assay_weight *w, int64_t row, int64_t column) {
  return (const char *)w->data + assay_bytes_of(w->dtype, row * w->columns + column);
}

// exp as a fixed sequence of float32 operations, so that every instruction set gives the same bits: 2^n * p(r) with
// r = x - n ln 2 in two parts (Cody and Waite) and p the degree-6 Taylor polynomial in Horner form. 0 below -87.3, clamped
// above 88; NaN stays NaN. Without branches, so that compilers turn loops over it into vector code.
static inline __attribute__((always_inline)) float assay_exp_element(float x) {
  union { float f; uint32_t i; } shifted, scale;
  float clamped = x > 88.0f ? 88.0f : x;
  shifted.f = __builtin_fmaf(clamped, 1.44269504f, 12582912.0f);  // n in the low bits
  float n = shifted.f - 12582912.0f;
  float r = __builtin_fmaf(n, -0.693359375f, clamped);
  r = __builtin_fmaf(n, 2.12194440e-4f, r);
  float p = 1.3888889e-3f;
  p = __builtin_fmaf(p, r, 8.3333333e-3f);
  p = __builtin_fmaf(p, r, 4.1666667e-2f);
  p = __builtin_fmaf(p, r, 1.6666667e-1f);
  p = __builtin_fmaf(p, r, 0.5f);
  p = __builtin_fmaf(p, r, 1.0f);
  p = __builtin_fmaf(p, r, 1.0f);
  scale.i = (shifted.i << 23) + 0x3F800000u;
  float result = p * scale.f;
  return x < -87.33654f ? 0.0f : result;
}

// tanh as a fixed sequence, too: near 0 an odd polynomial (fitted to x^-3 (tanh x - x) at Chebyshev's places, 2e-8 off),
// elsewhere by exp. Both are computed, so that loops have no branches.
static inline __attribute__((always_inline)) float assay_tanh_element(float x) {
  float size = x < 0 ? -x : x, z = x * x;
  float far = 1.0f - 2.0f / (assay_exp_element(2.0f * size) + 1.0f);
  float p = -6.0451651e-3f;
  p = __builtin_fmaf(p, z, 2.0961329e-2f);
  p = __builtin_fmaf(p, z, -5.3843263e-2f);
  p = __builtin_fmaf(p, z, 1.3332719e-1f);
  p = __builtin_fmaf(p, z, -3.3333328e-1f);
  float near = __builtin_fmaf(p * z, x, x);
  return size < 0.625f ? near : x < 0 ? -far : far;
}

static inline float assay_half_to_float(uint16_t h) {
#if defined(__FLT16_MANT_DIG__)
  union { uint16_t i; _Float16 f; } u = {.i = h};
  return (float)u.f;
#else
  uint32_t sign = (uint32_t)(h & 0x8000) << 16, e = (h >> 10) & 31, m = h & 1023;
  union { uint32_t i; float f; } u;
  if (e == 31) u.i = sign | 0x7F800000 | (m << 13);
  else if (e) u.i = sign | ((e + 112) << 23) | (m << 13);
  else { u.f = (float)m * 0x1p-24f; u.i |= sign; }
  return u.f;
#endif
}

static inline float assay_bfloat_to_float(uint16_t b) {
  union { uint32_t i; float f; } u = {.i = (uint32_t)b << 16};
  return u.f;
}

// One element of a weight matrix as float32; `data` may be unaligned.
static inline float assay_element(const void *data, assay_dtype dtype, int64_t index) {
  if (dtype == ASSAY_F32) {
    float f;
    memcpy(&f, (const char *)data + 4 * index, 4);
    return f;
  }
  uint16_t h;
  memcpy(&h, (const char *)data + 2 * index, 2);
  return dtype == ASSAY_F16 ? assay_half_to_float(h) : assay_bfloat_to_float(h);
}

#endif
