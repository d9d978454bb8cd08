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
