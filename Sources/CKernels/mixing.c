// The distribution of several models together.
#include <float.h>
#include <math.h>

#include "internal.h"

enum { CHUNK = 4096 };

typedef struct {
  const assay_row_kernels *elements;
  float *logits;  // (K, M, V)
  int64_t K, M, V;
  float *y;
} job;

// Each element's sum goes over the members in ascending order.
static void mean_chunk(void *context, int64_t chunk, int worker) {
  (void)worker;
  job *j = context;
  int64_t first = chunk * CHUNK, end = assay_min(j->M * j->V, first + CHUNK);
  float count = (float)j->K;
  for (int64_t i = first; i < end; i++) {
    float sum = j->logits[i];
    for (int64_t k = 1; k < j->K; k++) sum += j->logits[k * j->M * j->V + i];
    j->y[i] = sum / count;
  }
}

// A row of one member from logits to log-probabilities.
static void normalise_row(void *context, int64_t row, int worker) {
  job *j = context;
  (void)worker;
  float *x = j->logits + row * j->V;
  float maximum = j->elements->maximum(x, j->V);
  double sum = 0;
  float piece[CHUNK];
  for (int64_t first = 0; first < j->V; first += CHUNK) {
    int64_t count = assay_min(CHUNK, j->V - first);
    memcpy(piece, x + first, (size_t)count * sizeof(float));
    j->elements->exponentials(piece, count, maximum);
    sum += j->elements->sum(piece, count);
  }
  double total = (double)maximum + log(sum);
  for (int64_t i = 0; i < j->V; i++) x[i] = (float)((double)x[i] - total);
}

// log of the mean probability, about the greatest member's, so that nothing underflows.
static void log_mean_chunk(void *context, int64_t chunk, int worker) {
  (void)worker;
  job *j = context;
  int64_t first = chunk * CHUNK, end = assay_min(j->M * j->V, first + CHUNK);
  float log_count = logf((float)j->K);
  for (int64_t i = first; i < end; i++) {
    float most = j->logits[i];
    for (int64_t k = 1; k < j->K; k++) most = fmaxf(most, j->logits[k * j->M * j->V + i]);
    float sum = 0;
    for (int64_t k = 0; k < j->K; k++) sum += expf(j->logits[k * j->M * j->V + i] - most);
    j->y[i] = most + logf(sum) - log_count;
  }
}

void assay_mix_logits(assay_pool *pool, float *logits, int64_t K, int64_t M, int64_t V, bool probabilities, float *y) {
  job j = {assay_pool_kernels(pool)->elements, logits, K, M, V, y};
  if (probabilities) assay_pool_run(pool, K * M, normalise_row, &j);
  assay_pool_run(pool, assay_blocks(M * V, CHUNK), probabilities ? log_mean_chunk : mean_chunk, &j);
}
