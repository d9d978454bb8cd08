// Kernels for AVX-512 (F, BW, VL, DQ). The same chains as portable.c, 16 columns to a register.
#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,fma,f16c"))), apply_to = function)
#define BYTE_LOOKUP(values, q) \
  (words8) _mm256_shuffle_epi8(_mm256_loadu_si256((const __m256i *)(values)), (__m256i)(q))
#include "elements.h"
#include "encoder.h"
#include "gradients.h"
#pragma clang attribute pop

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,fma,f16c")))
enum { PANEL = 32, TILE = 12 };

// Sixteen rows by 32 k of 16-bit elements, whole cache lines of each row. Rows of a power-of-two length all fall into one
// set of the first-level cache, so a line must be used up when it is first touched. Three rounds of interleaving within
// 128-bit lanes leave, in low[j] (rows 0-7) and high[j] (rows 8-15), k = 8 * lane + j.
#define INTERLEAVE_8(row, ldw, out)                                                                                 \
  do {                                                                                                              \
    __m512i a[8], b[8];                                                                                             \
    _Pragma("unroll") for (int i = 0; i < 8; i++) a[i] = _mm512_loadu_si512((const void *)((row) + i * (ldw)));     \
    _Pragma("unroll") for (int i = 0; i < 4; i++) {                                                                 \
      b[2 * i] = _mm512_unpacklo_epi16(a[2 * i], a[2 * i + 1]);                                                     \
      b[2 * i + 1] = _mm512_unpackhi_epi16(a[2 * i], a[2 * i + 1]);                                                 \
    }                                                                                                               \
    _Pragma("unroll") for (int i = 0; i < 2; i++) {                                                                 \
      a[4 * i] = _mm512_unpacklo_epi32(b[4 * i], b[4 * i + 2]);                                                     \
      a[4 * i + 1] = _mm512_unpackhi_epi32(b[4 * i], b[4 * i + 2]);                                                 \
      a[4 * i + 2] = _mm512_unpacklo_epi32(b[4 * i + 1], b[4 * i + 3]);                                             \
      a[4 * i + 3] = _mm512_unpackhi_epi32(b[4 * i + 1], b[4 * i + 3]);                                             \
    }                                                                                                               \
    _Pragma("unroll") for (int i = 0; i < 4; i++) {                                                                 \
      (out)[2 * i] = _mm512_unpacklo_epi64(a[i], a[i + 4]);                                                         \
      (out)[2 * i + 1] = _mm512_unpackhi_epi64(a[i], a[i + 4]);                                                     \
    }                                                                                                               \
  } while (0)

// Lanes 0 and 1, or 2 and 3, of low[j] and high[j] side by side: 16 rows of k = j + 8 * lane in each half.
#define PAIR_LANES(low, high, first)                                                                                \
  _mm512_permutex2var_epi64(low, _mm512_setr_epi64(2 * (first), 2 * (first) + 1, 8 + 2 * (first), 9 + 2 * (first),  \
                                                   2 * (first) + 2, 2 * (first) + 3, 10 + 2 * (first),              \
                                                   11 + 2 * (first)), high)

AVX512 static inline __m512 widen_half(__m256i x) { return _mm512_cvtph_ps(x); }
AVX512 static inline __m512 widen_bfloat(__m256i x) {
  return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(x), 16));
}

// Calls use(k, vector of 16 rows) for 32 k in ascending order. The rows go through memory, since widening from there takes no
// shuffle, and one row of x waits for shuffles as long as for its chain; the empty statement keeps compilers from undoing it.
#define EACH_K(row, ldw, widen, use)                                                                                \
  do {                                                                                                              \
    __m512i low[8], high[8];                                                                                        \
    _Alignas(64) uint16_t turned[32][16];                                                                           \
    INTERLEAVE_8(row, ldw, low);                                                                                    \
    INTERLEAVE_8((row) + 8 * (ldw), ldw, high);                                                                     \
    _Pragma("unroll") for (int j = 0; j < 8; j++) {                                                                 \
      _mm512_store_si512((void *)turned[2 * j], PAIR_LANES(low[j], high[j], 0));                                    \
      _mm512_store_si512((void *)turned[16 + 2 * j], PAIR_LANES(low[j], high[j], 2));                               \
    }                                                                                                               \
    __asm__ volatile("" : "+m"(turned));                                                                            \
    _Pragma("unroll") for (int lane = 0; lane < 4; lane++)                                                          \
        _Pragma("unroll") for (int j = 0; j < 8; j++) use(                                                          \
            8 * lane + j,                                                                                           \
            widen(_mm256_load_si256((const void *)turned[16 * (lane / 2) + 2 * j + lane % 2])));                    \
  } while (0)

// The next panel's lines come into the second-level cache while this one is used.
#define PREFETCH_ROWS(row, ldw)                                                                                     \
  for (int i = 0; i < 16; i++) _mm_prefetch((const char *)((row) + (i + PANEL) * (ldw)), _MM_HINT_T1)

#define PACK_16BIT(name, widen)                                                                                     \
  AVX512 static void name(const uint16_t *w, int64_t ldw, int64_t kc, float *out) {                                 \
    for (int64_t k = 0; k < kc; k += 32)                                                                            \
      for (int half = 0; half < 2; half++) {                                                                        \
        const uint16_t *row = w + half * 16 * ldw + k;                                                              \
        float *o = out + k * PANEL + half * 16;                                                                     \
        PREFETCH_ROWS(row, ldw);                                                                                    \
        STORE_EACH(row, ldw, widen)                                                                                 \
      }                                                                                                             \
  }
#define STORE_K(j, v) _mm512_storeu_ps(o + (j) * PANEL, v)
#define STORE_EACH(row, ldw, widen) EACH_K(row, ldw, widen, STORE_K);
PACK_16BIT(pack_half, widen_half)
PACK_16BIT(pack_bfloat, widen_bfloat)

// A few rows of x straight over the weights as they stream from memory, without the packed panel in between.
// Sixteen rows at a time, each front to back: more streams than that are too many for the prefetchers. Lines come
// AHEAD bytes early, one after the other between the sums, for a burst of them would wait for itself; behind the end of a
// row those of the row that is sixteen further.
enum { AHEAD = 512 };
#define LINES_AHEAD(row, ldw, k, K)                                                                                 \
  ((const char *)((k) + AHEAD / (int64_t)sizeof *(row) < (K) ? (row) : (row) + 16 * (ldw) - (K)) + AHEAD)
#define PREFETCH_LINE(i) _mm_prefetch(lines + (i) * line_distance, _MM_HINT_T0)
#define STREAM_16BIT(name, widen)                                                                                   \
  AVX512 static inline __attribute__((always_inline)) void name(                                                    \
      const int rows, const uint16_t *w, int64_t ldw, int64_t K, const float *x, int64_t ldx, __m512 (*sum)[2]) {   \
    const int64_t line_distance = ldw * 2;                                                                          \
    _Pragma("unroll") for (int half = 0; half < 2; half++)                                                          \
      for (int64_t k = 0; k < K; k += 32) {                                                                         \
        const uint16_t *row = w + half * 16 * ldw + k;                                                              \
        const char *lines = LINES_AHEAD(row, ldw, k, K);                                                            \
        EACH_K(row, ldw, widen, FETCH_THEN_ADD_K);                                                                  \
      }                                                                                                             \
  }
#define FETCH_THEN_ADD_K(j, v)                                                                                      \
  do {                                                                                                              \
    if ((j) % 2 == 0) PREFETCH_LINE((j) / 2);                                                                       \
    ADD_K(j, v);                                                                                                    \
  } while (0)
#define ADD_K(j, v)                                                                                                 \
  do {                                                                                                              \
    __m512 wide = v;                                                                                                \
    _Pragma("unroll") for (int m = 0; m < rows; m++) sum[m][half] =                                                 \
        _mm512_fmadd_ps(_mm512_set1_ps(x[m * ldx + k + (j)]), wide, sum[m][half]);                                  \
  } while (0)
STREAM_16BIT(stream_half, widen_half)
STREAM_16BIT(stream_bfloat, widen_bfloat)

// Sixteen rows by 16 k of float32: four rounds.
#define TRANSPOSE_FLOAT(row, ldw, out)                                                                              \
  do {                                                                                                              \
    __m512 a[16], b[16];                                                                                            \
    _Pragma("unroll") for (int i = 0; i < 16; i++) a[i] = _mm512_loadu_ps((row) + i * (ldw));                       \
    _Pragma("unroll") for (int i = 0; i < 8; i++) {                                                                 \
      b[2 * i] = _mm512_unpacklo_ps(a[2 * i], a[2 * i + 1]);                                                        \
      b[2 * i + 1] = _mm512_unpackhi_ps(a[2 * i], a[2 * i + 1]);                                                    \
    }                                                                                                               \
    _Pragma("unroll") for (int i = 0; i < 4; i++) {                                                                 \
      __m512d p = _mm512_castps_pd(b[4 * i]), q = _mm512_castps_pd(b[4 * i + 1]),                                   \
              r = _mm512_castps_pd(b[4 * i + 2]), s = _mm512_castps_pd(b[4 * i + 3]);                               \
      a[4 * i] = _mm512_castpd_ps(_mm512_unpacklo_pd(p, r));                                                        \
      a[4 * i + 1] = _mm512_castpd_ps(_mm512_unpackhi_pd(p, r));                                                    \
      a[4 * i + 2] = _mm512_castpd_ps(_mm512_unpacklo_pd(q, s));                                                    \
      a[4 * i + 3] = _mm512_castpd_ps(_mm512_unpackhi_pd(q, s));                                                    \
    }                                                                                                               \
    /* a[4g + j]: rows 4g to 4g + 3 of k = 4 * lane + j */                                                          \
    _Pragma("unroll") for (int j = 0; j < 4; j++) {                                                                 \
      b[j] = _mm512_shuffle_f32x4(a[j], a[4 + j], 0x44);                                                            \
      b[4 + j] = _mm512_shuffle_f32x4(a[j], a[4 + j], 0xEE);                                                        \
      b[8 + j] = _mm512_shuffle_f32x4(a[8 + j], a[12 + j], 0x44);                                                   \
      b[12 + j] = _mm512_shuffle_f32x4(a[8 + j], a[12 + j], 0xEE);                                                  \
    }                                                                                                               \
    _Pragma("unroll") for (int j = 0; j < 4; j++) {                                                                 \
      (out)[j] = _mm512_shuffle_f32x4(b[j], b[8 + j], 0x88);                                                        \
      (out)[4 + j] = _mm512_shuffle_f32x4(b[j], b[8 + j], 0xDD);                                                    \
      (out)[8 + j] = _mm512_shuffle_f32x4(b[4 + j], b[12 + j], 0x88);                                               \
      (out)[12 + j] = _mm512_shuffle_f32x4(b[4 + j], b[12 + j], 0xDD);                                              \
    }                                                                                                               \
  } while (0)

AVX512 static void pack_float(const float *w, int64_t ldw, int64_t kc, float *out) {
  for (int64_t k = 0; k < kc; k += 16)
    for (int half = 0; half < 2; half++) {
      const float *row = w + half * 16 * ldw + k;
      PREFETCH_ROWS(row, ldw);
      __m512 t[16];
      TRANSPOSE_FLOAT(row, ldw, t);
#pragma unroll
      for (int j = 0; j < 16; j++) _mm512_storeu_ps(out + (k + j) * PANEL + half * 16, t[j]);
    }
}

AVX512 static inline __attribute__((always_inline)) void stream_float(const int rows, const float *w, int64_t ldw,
                                                                      int64_t K, const float *x, int64_t ldx,
                                                                      __m512 (*sum)[2]) {
  const int64_t line_distance = ldw * 4;
#pragma unroll
  for (int half = 0; half < 2; half++)
    for (int64_t k = 0; k < K; k += 16) {
      const float *row = w + half * 16 * ldw + k;
      const char *lines = LINES_AHEAD(row, ldw, k, K);
      __m512 t[16];
      TRANSPOSE_FLOAT(row, ldw, t);
#pragma unroll
      for (int j = 0; j < 16; j++) {
        PREFETCH_LINE(j);
        ADD_K(j, t[j]);
      }
    }
}

AVX512 static inline __attribute__((always_inline)) void stream_rows(const int rows, const void *w, assay_dtype dtype,
                                                                     int64_t ldw, int64_t K, const float *x,
                                                                     int64_t ldx, float *c, int64_t ldc) {
  __m512 sum[8][2];
#pragma unroll
  for (int m = 0; m < rows; m++) sum[m][0] = sum[m][1] = _mm512_setzero_ps();
  int64_t whole = K / 32 * 32;
  if (dtype == ASSAY_F32)
    stream_float(rows, w, ldw, whole, x, ldx, sum);
  else if (dtype == ASSAY_F16)
    stream_half(rows, w, ldw, whole, x, ldx, sum);
  else
    stream_bfloat(rows, w, ldw, whole, x, ldx, sum);
  for (int64_t k = whole; k < K; k++)
#pragma unroll
    for (int half = 0; half < 2; half++) {
      float column[16];
      for (int n = 0; n < 16; n++) column[n] = assay_element(w, dtype, (half * 16 + n) * ldw + k);
      ADD_K(0, _mm512_loadu_ps(column));
    }
#pragma unroll
  for (int m = 0; m < rows; m++) {
    _mm512_storeu_ps(c + m * ldc, sum[m][0]);
    _mm512_storeu_ps(c + m * ldc + 16, sum[m][1]);
  }
}

AVX512 static void stream(int rows, const void *w, assay_dtype dtype, int64_t ldw, int64_t K, const float *x,
                          int64_t ldx, float *c, int64_t ldc) {
  switch (rows) {
#define CASE(r) \
    case r: stream_rows(r, w, dtype, ldw, K, x, ldx, c, ldc); break;
    CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8)
#undef CASE
  }
}

AVX512 static void pack(const void *w, assay_dtype dtype, int64_t ldw, int64_t rows, int64_t kc, float *out) {
  int64_t whole = rows == PANEL ? kc / 32 * 32 : 0;
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

AVX512 static inline __attribute__((always_inline)) void tile(const int rows, const bool wide, int64_t kc,
                                                              const float *x, const float *w, int64_t ldw, float *c,
                                                              int64_t ldc, __mmask16 m0, __mmask16 m1,
                                                              bool continues) {
  __m512 s0[TILE], s1[TILE];
#pragma unroll
  for (int m = 0; m < rows; m++) {
    s0[m] = continues ? _mm512_maskz_loadu_ps(m0, c + m * ldc) : _mm512_setzero_ps();
    if (wide) s1[m] = continues ? _mm512_maskz_loadu_ps(m1, c + m * ldc + 16) : _mm512_setzero_ps();
  }
  for (int64_t k = 0; k < kc; k++) {
    __m512 w0 = _mm512_maskz_loadu_ps(m0, w), w1 = wide ? _mm512_maskz_loadu_ps(m1, w + 16) : w0;
#pragma unroll
    for (int m = 0; m < rows; m++) {
      __m512 xm = _mm512_set1_ps(x[m]);
      s0[m] = _mm512_fmadd_ps(xm, w0, s0[m]);
      if (wide) s1[m] = _mm512_fmadd_ps(xm, w1, s1[m]);
    }
    x += rows;
    w += ldw;
  }
#pragma unroll
  for (int m = 0; m < rows; m++) {
    _mm512_mask_storeu_ps(c + m * ldc, m0, s0[m]);
    if (wide) _mm512_mask_storeu_ps(c + m * ldc + 16, m1, s1[m]);
  }
}

AVX512 static void multiply(int rows, int64_t kc, const float *x, const float *w, int64_t ldw, float *c,
                            int64_t ldc, int64_t columns, bool continues) {
  uint32_t mask = columns >= 32 ? 0xFFFFFFFFu : ((uint32_t)1 << columns) - 1;
  __mmask16 m0 = (__mmask16)mask, m1 = (__mmask16)(mask >> 16);
#define CASE(r)                                                  \
  case r:                                                        \
    if (columns > 16)                                            \
      tile(r, true, kc, x, w, ldw, c, ldc, m0, m1, continues);   \
    else                                                         \
      tile(r, false, kc, x, w, ldw, c, ldc, m0, m1, continues);  \
    break;
  switch (rows) {
    CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(12)
  }
#undef CASE
}

const assay_kernel_set assay_kernels_avx512 = {PANEL, TILE, 8, pack, multiply, stream, &element_kernels,
                                               &gradient_kernels, &encoder_kernels};
#endif
