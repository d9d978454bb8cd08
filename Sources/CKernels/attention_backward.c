// Gradients of causal attention over whole sequences. A chunk of work is one sequence and one head of keys: its query heads
// and rows are taken in ascending order, so every sum has one order whatever the threads.
#include "internal.h"

enum { BLOCK = 48 };  // query rows at a time

typedef struct {
  assay_pool *pool;
  const float *q, *k, *v, *out, *dout;
  float *dq, *dk, *dv;
  int64_t heads, kv_heads, D, group, capacity;
  float scale, cap;
  const float *slopes;
  int32_t window;
  const int32_t *starts;
} job;

// Packed panels of k and v (panel, d, position), probabilities and their gradients (BLOCK, positions) each, slopes of the cap,
// packed rows.
static size_t scratch_floats(const job *j) {
  const assay_kernel_set *set = assay_pool_kernels(j->pool);
  return (size_t)(2 * j->capacity * j->D + (2 * BLOCK + 1) * j->capacity +
                  set->tile * assay_max(assay_max(j->capacity, j->D), BLOCK));
}

// c (M, N) (+)= x w where element (m, k) of x stands at x[m * row + k * column] and w is (K, N) with row stride ldw, or in
// panels one after the other where ldw is 0.
static void product(const assay_kernel_set *set, int64_t M, int64_t K, int64_t N, const float *x, int64_t row,
                    int64_t column, const float *w, int64_t ldw, float *c, int64_t ldc, bool continues, float *packed) {
  for (int64_t m = 0; m < M; m += set->tile) {
    int rows = (int)assay_min(set->tile, M - m);
    for (int64_t k = 0; k < K; k++)
      for (int i = 0; i < rows; i++) packed[k * rows + i] = x[(m + i) * row + k * column];
    for (int64_t n = 0; n < N; n += set->panel)
      set->multiply(rows, K, packed, ldw ? w + n : w + n * K, ldw ? ldw : set->panel, c + m * ldc + n, ldc,
                    assay_min(set->panel, N - n), continues);
  }
}

// x (T, D) with row stride ld into panels (panel, d, position).
static void pack_panels(const assay_kernel_set *set, const float *x, int64_t ld, int64_t T, int64_t D, float *panels) {
  for (int64_t t = 0; t < T; t += set->panel)
    set->pack(x + t * ld, ASSAY_F32, ld, assay_min(set->panel, T - t), D, panels + t * D);
}

static void backward(void *context, int64_t chunk, int worker) {
  job *j = context;
  const assay_kernel_set *set = assay_pool_kernels(j->pool);
  int64_t sequence = chunk / j->kv_heads, kv = chunk % j->kv_heads, D = j->D;
  int64_t first = j->starts[sequence], T = j->starts[sequence + 1] - first;
  int64_t ld = j->heads * D, kv_ld = j->kv_heads * D, kv_at = first * kv_ld + kv * D;
  float *scratch = assay_pool_scratch(j->pool, worker, scratch_floats(j) * sizeof(float));
  float *key_panels = scratch, *value_panels = key_panels + j->capacity * D;
  float *p = value_panels + j->capacity * D, *dp = p + BLOCK * j->capacity, *slopes = dp + BLOCK * j->capacity;
  float *packed = slopes + j->capacity;
  pack_panels(set, j->k + kv_at, kv_ld, T, D, key_panels);
  pack_panels(set, j->v + kv_at, kv_ld, T, D, value_panels);
  for (int64_t t = 0; t < T; t++) {
    memset(j->dk + kv_at + t * kv_ld, 0, (size_t)D * sizeof(float));
    memset(j->dv + kv_at + t * kv_ld, 0, (size_t)D * sizeof(float));
  }
  for (int64_t head = kv * j->group; head < (kv + 1) * j->group; head++)
    for (int64_t t = 0; t < T; t += BLOCK) {
      int64_t rows = assay_min(BLOCK, T - t), at = (first + t) * ld + head * D;
      // The block's rows see keys low ..< n; panels begin at multiples of their width.
      int64_t n = t + rows, low = j->window > 0 ? assay_max(0, t - j->window + 1) / set->panel * set->panel : 0;
      int64_t width = n - low;
      product(set, rows, D, width, j->q + at, ld, 1, key_panels + low * D, 0, p, width, false, packed);
      product(set, rows, D, width, j->dout + at, ld, 1, value_panels + low * D, 0, dp, width, false, packed);
      for (int64_t i = 0; i < rows; i++) {
        float *row = p + i * width, *drow = dp + i * width;
        const float *out = j->out + at + i * ld, *dout = j->dout + at + i * ld;
        int64_t end = t + i + 1 - low, start = j->window > 0 ? assay_max(0, t + i + 1 - j->window - low) : 0;
        float delta = 0;
        for (int64_t d = 0; d < D; d++) delta += out[d] * dout[d];
        set->gradients->scale(row + start, j->scale, end - start);
        if (j->cap > 0) set->gradients->soft_cap_slope(row + start, j->cap, slopes, end - start);
        // What is added for the distance has no part in the slopes.
        if (j->slopes)
          for (int64_t s = start; s < end; s++)
            row[s] = __builtin_fmaf(j->slopes[head], (float)(low + s - (t + i)), row[s]);
        set->elements->exponentials(row + start, end - start, set->elements->maximum(row + start, end - start));
        float inverse = (float)(1.0 / set->elements->sum(row + start, end - start));
        set->gradients->softmax_back(row + start, drow + start, inverse, delta, j->scale, end - start);
        if (j->cap > 0) set->gradients->multiply(drow + start, slopes, end - start);
        // What is not seen has no part in the sums.
        memset(row, 0, (size_t)start * sizeof(float));
        memset(drow, 0, (size_t)start * sizeof(float));
        memset(row + end, 0, (size_t)(width - end) * sizeof(float));
        memset(drow + end, 0, (size_t)(width - end) * sizeof(float));
      }
      const float *keys = j->k + kv_at + low * kv_ld;
      float *dkeys = j->dk + kv_at + low * kv_ld, *dvalues = j->dv + kv_at + low * kv_ld;
      product(set, rows, width, D, dp, width, 1, keys, kv_ld, j->dq + at, ld, false, packed);
      product(set, width, rows, D, dp, 1, width, j->q + at, ld, dkeys, kv_ld, true, packed);
      product(set, width, rows, D, p, 1, width, j->dout + at, ld, dvalues, kv_ld, true, packed);
    }
}

bool assay_attention_backward(assay_pool *pool, const float *q, const float *k, const float *v, const float *out,
                              const float *dout, int64_t heads, int64_t kv_heads, int64_t D, float scale, float cap,
                              const float *slopes, int32_t window, const int32_t *starts, int32_t sequences, float *dq,
                              float *dk, float *dv) {
  if (sequences <= 0) return true;
  job j = {pool, q, k, v, out, dout, dq, dk, dv, heads, kv_heads, D, heads / kv_heads, 0, scale, cap, slopes, window,
           starts};
  for (int32_t i = 0; i < sequences; i++) j.capacity = assay_max(j.capacity, starts[i + 1] - starts[i]);
  j.capacity = assay_blocks(j.capacity, assay_pool_kernels(pool)->panel) * assay_pool_kernels(pool)->panel;
  for (int worker = 0; worker < assay_pool_threads(pool); worker++)
    if (!assay_pool_scratch(pool, worker, scratch_floats(&j) * sizeof(float))) return false;
  assay_pool_run(pool, sequences * kv_heads, backward, &j);
  return true;
}
