// What a training step does to all parameters: dropout masks, the gradient's length, AdamW.
#include <math.h>

#include "internal.h"

enum { CHUNK = 16384 };

typedef struct {
  const assay_gradient_kernels *gradients;
  const float *x;
  float *y;
  const uint64_t *keys;
  int64_t M, C;
  uint32_t threshold;
  float scale;
} dropout_job;

static void dropout_row(void *context, int64_t m, int worker) {
  (void)worker;
  dropout_job *j = context;
  j->gradients->dropout(j->x + m * j->C, j->keys[m], j->threshold, j->scale, j->C, j->y + m * j->C);
}

void assay_dropout(assay_pool *pool, const float *x, const uint64_t *keys, int64_t M, int64_t C, float probability,
                   float *y) {
  dropout_job j = {assay_pool_kernels(pool)->gradients, x, y, keys, M, C,
                   (uint32_t)((double)probability * 4294967296.0), 1.0f / (1.0f - probability)};
  assay_pool_run(pool, M, dropout_row, &j);
}

typedef struct {
  const assay_gradient_kernels *gradients;
  float *x;
  const uint64_t *keys;
  const float *largest;
  int64_t C;
} noise_job;

static void noise_row(void *context, int64_t m, int worker) {
  (void)worker;
  noise_job *j = context;
  j->gradients->add_noise(j->x + m * j->C, j->keys[m], j->largest[m], j->C);
}

void assay_add_noise(assay_pool *pool, float *x, const uint64_t *keys, const float *largest, int64_t M, int64_t C) {
  noise_job j = {assay_pool_kernels(pool)->gradients, x, keys, largest, C};
  assay_pool_run(pool, M, noise_row, &j);
}

typedef struct {
  const float *x;
  int64_t count;
  double *sums;
} squares_job;

static void sum_squares(void *context, int64_t chunk, int worker) {
  (void)worker;
  squares_job *j = context;
  int64_t first = chunk * CHUNK, end = assay_min(j->count, first + CHUNK);
  double lane[8] = {0}, sum = 0;
  for (int64_t i = first; i < end; i++) lane[(i - first) % 8] += (double)j->x[i] * (double)j->x[i];
  for (int i = 0; i < 8; i++) sum += lane[i];
  j->sums[chunk] = sum;
}

double assay_sum_squares(assay_pool *pool, const float *x, int64_t count) {
  int64_t chunks = assay_blocks(count, CHUNK);
  squares_job j = {x, count, assay_pool_shared(pool, (size_t)assay_max(1, chunks) * sizeof(double))};
  if (!j.sums) return NAN;
  assay_pool_run(pool, chunks, sum_squares, &j);
  double sum = 0;
  for (int64_t i = 0; i < chunks; i++) sum += j.sums[i];
  return sum;
}

typedef struct {
  const float *x;
  float *y;
  int64_t count;
} accumulate_job;

static void accumulate_squares(void *context, int64_t chunk, int worker) {
  (void)worker;
  accumulate_job *j = context;
  int64_t first = chunk * CHUNK, end = assay_min(j->count, first + CHUNK);
  for (int64_t i = first; i < end; i++) j->y[i] = __builtin_fmaf(j->x[i], j->x[i], j->y[i]);
}

void assay_add_squares(assay_pool *pool, const float *x, float *y, int64_t count) {
  accumulate_job j = {x, y, count};
  assay_pool_run(pool, assay_blocks(count, CHUNK), accumulate_squares, &j);
}

typedef struct {
  const assay_gradient_kernels *gradients;
  float *p, *m, *v;
  const float *g;
  int64_t count;
  assay_adamw a;
} adamw_job;

static void update(void *context, int64_t chunk, int worker) {
  (void)worker;
  adamw_job *j = context;
  int64_t first = chunk * CHUNK, count = assay_min(j->count, first + CHUNK) - first;
  j->gradients->adamw(j->p + first, j->m + first, j->v + first, j->g + first, j->a, count);
}

void assay_adamw_update(assay_pool *pool, float *p, float *m, float *v, const float *g, int64_t count, assay_adamw a) {
  adamw_job j = {assay_pool_kernels(pool)->gradients, p, m, v, g, count, a};
  assay_pool_run(pool, assay_blocks(count, CHUNK), update, &j);
}
