// Products over weights in blocks, and panels of them: a function for each format and shape, made of block_formats.h.
//
// Included by elements.h, and so compiled for each instruction set.

// The chains are copied, so that the compiler knows that nothing else changes them, and keeps them in registers.
#define STREAM(name, rows, eights, call)                                                      \
  static __attribute__((noinline)) void name(block_stream *given, int64_t K) {                \
    const block_shape shape = {rows, eights};                                                 \
    block_stream own = *given, *s = &own;                                                     \
    for (int m = 0; m < rows; m++)                                                            \
      for (int e = 0; e < eights; e++) s->sum[m][e] = (eight){0};                             \
    call;                                                                                     \
    memcpy(given->sum, s->sum, sizeof s->sum);                                                \
  }
// A panel, and one, two and four rows of x: where there are several, fewer rows of w fill the registers.
#define FORMAT(name, call)            \
  STREAM(name##_panel, 0, 2, call)    \
  STREAM(name##_1, 1, EIGHTS, call)   \
  STREAM(name##_2, 2, 2, call)        \
  STREAM(name##_4, 4, 2, call)        \
  static const stream_kernel name##_kernels[] = {name##_panel, name##_1, name##_2, name##_4};

typedef void (*stream_kernel)(block_stream *s, int64_t K);

FORMAT(of_q8_0, stream_q8_0(shape, s, K))
FORMAT(of_q4_0, stream_q4_0(shape, s, K))
FORMAT(of_q4_1, stream_q4_1(shape, s, K))
FORMAT(of_q5_0, stream_q5(shape, false, s, K))
FORMAT(of_q5_1, stream_q5(shape, true, s, K))
FORMAT(of_iq4_nl, stream_iq4_nl(shape, s, K))
FORMAT(of_q2_k, stream_q2_k(shape, s, K))
FORMAT(of_q3_k, stream_q3_k(shape, s, K))
FORMAT(of_q4_k, stream_k(shape, false, s, K))
FORMAT(of_q5_k, stream_k(shape, true, s, K))
FORMAT(of_q6_k, stream_q6_k(shape, s, K))
FORMAT(of_iq4_xs, stream_iq4_xs(shape, s, K))

static const stream_kernel *kernels_of(assay_dtype dtype) {
  switch (dtype) {
    case ASSAY_Q8_0: return of_q8_0_kernels;
    case ASSAY_Q4_0: return of_q4_0_kernels;
    case ASSAY_Q4_1: return of_q4_1_kernels;
    case ASSAY_Q5_0: return of_q5_0_kernels;
    case ASSAY_Q5_1: return of_q5_1_kernels;
    case ASSAY_IQ4_NL: return of_iq4_nl_kernels;
    case ASSAY_Q2_K: return of_q2_k_kernels;
    case ASSAY_Q3_K: return of_q3_k_kernels;
    case ASSAY_Q4_K: return of_q4_k_kernels;
    case ASSAY_Q5_K: return of_q5_k_kernels;
    case ASSAY_Q6_K: return of_q6_k_kernels;
    default: return of_iq4_xs_kernels;
  }
}

// Rows from `first` on, at column `column`. Where rows are missing the last one stands for them.
static void begin_rows(block_stream *s, const assay_weight *w, int64_t first, int64_t count, int64_t column) {
  for (int64_t n = 0; n < 8 * EIGHTS; n++) s->row[n] = assay_place(w, first + assay_min(n, count - 1), column);
}

// c[m][n] = the chain over K of x[m] and row n of w, for some rows n of w, each read once; x (rows, K) with row stride ldx.
static void stream_blocks(int rows, const assay_weight *w, int64_t first, int64_t count, const float *x, int64_t ldx,
                          float *c, int64_t ldc) {
  block_stream s;
  for (int m = 0; m < ASSAY_BLOCK_ROWS; m++) s.x[m] = x + (m < rows ? m : 0) * ldx;
  const stream_kernel stream = kernels_of(w->dtype)[rows > 2 ? 3 : rows];
  const int64_t most = rows == 1 ? 8 * EIGHTS : 16, row_bytes = (int64_t)assay_bytes_of(w->dtype, w->columns);
  s.ahead = assay_min(512, row_bytes);
  s.end = row_bytes;
  s.jump = (most - 1) * row_bytes;
  for (int64_t n0 = 0; n0 < count; n0 += most) {
    const int64_t own = assay_min(most, count - n0);
    begin_rows(&s, w, first + n0, own, 0);
    stream(&s, w->columns);
    for (int m = 0; m < rows; m++)
      for (int64_t n = 0; n < own; n++) c[m * ldc + n0 + n] = s.sum[m][n / 8][n % 8];
  }
}

// w[first + n][column + k] for n in 0 ..< count, k in 0 ..< kc  ->  out[k][width]; what lies beyond `count` is any number.
static void pack_blocks(const assay_weight *w, int64_t first, int64_t count, int64_t column, int64_t kc, int width,
                        float *out) {
  // What comes early is the next panel.
  block_stream s = {.width = width, .ahead = width * (int64_t)assay_bytes_of(w->dtype, w->columns), .end = INT64_MAX};
  for (int64_t n0 = 0; n0 < width; n0 += 16) {
    const int64_t from = assay_min(n0, count - 1);
    s.panel = out + n0;
    begin_rows(&s, w, first + from, count - from, column);
    kernels_of(w->dtype)[0](&s, kc);
  }
}

#undef FORMAT
#undef STREAM
