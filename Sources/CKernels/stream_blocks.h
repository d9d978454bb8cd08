// Weights in blocks, sixteen rows at a time: their bytes are transposed, so that a vector holds one column of all of them, which becomes
// float32. It is added to sixteen chains, where a few rows of x go straight over the weights as they stream from memory, or stored in
// a packed panel. The numbers and the order of each chain are those of blocks.h and of every other product.
//
// Included by elements.h, and so compiled for each instruction set.

// All functions that take or give vectors are inlined: how they would be handed over does not matter.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpsabi"

typedef uint8_t bytes16 __attribute__((vector_size(16), aligned(1)));
typedef int8_t signed16 __attribute__((vector_size(16), aligned(1)));
typedef uint16_t words16 __attribute__((vector_size(32)));
typedef _Float16 halves16 __attribute__((vector_size(32)));
typedef float floats16 __attribute__((vector_size(64), aligned(4)));

#define BLOCK_INLINE static inline __attribute__((always_inline))

// What one call works on: sixteen rows of w, and some rows of x or a panel.
typedef struct {
  const uint8_t *row[16];
  const float *x;
  int64_t ldx;
  float *panel;
  int64_t width;
  floats16 sum[ASSAY_BLOCK_ROWS];
} block_stream;

// Bytes from `offset` of the sixteen rows on, transposed: t[i] has byte i of each row.
BLOCK_INLINE void columns(const block_stream *s, int64_t offset, bytes16 *t) {
  bytes16 other[16];
  for (int n = 0; n < 16; n++) {
    t[n] = *(const bytes16 *)(s->row[n] + offset);
    __builtin_prefetch(s->row[n] + offset + 384, 0, 3);
  }
#define INTERLEAVED(to, from)                                                                                       \
  for (int i = 0; i < 8; i++) {                                                                                     \
    to[2 * i] = __builtin_shufflevector(from[i], from[i + 8], 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7,   \
                                        23);                                                                        \
    to[2 * i + 1] = __builtin_shufflevector(from[i], from[i + 8], 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, \
                                            30, 15, 31);                                                            \
  }
  INTERLEAVED(other, t)
  INTERLEAVED(t, other)
  INTERLEAVED(other, t)
  INTERLEAVED(t, other)
#undef INTERLEAVED
}

BLOCK_INLINE floats16 halves(const block_stream *s, int64_t offset) {
  words16 bits;
  for (int n = 0; n < 16; n++) {
    uint16_t word;
    memcpy(&word, s->row[n] + offset, 2);
    bits[n] = word;
  }
  return __builtin_convertvector((halves16)bits, floats16);
}

BLOCK_INLINE floats16 from_unsigned(bytes16 q) { return __builtin_convertvector(q, floats16); }
BLOCK_INLINE floats16 from_signed(bytes16 q) { return __builtin_convertvector((signed16)q, floats16); }

// Column k of the weights: times that of x onto the chains, or, for no rows, into the panel.
BLOCK_INLINE void take_column(const int rows, block_stream *s, int64_t k, floats16 weights) {
  if (rows == 0) *(floats16 *)(s->panel + k * s->width) = weights;
  for (int m = 0; m < rows; m++) {
    // Less 0, so that a negative zero stays one.
    floats16 x = s->x[m * s->ldx + k] - (floats16){0};
    s->sum[m] = __builtin_elementwise_fma(x, weights, s->sum[m]);
  }
}

BLOCK_INLINE void stream_q8_0(const int rows, block_stream *s, int64_t K) {
  bytes16 t[16];
  for (int64_t k = 0, b = 0; k < K; k += 32, b += 34) {
    const floats16 scale = halves(s, b);
    for (int half = 0; half < 32; half += 16) {
      columns(s, b + 2 + half, t);
      for (int i = 0; i < 16; i++) take_column(rows, s, k + half + i, from_signed(t[i]) * scale);
    }
  }
}

BLOCK_INLINE void stream_q4_0(const int rows, block_stream *s, int64_t K) {
  bytes16 t[16];
  for (int64_t k = 0, b = 0; k < K; k += 32, b += 18) {
    const floats16 scale = halves(s, b);
    columns(s, b + 2, t);
    for (int i = 0; i < 16; i++) take_column(rows, s, k + i, from_signed((t[i] & 15) - 8) * scale);
    for (int i = 0; i < 16; i++) take_column(rows, s, k + 16 + i, from_signed((t[i] >> 4) - 8) * scale);
  }
}

BLOCK_INLINE void stream_q4_1(const int rows, block_stream *s, int64_t K) {
  bytes16 t[16];
  for (int64_t k = 0, b = 0; k < K; k += 32, b += 20) {
    const floats16 scale = halves(s, b), least = halves(s, b + 2);
    columns(s, b + 4, t);
    for (int i = 0; i < 16; i++) take_column(rows, s, k + i, from_unsigned(t[i] & 15) * scale + least);
    for (int i = 0; i < 16; i++) take_column(rows, s, k + 16 + i, from_unsigned(t[i] >> 4) * scale + least);
  }
}

// The fifth bit of weight i of 32: 16 or 0. `high` begins with the four bytes that hold them.
BLOCK_INLINE bytes16 fifth(const bytes16 *high, int i) { return (high[i / 8] >> (i % 8) & 1) << 4; }

BLOCK_INLINE void stream_q5_0(const int rows, block_stream *s, int64_t K) {
  bytes16 t[16], high[16];
  for (int64_t k = 0, b = 0; k < K; k += 32, b += 22) {
    const floats16 scale = halves(s, b);
    columns(s, b + 2, high);
    columns(s, b + 6, t);
    for (int i = 0; i < 16; i++)
      take_column(rows, s, k + i, from_signed(((t[i] & 15) | fifth(high, i)) - 16) * scale);
    for (int i = 0; i < 16; i++)
      take_column(rows, s, k + 16 + i, from_signed((t[i] >> 4 | fifth(high, 16 + i)) - 16) * scale);
  }
}

BLOCK_INLINE void stream_q5_1(const int rows, block_stream *s, int64_t K) {
  bytes16 t[16], high[16];
  for (int64_t k = 0, b = 0; k < K; k += 32, b += 24) {
    const floats16 scale = halves(s, b), least = halves(s, b + 2);
    columns(s, b + 4, high);
    columns(s, b + 8, t);
    for (int i = 0; i < 16; i++)
      take_column(rows, s, k + i, from_unsigned((t[i] & 15) | fifth(high, i)) * scale + least);
    for (int i = 0; i < 16; i++)
      take_column(rows, s, k + 16 + i, from_unsigned(t[i] >> 4 | fifth(high, 16 + i)) * scale + least);
  }
}

// Scales and least values of Q4_K's and Q5_K's eight groups; `t` begins with the twelve bytes that hold them.
BLOCK_INLINE bytes16 group_scale(const bytes16 *t, int group) {
  return group < 4 ? t[group] & 63 : (t[group + 4] & 15) | t[group - 4] >> 6 << 4;
}
BLOCK_INLINE bytes16 group_least(const bytes16 *t, int group) {
  return group < 4 ? t[group + 4] & 63 : t[group + 4] >> 4 | t[group] >> 6 << 4;
}

// Q4_K, and Q5_K, which has 32 bytes of fifth bits before the others.
BLOCK_INLINE void stream_k(const int rows, const bool has_fifth, block_stream *s, int64_t K) {
  bytes16 t[32], packed[16], high[32];
  for (int64_t k = 0, b = 0; k < K; k += 256, b += has_fifth ? 176 : 144) {
    const floats16 block_scale = halves(s, b), block_least = halves(s, b + 2);
    columns(s, b + 4, packed);
    if (has_fifth) {
      columns(s, b + 16, high);
      columns(s, b + 32, high + 16);
    }
    for (int group = 0; group < 8; group++) {
      const int64_t bytes = b + (has_fifth ? 48 : 16) + group / 2 * 32;
      if (group % 2 == 0) {
        columns(s, bytes, t);
        columns(s, bytes + 16, t + 16);
      }
      const floats16 scale = block_scale * from_unsigned(group_scale(packed, group));
      const floats16 least = block_least * from_unsigned(group_least(packed, group));
      for (int i = 0; i < 32; i++) {
        bytes16 q = group % 2 ? t[i] >> 4 : t[i] & 15;
        if (has_fifth) q |= (high[i] >> group & 1) << 4;
        take_column(rows, s, k + 32 * group + i, scale * from_unsigned(q) - least);
      }
    }
  }
}

BLOCK_INLINE void stream_q6_k(const int rows, block_stream *s, int64_t K) {
  bytes16 low[64], high[32], scales[16];
  for (int64_t k = 0, b = 0; k < K; k += 256, b += 210) {
    const floats16 block_scale = halves(s, b + 208);
    columns(s, b + 192, scales);
    for (int half = 0; half < 2; half++) {
      for (int part = 0; part < 4; part++) columns(s, b + 64 * half + 16 * part, low + 16 * part);
      for (int part = 0; part < 2; part++) columns(s, b + 128 + 32 * half + 16 * part, high + 16 * part);
      for (int group = 0; group < 8; group++) {
        const floats16 scale = block_scale * from_signed(scales[8 * half + group]);
        const int line = group / 2;
        for (int i = 0; i < 16; i++) {
          const int column = group % 2 * 16 + i;
          const bytes16 q = low[line % 2 * 32 + column];
          const bytes16 four = line < 2 ? q & 15 : q >> 4, two = high[column] >> (2 * line) & 3;
          take_column(rows, s, k + 128 * half + 16 * group + i, scale * from_signed((four | two << 4) - 32));
        }
      }
    }
  }
}

BLOCK_INLINE void stream_format(const int rows, block_stream *s, assay_dtype dtype, int64_t K) {
  for (int m = 0; m < rows; m++) s->sum[m] = (floats16){0};
  switch (dtype) {
    case ASSAY_Q8_0: stream_q8_0(rows, s, K); break;
    case ASSAY_Q4_0: stream_q4_0(rows, s, K); break;
    case ASSAY_Q4_1: stream_q4_1(rows, s, K); break;
    case ASSAY_Q5_0: stream_q5_0(rows, s, K); break;
    case ASSAY_Q5_1: stream_q5_1(rows, s, K); break;
    case ASSAY_Q4_K: stream_k(rows, false, s, K); break;
    case ASSAY_Q5_K: stream_k(rows, true, s, K); break;
    default: stream_q6_k(rows, s, K);
  }
}

// Rows from `first` on, at column `column`. Where rows are missing the last one stands for them.
static void begin_rows(block_stream *s, const assay_weight *w, int64_t first, int64_t count, int64_t column) {
  for (int64_t n = 0; n < 16; n++) s->row[n] = assay_place(w, first + assay_min(n, count - 1), column);
}

// c[m][n] = the chain over K of x[m] and row n of w, for some rows n of w, each read once; x (rows, K) with row stride ldx.
static void stream_blocks(int rows, const assay_weight *w, int64_t first, int64_t count, const float *x, int64_t ldx,
                          float *c, int64_t ldc) {
  block_stream s = {.x = x, .ldx = ldx};
  for (int64_t n0 = 0; n0 < count; n0 += 16) {
    const int64_t own = assay_min(16, count - n0);
    begin_rows(&s, w, first + n0, own, 0);
    switch (rows) {
      case 1: stream_format(1, &s, w->dtype, w->columns); break;
      case 2: stream_format(2, &s, w->dtype, w->columns); break;
      case 3: stream_format(3, &s, w->dtype, w->columns); break;
      default: stream_format(4, &s, w->dtype, w->columns);
    }
    for (int m = 0; m < rows; m++)
      for (int64_t n = 0; n < own; n++) c[m * ldc + n0 + n] = s.sum[m][n];
  }
}

// w[first + n][column + k] for n in 0 ..< count, k in 0 ..< kc  ->  out[k][width]; what lies beyond `count` is any number.
static void pack_blocks(const assay_weight *w, int64_t first, int64_t count, int64_t column, int64_t kc, int width,
                        float *out) {
  block_stream s = {.width = width};
  for (int64_t n0 = 0; n0 < width; n0 += 16) {
    const int64_t from = assay_min(n0, count - 1);
    s.panel = out + n0;
    begin_rows(&s, w, first + from, count - from, column);
    stream_format(0, &s, w->dtype, kc);
  }
}

#pragma clang diagnostic pop
