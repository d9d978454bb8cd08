// Gradients of the row kernels. Sums over rows are chains in ascending order that go on from what stands in the result, so
// that pieces of a batch one after the other give the bits of the whole.
#include "internal.h"

enum { CHUNK = 16384, COLUMNS = 64 };

static int64_t rows_per_chunk(int64_t C) { return assay_max(1, CHUNK / assay_max(1, C)); }

typedef struct {
  const assay_gradient_kernels *gradients;
  const float *x, *weight, *dy;
  float *dx, *dweight;
  int64_t M, C, rows;
  float offset, epsilon;
  float *scales;
} norm_job;

static void norm_rows(void *context, int64_t chunk, int worker) {
  (void)worker;
  norm_job *j = context;
  int64_t end = assay_min(j->M, (chunk + 1) * j->rows);
  for (int64_t m = chunk * j->rows; m < end; m++) {
    float scale = j->gradients->rms_norm_back(j->x + m * j->C, j->C, j->weight, j->offset, j->epsilon, j->dy + m * j->C,
                                              j->dx + m * j->C);
    if (j->scales) j->scales[m] = scale;
  }
}

static void norm_weights(void *context, int64_t chunk, int worker) {
  (void)worker;
  norm_job *j = context;
  int64_t first = chunk * COLUMNS, end = assay_min(j->C, first + COLUMNS);
  for (int64_t m = 0; m < j->M; m++)
    j->gradients->add_product(j->dweight + first, j->dy + m * j->C + first, j->x + m * j->C + first, j->scales[m],
                              end - first);
}

bool assay_rms_norm_backward(assay_pool *pool, const float *x, int64_t M, int64_t C, const float *weight, float offset,
                             float epsilon, const float *dy, float *dx, float *dweight) {
  norm_job j = {assay_pool_kernels(pool)->gradients, x, weight, dy, dx, dweight, M, C, rows_per_chunk(C), offset, epsilon,
                NULL};
  if (dweight && !(j.scales = assay_pool_shared(pool, (size_t)M * sizeof(float)))) return false;
  assay_pool_run(pool, assay_blocks(M, j.rows), norm_rows, &j);
  if (dweight) assay_pool_run(pool, assay_blocks(C, COLUMNS), norm_weights, &j);
  return true;
}

typedef struct {
  const assay_gradient_kernels *gradients;
  const float *x, *weight, *dy;
  float *dx, *dweight, *dshift;
  int64_t M, C, rows;
  float epsilon;
  float *scales, *means;
} layer_norm_job;

static void layer_norm_rows(void *context, int64_t chunk, int worker) {
  (void)worker;
  layer_norm_job *j = context;
  int64_t end = assay_min(j->M, (chunk + 1) * j->rows);
  for (int64_t m = chunk * j->rows; m < end; m++) {
    float mean, scale = j->gradients->layer_norm_back(j->x + m * j->C, j->C, j->weight, j->epsilon, j->dy + m * j->C,
                                                      j->dx + m * j->C, &mean);
    if (!j->scales) continue;
    j->scales[m] = scale;
    j->means[m] = mean;
  }
}

static void layer_norm_weights(void *context, int64_t chunk, int worker) {
  (void)worker;
  layer_norm_job *j = context;
  int64_t first = chunk * COLUMNS, end = assay_min(j->C, first + COLUMNS);
  for (int64_t m = 0; m < j->M; m++) {
    const float *dy = j->dy + m * j->C;
    j->gradients->add_centred_product(j->dweight + first, dy + first, j->x + m * j->C + first, j->means[m], j->scales[m],
                                      end - first);
    for (int64_t i = first; i < end; i++) j->dshift[i] += dy[i];
  }
}

bool assay_layer_norm_backward(assay_pool *pool, const float *x, int64_t M, int64_t C, const float *weight,
                               float epsilon, const float *dy, float *dx, float *dweight, float *dshift) {
  layer_norm_job j = {assay_pool_kernels(pool)->gradients, x, weight, dy, dx, dweight, dshift, M, C, rows_per_chunk(C),
                      epsilon, NULL, NULL};
  if (dweight) {
    if (!(j.scales = assay_pool_shared(pool, 2 * (size_t)M * sizeof(float)))) return false;
    j.means = j.scales + M;
  }
  assay_pool_run(pool, assay_blocks(M, j.rows), layer_norm_rows, &j);
  if (dweight) assay_pool_run(pool, assay_blocks(C, COLUMNS), layer_norm_weights, &j);
  return true;
}

// An activation's kernel: with a gate, or without one, where `gate` is what becomes its gradient.
typedef struct {
  void (*gated)(float *gate, float *up, const float *dy, int64_t count);
  void (*plain)(float *x, const float *dy, int64_t count);
  float *gate, *up;
  const float *dy;
  int64_t count;
} activation_job;

static void activation_chunk(void *context, int64_t chunk, int worker) {
  (void)worker;
  activation_job *j = context;
  int64_t first = chunk * CHUNK, count = assay_min(j->count, first + CHUNK) - first;
  if (j->gated)
    j->gated(j->gate + first, j->up + first, j->dy + first, count);
  else
    j->plain(j->gate + first, j->dy + first, count);
}

static void run_activation(assay_pool *pool, activation_job j) {
  assay_pool_run(pool, assay_blocks(j.count, CHUNK), activation_chunk, &j);
}

void assay_silu_multiply_backward(assay_pool *pool, float *gate, float *up, const float *dy, int64_t count) {
  run_activation(pool, (activation_job){assay_pool_kernels(pool)->gradients->silu_multiply_back, NULL, gate, up, dy, count});
}

void assay_gelu_multiply_backward(assay_pool *pool, float *gate, float *up, const float *dy, int64_t count) {
  run_activation(pool, (activation_job){assay_pool_kernels(pool)->gradients->gelu_multiply_back, NULL, gate, up, dy, count});
}

void assay_gelu_backward(assay_pool *pool, float *x, const float *dy, int64_t count) {
  run_activation(pool, (activation_job){NULL, assay_pool_kernels(pool)->gradients->gelu_back, x, NULL, dy, count});
}

void assay_gelu_tanh_backward(assay_pool *pool, float *x, const float *dy, int64_t count) {
  run_activation(pool, (activation_job){NULL, assay_pool_kernels(pool)->gradients->gelu_tanh_back, x, NULL, dy, count});
}

typedef struct {
  const assay_gradient_kernels *gradients;
  float *x, *slope;
  float cap;
  int64_t count;
} cap_job;

static void cap_chunk(void *context, int64_t chunk, int worker) {
  (void)worker;
  cap_job *j = context;
  int64_t first = chunk * CHUNK, count = assay_min(j->count, first + CHUNK) - first;
  j->gradients->soft_cap_slope(j->x + first, j->cap, j->slope + first, count);
}

void assay_soft_cap_slope(assay_pool *pool, float *x, float cap, float *slope, int64_t count) {
  cap_job j = {assay_pool_kernels(pool)->gradients, x, slope, cap, count};
  assay_pool_run(pool, assay_blocks(count, CHUNK), cap_chunk, &j);
}

static void multiply_chunk(void *context, int64_t chunk, int worker) {
  (void)worker;
  cap_job *j = context;
  int64_t first = chunk * CHUNK, count = assay_min(j->count, first + CHUNK) - first;
  j->gradients->multiply(j->x + first, j->slope + first, count);
}

void assay_multiply_elements(assay_pool *pool, float *y, float *x, int64_t count) {
  cap_job j = {.gradients = assay_pool_kernels(pool)->gradients, .x = y, .slope = x, .count = count};
  assay_pool_run(pool, assay_blocks(count, CHUNK), multiply_chunk, &j);
}

typedef struct {
  const float *dx;
  const int32_t *ids;
  int64_t M, C;
  float *y;
} scatter_job;

static void scatter_columns(void *context, int64_t chunk, int worker) {
  (void)worker;
  scatter_job *j = context;
  int64_t first = chunk * COLUMNS, end = assay_min(j->C, first + COLUMNS);
  for (int64_t m = 0; m < j->M; m++) {
    float *y = j->y + j->ids[m] * j->C;
    const float *dx = j->dx + m * j->C;
    for (int64_t i = first; i < end; i++) y[i] += dx[i];
  }
}

void assay_scatter_rows(assay_pool *pool, const float *dx, const int32_t *ids, int64_t M, int64_t C, float *y) {
  scatter_job j = {dx, ids, M, C, y};
  assay_pool_run(pool, assay_blocks(C, COLUMNS), scatter_columns, &j);
}
