// Kernels for AVX2 with FMA and F16C. The same chains as portable.c, 8 columns to a register.
#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define BYTE_LOOKUP(values, q) \
  (words8) _mm256_shuffle_epi8(_mm256_loadu_si256((const __m256i *)(values)), (__m256i)(q))
#include "elements.h"
#include "encoder.h"
#include "gradients.h"
#pragma clang attribute pop

#define AVX2 __attribute__((target("avx2,fma,f16c")))
enum { PANEL = 16, TILE = 6, STREAMED = 8 };

// Eight rows by 16 k of 16-bit elements; out[j] holds 8 rows of k = j in its low lane and of k = j + 8 in its high one.
#define INTERLEAVE_8(row, ldw, out)                                                                                 \
  do {                                                                                                              \
    __m256i a[8], b[8];                                                                                             \
    _Pragma("unroll") for (int i = 0; i < 8; i++) a[i] = _mm256_loadu_si256((const void *)((row) + i * (ldw)));     \
    _Pragma("unroll") for (int i = 0; i < 4; i++) {                                                                 \
      b[2 * i] = _mm256_unpacklo_epi16(a[2 * i], a[2 * i + 1]);                                                     \
      b[2 * i + 1] = _mm256_unpackhi_epi16(a[2 * i], a[2 * i + 1]);                                                 \
    }                                                                                                               \
    _Pragma("unroll") for (int i = 0; i < 2; i++) {                                                                 \
      a[4 * i] = _mm256_unpacklo_epi32(b[4 * i], b[4 * i + 2]);                                                     \
      a[4 * i + 1] = _mm256_unpackhi_epi32(b[4 * i], b[4 * i + 2]);                                                 \
      a[4 * i + 2] = _mm256_unpacklo_epi32(b[4 * i + 1], b[4 * i + 3]);                                             \
      a[4 * i + 3] = _mm256_unpackhi_epi32(b[4 * i + 1], b[4 * i + 3]);                                             \
    }                                                                                                               \
    _Pragma("unroll") for (int i = 0; i < 4; i++) {                                                                 \
      (out)[2 * i] = _mm256_unpacklo_epi64(a[i], a[i + 4]);                                                         \
      (out)[2 * i + 1] = _mm256_unpackhi_epi64(a[i], a[i + 4]);                                                     \
    }                                                                                                               \
  } while (0)

AVX2 static inline __m256 widen_half(__m128i x) { return _mm256_cvtph_ps(x); }
AVX2 static inline __m256 widen_bfloat(__m128i x) {
  return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(x), 16));
}

// Calls use(k, vector of 8 rows) for 16 k in ascending order.
#define EACH_K(row, ldw, widen, use)                                                                                \
  do {                                                                                                              \
    __m256i t[8];                                                                                                   \
    INTERLEAVE_8(row, ldw, t);                                                                                      \
    _Pragma("unroll") for (int j = 0; j < 8; j++) use(j, widen(_mm256_castsi256_si128(t[j])));                      \
    _Pragma("unroll") for (int j = 0; j < 8; j++) use(8 + j, widen(_mm256_extracti128_si256(t[j], 1)));             \
  } while (0)

// The next panel's lines come into the second-level cache while this one is used.
#define PREFETCH_ROWS(row, ldw)                                                                                     \
  for (int i = 0; i < 8; i++) _mm_prefetch((const char *)((row) + (i + PANEL) * (ldw)), _MM_HINT_T1)

#define STORE_K(j, v) _mm256_storeu_ps(o + (j) * PANEL, v)
#define PACK_16BIT(name, widen)                                                                                     \
  AVX2 static void name(const uint16_t *w, int64_t ldw, int64_t kc, float *out) {                                   \
    for (int half = 0; half < 2; half++)                                                                            \
      for (int64_t k = 0; k < kc; k += 16) {                                                                        \
        const uint16_t *row = w + half * 8 * ldw + k;                                                               \
        float *o = out + k * PANEL + half * 8;                                                                      \
        PREFETCH_ROWS(row, ldw);                                                                                    \
        EACH_K(row, ldw, widen, STORE_K);                                                                           \
      }                                                                                                             \
  }
PACK_16BIT(pack_half, widen_half)
PACK_16BIT(pack_bfloat, widen_bfloat)

// A few rows of x straight over the weights as they stream from memory, without the packed panel in between.
// Eight rows at a time, each front to back, as many streams as the prefetchers follow. Lines come AHEAD bytes early; behind
// the end of a row those of the row that is eight further.
enum { AHEAD = 512 };
#define PREFETCH_AHEAD(row, ldw, k, K)                                                                              \
  do {                                                                                                              \
    const int64_t ahead = AHEAD / (int64_t)sizeof *(row);                                                           \
    const char *line = (const char *)((k) + ahead < (K) ? (row) + ahead : (row) + 8 * (ldw) + ahead - (K));         \
    for (int i = 0; i < 8; i++) _mm_prefetch(line + i * (ldw) * (int64_t)sizeof *(row), _MM_HINT_T0);               \
  } while (0)
#define ADD_K(j, v)                                                                                                 \
  do {                                                                                                              \
    __m256 wide = v;                                                                                                \
    _Pragma("unroll") for (int m = 0; m < rows; m++) sum[m][half] =                                                 \
        _mm256_fmadd_ps(_mm256_set1_ps(x[m * ldx + k + (j)]), wide, sum[m][half]);                                  \
  } while (0)
#define STREAM_16BIT(name, widen)                                                                                   \
  AVX2 static inline __attribute__((always_inline)) void name(                                                      \
      const int rows, const uint16_t *w, int64_t ldw, int64_t K, const float *x, int64_t ldx, __m256 (*sum)[2]) {   \
    _Pragma("unroll") for (int half = 0; half < 2; half++)                                                          \
      for (int64_t k = 0; k < K; k += 16) {                                                                         \
        const uint16_t *row = w + half * 8 * ldw + k;                                                               \
        PREFETCH_AHEAD(row, ldw, k, K);                                                                             \
        EACH_K(row, ldw, widen, ADD_K);                                                                             \
      }                                                                                                             \
  }
STREAM_16BIT(stream_half, widen_half)
STREAM_16BIT(stream_bfloat, widen_bfloat)

// Eight rows by 8 k of float32: three rounds.
#define TRANSPOSE_FLOAT(row, ldw, out)                                                                              \
  do {                                                                                                              \
    __m256 a[8], b[8];                                                                                              \
    _Pragma("unroll") for (int i = 0; i < 8; i++) a[i] = _mm256_loadu_ps((row) + i * (ldw));                        \
    _Pragma("unroll") for (int i = 0; i < 4; i++) {                                                                 \
      b[2 * i] = _mm256_unpacklo_ps(a[2 * i], a[2 * i + 1]);                                                        \
      b[2 * i + 1] = _mm256_unpackhi_ps(a[2 * i], a[2 * i + 1]);                                                    \
    }                                                                                                               \
    _Pragma("unroll") for (int i = 0; i < 2; i++) {                                                                 \
      a[4 * i] = _mm256_shuffle_ps(b[4 * i], b[4 * i + 2], 0x44);                                                   \
      a[4 * i + 1] = _mm256_shuffle_ps(b[4 * i], b[4 * i + 2], 0xEE);                                               \
      a[4 * i + 2] = _mm256_shuffle_ps(b[4 * i + 1], b[4 * i + 3], 0x44);                                           \
      a[4 * i + 3] = _mm256_shuffle_ps(b[4 * i + 1], b[4 * i + 3], 0xEE);                                           \
    }                                                                                                               \
    _Pragma("unroll") for (int i = 0; i < 4; i++) {                                                                 \
      (out)[i] = _mm256_permute2f128_ps(a[i], a[i + 4], 0x20);                                                      \
      (out)[i + 4] = _mm256_permute2f128_ps(a[i], a[i + 4], 0x31);                                                  \
    }                                                                                                               \
  } while (0)

AVX2 static void pack_float(const float *w, int64_t ldw, int64_t kc, float *out) {
  for (int half = 0; half < 2; half++)
    for (int64_t k = 0; k < kc; k += 8) {
      const float *row = w + half * 8 * ldw + k;
      PREFETCH_ROWS(row, ldw);
      __m256 t[8];
      TRANSPOSE_FLOAT(row, ldw, t);
#pragma unroll
      for (int j = 0; j < 8; j++) _mm256_storeu_ps(out + (k + j) * PANEL + half * 8, t[j]);
    }
}

AVX2 static inline __attribute__((always_inline)) void stream_float(const int rows, const float *w, int64_t ldw,
                                                                    int64_t K, const float *x, int64_t ldx,
                                                                    __m256 (*sum)[2]) {
#pragma unroll
  for (int half = 0; half < 2; half++)
    for (int64_t k = 0; k < K; k += 8) {
      const float *row = w + half * 8 * ldw + k;
      PREFETCH_AHEAD(row, ldw, k, K);
      __m256 t[8];
      TRANSPOSE_FLOAT(row, ldw, t);
#pragma unroll
      for (int j = 0; j < 8; j++) ADD_K(j, t[j]);
    }
}

AVX2 static void pack(const void *w, assay_dtype dtype, int64_t ldw, int64_t rows, int64_t kc, float *out) {
  int64_t whole = rows == PANEL ? kc / 16 * 16 : 0;
  if (dtype == ASSAY_F32)
    pack_float(w, ldw, whole, out);
  else if (dtype == ASSAY_F16)
    pack_half(w, ldw, whole, out);
  else
    pack_bfloat(w, ldw, whole, out);
  for (int64_t k = whole; k < kc; k++)
    for (int64_t n = 0; n < PANEL; n++)
      out[k * PANEL + n] = n < rows ? assay_element(w, dtype, n * ldw + k) : 0.0f;
}

AVX2 static inline __attribute__((always_inline)) void stream_rows(const int rows, const void *w, assay_dtype dtype,
                                                                   int64_t ldw, int64_t K, const float *x,
                                                                   int64_t ldx, float *c, int64_t ldc) {
  __m256 sum[STREAMED][2];
#pragma unroll
  for (int m = 0; m < rows; m++) sum[m][0] = sum[m][1] = _mm256_setzero_ps();
  int64_t whole = K / 16 * 16;
  if (dtype == ASSAY_F32)
    stream_float(rows, w, ldw, whole, x, ldx, sum);
  else if (dtype == ASSAY_F16)
    stream_half(rows, w, ldw, whole, x, ldx, sum);
  else
    stream_bfloat(rows, w, ldw, whole, x, ldx, sum);
  for (int64_t k = whole; k < K; k++)
#pragma unroll
    for (int half = 0; half < 2; half++) {
      float column[8];
      for (int n = 0; n < 8; n++) column[n] = assay_element(w, dtype, (half * 8 + n) * ldw + k);
      ADD_K(0, _mm256_loadu_ps(column));
    }
#pragma unroll
  for (int m = 0; m < rows; m++) {
    _mm256_storeu_ps(c + m * ldc, sum[m][0]);
    _mm256_storeu_ps(c + m * ldc + 8, sum[m][1]);
  }
}

AVX2 static void stream(int rows, const void *w, assay_dtype dtype, int64_t ldw, int64_t K, const float *x,
                        int64_t ldx, float *c, int64_t ldc) {
  switch (rows) {
    case 1: stream_rows(1, w, dtype, ldw, K, x, ldx, c, ldc); break;
    case 2: stream_rows(2, w, dtype, ldw, K, x, ldx, c, ldc); break;
    case 3: stream_rows(3, w, dtype, ldw, K, x, ldx, c, ldc); break;
    case 4: stream_rows(4, w, dtype, ldw, K, x, ldx, c, ldc); break;
    case 5: stream_rows(5, w, dtype, ldw, K, x, ldx, c, ldc); break;
    case 6: stream_rows(6, w, dtype, ldw, K, x, ldx, c, ldc); break;
    case 7: stream_rows(7, w, dtype, ldw, K, x, ldx, c, ldc); break;
    case 8: stream_rows(8, w, dtype, ldw, K, x, ldx, c, ldc); break;
  }
}

AVX2 static inline __attribute__((always_inline)) void tile(const int rows, int64_t kc, const float *x,
                                                            const float *w, int64_t ldw, float *c, int64_t ldc,
                                                            bool continues) {
  __m256 s0[TILE], s1[TILE];
#pragma unroll
  for (int m = 0; m < rows; m++) {
    s0[m] = continues ? _mm256_loadu_ps(c + m * ldc) : _mm256_setzero_ps();
    s1[m] = continues ? _mm256_loadu_ps(c + m * ldc + 8) : _mm256_setzero_ps();
  }
  for (int64_t k = 0; k < kc; k++) {
    __m256 w0 = _mm256_loadu_ps(w), w1 = _mm256_loadu_ps(w + 8);
#pragma unroll
    for (int m = 0; m < rows; m++) {
      __m256 xm = _mm256_set1_ps(x[m]);
      s0[m] = _mm256_fmadd_ps(xm, w0, s0[m]);
      s1[m] = _mm256_fmadd_ps(xm, w1, s1[m]);
    }
    x += rows;
    w += ldw;
  }
#pragma unroll
  for (int m = 0; m < rows; m++) {
    _mm256_storeu_ps(c + m * ldc, s0[m]);
    _mm256_storeu_ps(c + m * ldc + 8, s1[m]);
  }
}

// Fewer columns than a panel: one row and 8 columns at a time, the missing ones masked.
AVX2 static void narrow_tile(int rows, int64_t kc, const float *x, const float *w, int64_t ldw, float *c,
                             int64_t ldc, int64_t columns, bool continues) {
  for (int64_t n = 0; n < columns; n += 8) {
    __m256i mask = _mm256_cmpgt_epi32(_mm256_set1_epi32((int)(columns - n)), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
    for (int m = 0; m < rows; m++) {
      __m256 s = continues ? _mm256_maskload_ps(c + m * ldc + n, mask) : _mm256_setzero_ps();
      for (int64_t k = 0; k < kc; k++)
        s = _mm256_fmadd_ps(_mm256_set1_ps(x[k * rows + m]), _mm256_maskload_ps(w + k * ldw + n, mask), s);
      _mm256_maskstore_ps(c + m * ldc + n, mask, s);
    }
  }
}

AVX2 static void multiply(int rows, int64_t kc, const float *x, const float *w, int64_t ldw, float *c, int64_t ldc,
                          int64_t columns, bool continues) {
  if (columns < PANEL) {
    narrow_tile(rows, kc, x, w, ldw, c, ldc, columns, continues);
    return;
  }
#define CASE(r) \
  case r: tile(r, kc, x, w, ldw, c, ldc, continues); break;
  switch (rows) { CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) }
#undef CASE
}

const assay_kernel_set assay_kernels_avx2 = {PANEL, TILE, STREAMED, pack, multiply, stream, &element_kernels,
                                               &gradient_kernels, &encoder_kernels};
#endif
