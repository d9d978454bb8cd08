// What an encoder (BERT and its kin) needs beside the products: norm, activation, and attention in both directions over
// sequences that stand side by side without padding. A worker takes one head of one sequence; no row's sums depend on
// the other sequences.
#include "internal.h"

// Work of a chunk, in elements.
enum { CHUNK = 16384 };

typedef struct {
  const assay_encoder_kernels *kernels;
  float *x;
  const float *delta, *bias, *weight, *shift;
  int64_t M, C, rows_per_chunk;
  float epsilon;
} row_job;

static void norm_rows(void *context, int64_t chunk, int worker) {
  (void)worker;
  row_job *j = context;
  int64_t end = assay_min(j->M, (chunk + 1) * j->rows_per_chunk);
  for (int64_t m = chunk * j->rows_per_chunk; m < end; m++)
    j->kernels->add_layer_norm(j->x + m * j->C, j->delta + m * j->C, j->bias, j->C, j->weight, j->shift, j->epsilon);
}

void assay_add_layer_norm(assay_pool *pool, float *x, const float *delta, const float *bias, int64_t M, int64_t C,
                          const float *weight, const float *shift, float epsilon) {
  row_job j = {assay_pool_kernels(pool)->encoder, x, delta, bias, weight, shift, M, C,
               assay_max(1, CHUNK / assay_max(1, C)), epsilon};
  assay_pool_run(pool, assay_blocks(M, j.rows_per_chunk), norm_rows, &j);
}

static void plain_norm_rows(void *context, int64_t chunk, int worker) {
  (void)worker;
  row_job *j = context;
  int64_t end = assay_min(j->M, (chunk + 1) * j->rows_per_chunk);
  for (int64_t m = chunk * j->rows_per_chunk; m < end; m++)
    j->kernels->layer_norm(j->delta + m * j->C, j->C, j->weight, j->shift, j->epsilon, j->x + m * j->C);
}

void assay_layer_norm(assay_pool *pool, const float *x, int64_t M, int64_t C, const float *weight, const float *shift,
                      float epsilon, float *y) {
  row_job j = {.kernels = assay_pool_kernels(pool)->encoder, .x = y, .delta = x, .weight = weight, .shift = shift, .M = M,
               .C = C, .rows_per_chunk = assay_max(1, CHUNK / assay_max(1, C)), .epsilon = epsilon};
  assay_pool_run(pool, assay_blocks(M, j.rows_per_chunk), plain_norm_rows, &j);
}

static void gelu_chunk(void *context, int64_t chunk, int worker) {
  (void)worker;
  row_job *j = context;
  int64_t first = chunk * CHUNK;
  j->kernels->gelu(j->x + first, assay_min(CHUNK, j->M - first));
}

void assay_gelu(assay_pool *pool, float *x, int64_t count) {
  row_job j = {.kernels = assay_pool_kernels(pool)->encoder, .x = x, .M = count};
  assay_pool_run(pool, assay_blocks(count, CHUNK), gelu_chunk, &j);
}

static void gelu_tanh_chunk(void *context, int64_t chunk, int worker) {
  (void)worker;
  row_job *j = context;
  int64_t first = chunk * CHUNK;
  j->kernels->gelu_tanh(j->x + first, assay_min(CHUNK, j->M - first));
}

void assay_gelu_tanh(assay_pool *pool, float *x, int64_t count) {
  row_job j = {.kernels = assay_pool_kernels(pool)->encoder, .x = x, .M = count};
  assay_pool_run(pool, assay_blocks(count, CHUNK), gelu_tanh_chunk, &j);
}

static void gelu_rows(void *context, int64_t chunk, int worker) {
  (void)worker;
  row_job *j = context;
  int64_t end = assay_min(j->M, (chunk + 1) * j->rows_per_chunk);
  for (int64_t m = chunk * j->rows_per_chunk; m < end; m++) j->kernels->bias_gelu(j->x + m * j->C, j->bias, j->C);
}

void assay_bias_gelu(assay_pool *pool, float *x, const float *bias, int64_t M, int64_t C) {
  row_job j = {.kernels = assay_pool_kernels(pool)->encoder, .x = x, .bias = bias, .M = M, .C = C,
               .rows_per_chunk = assay_max(1, CHUNK / assay_max(1, C))};
  assay_pool_run(pool, assay_blocks(M, j.rows_per_chunk), gelu_rows, &j);
}

typedef struct {
  assay_pool *pool;
  assay_encoder_heads heads;
  const int32_t *starts;
  float *out;
  int64_t longest;
} attention_job;

// Floats of a worker: keys (D, longest), scores and weights (tile, longest), queries and results (tile, D).
static size_t scratch_floats(const attention_job *j) {
  int64_t tile = assay_pool_kernels(j->pool)->tile, D = j->heads.D, longest = (j->longest + 15) / 16 * 16;
  return (size_t)((D + 2 * tile) * longest + 2 * tile * D);
}

// out rows [first, first + rows) of one sequence and head; keys (D, n).
static void attend_rows(const attention_job *j, int64_t start, int64_t n, int64_t head, int64_t first, int rows,
                        const float *keys, float *scores) {
  const assay_kernel_set *set = assay_pool_kernels(j->pool);
  const assay_encoder_heads *h = &j->heads;
  int64_t D = h->D, C = h->count * D, offset = head * D;
  int64_t longest = (j->longest + 15) / 16 * 16;
  float *weights = scores + set->tile * longest, *q = weights + set->tile * longest;
  float *result = q + set->tile * D, sums[16];
  for (int i = 0; i < rows; i++) {
    const float *row = h->q + (start + first + i) * C + offset;
    for (int64_t d = 0; d < D; d++) q[d * rows + i] = (row[d] + h->q_bias[offset + d]) * h->scale;
  }
  for (int64_t t = 0; t < n; t += set->panel)
    set->multiply(rows, D, q, keys + t, n, scores + t, n, assay_min(set->panel, n - t), false);
  for (int i = 0; i < rows; i++) {
    float *row = scores + i * n;
    if (h->relative)
      set->elements->add(row, h->relative + head * (2 * h->reach - 1) + h->reach - 1 - (first + i), n);
    set->elements->exponentials(row, n, set->elements->maximum(row, n));
  }
  assay_transpose(scores, n, rows, n, weights);
  set->elements->sum_columns(weights, n, rows, sums);
  for (int64_t d = 0; d < D; d += set->panel)
    set->multiply(rows, n, weights, h->v + start * C + offset + d, C, result + d, D, assay_min(set->panel, D - d),
                  false);
  for (int i = 0; i < rows; i++) {
    float *row = j->out + (start + first + i) * C + offset;
    for (int64_t d = 0; d < D; d++) row[d] = result[i * D + d] / sums[i] + h->v_bias[offset + d];
  }
}

static void attend_head(void *context, int64_t chunk, int worker) {
  attention_job *j = context;
  const assay_encoder_heads *h = &j->heads;
  int64_t head = chunk % h->count, sequence = chunk / h->count, D = h->D, C = h->count * D;
  int64_t start = j->starts[sequence], n = j->starts[sequence + 1] - start;
  int tile = assay_pool_kernels(j->pool)->tile;
  float *keys = assay_pool_scratch(j->pool, worker, scratch_floats(j) * sizeof(float));
  assay_transpose(h->k + start * C + head * D, C, (int)n, D, keys);
  for (int64_t d = 0; d < D; d++)
    for (int64_t t = 0; t < n; t++) keys[d * n + t] += h->k_bias[head * D + d];
  for (int64_t first = 0; first < n; first += tile)
    attend_rows(j, start, n, head, first, (int)assay_min(tile, n - first), keys,
                keys + D * ((j->longest + 15) / 16 * 16));
}

bool assay_attention_both_ways(assay_pool *pool, const assay_encoder_heads *heads, const int32_t *starts,
                               int32_t sequences, float *out) {
  attention_job j = {pool, *heads, starts, out, 0};
  for (int32_t i = 0; i < sequences; i++) j.longest = assay_max(j.longest, starts[i + 1] - starts[i]);
  for (int worker = 0; worker < assay_pool_threads(pool); worker++)
    if (!assay_pool_scratch(pool, worker, scratch_floats(&j) * sizeof(float))) return false;
  assay_pool_run(pool, sequences * heads->count, attend_head, &j);
  return true;
}
