// Cross-entropy of rows of logits, and its gradient in place.
#include <math.h>

#include "internal.h"

typedef struct {
  const assay_row_kernels *elements;
  float *logits;
  const int32_t *labels;
  const float *weights;
  int64_t V;
  double *losses;
} job;

static void row(void *context, int64_t m, int worker) {
  (void)worker;
  job *j = context;
  float *x = j->logits + m * j->V;
  float label = x[j->labels[m]], maximum = j->elements->maximum(x, j->V);
  j->elements->exponentials(x, j->V, maximum);
  double sum = j->elements->sum(x, j->V);
  j->losses[m] = log(sum) + ((double)maximum - (double)label);
  float scale = (float)((double)j->weights[m] / sum);
  for (int64_t i = 0; i < j->V; i++) x[i] *= scale;
  x[j->labels[m]] -= j->weights[m];
}

void assay_cross_entropy(assay_pool *pool, float *logits, const int32_t *labels, const float *weights, int64_t M,
                         int64_t V, double *losses) {
  job j = {assay_pool_kernels(pool)->elements, logits, labels, weights, V, losses};
  assay_pool_run(pool, M, row, &j);
}

enum { PIECE = 4096 };

typedef struct {
  const assay_row_kernels *elements;
  const float *logits;
  const double *draws;
  int64_t V;
  int32_t *labels;
} draw_job;

// The id at which the running sum of exponentials passes `least`; the last one where none does. Gives the sum.
static double pass(const draw_job *j, const float *x, float maximum, double least, int32_t *id) {
  float piece[PIECE];
  double sum = 0;
  for (int64_t first = 0; first < j->V; first += PIECE) {
    int64_t count = assay_min(PIECE, j->V - first);
    memcpy(piece, x + first, (size_t)count * sizeof(float));
    j->elements->exponentials(piece, count, maximum);
    for (int64_t i = 0; i < count; i++) {
      sum += (double)piece[i];
      if (sum > least) {
        *id = (int32_t)(first + i);
        return sum;
      }
    }
  }
  *id = (int32_t)(j->V - 1);
  return sum;
}

static void draw_row(void *context, int64_t m, int worker) {
  (void)worker;
  draw_job *j = context;
  const float *x = j->logits + m * j->V;
  float maximum = j->elements->maximum(x, j->V);
  double total = pass(j, x, maximum, INFINITY, &j->labels[m]);
  pass(j, x, maximum, j->draws[m] * total, &j->labels[m]);
}

void assay_draw_labels(assay_pool *pool, const float *logits, const double *draws, int64_t M, int64_t V,
                       int32_t *labels) {
  draw_job j = {assay_pool_kernels(pool)->elements, logits, draws, V, labels};
  assay_pool_run(pool, M, draw_row, &j);
}
