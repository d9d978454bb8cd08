// Gradients of the row kernels. Sums over rows are chains in ascending order that go on from what stands in the result, so
// that pieces of a batch one after the other give the bits of the whole.
#include <math.h>

#include "internal.h"

enum { CHUNK = 16384, COLUMNS = 64 };

static int64_t rows_per_chunk(int64_t C) { return assay_max(1, CHUNK / assay_max(1, C)); }

typedef struct {
  const float *x, *weight, *dy;
  float *dx, *dweight;
  int64_t M, C, rows;
  float epsilon;
  float *scales;
} norm_job;

// Sums in 16 lanes, as the forward kernel has them; the lanes are added in float64.
static double dot3(const float *a, const float *b, const float *c, int64_t count) {
  float lane[16] = {0};
  int64_t whole = count / 16 * 16;
  double sum = 0;
  for (int64_t i = 0; i < whole; i += 16)
    for (int j = 0; j < 16; j++) lane[j] = __builtin_fmaf(a[i + j] * b[i + j], c[i + j], lane[j]);
  for (int64_t i = whole; i < count; i++) lane[i - whole] = __builtin_fmaf(a[i] * b[i], c[i], lane[i - whole]);
  for (int j = 0; j < 16; j++) sum += (double)lane[j];
  return sum;
}

static double squares(const float *x, int64_t count) {
  float lane[16] = {0};
  int64_t whole = count / 16 * 16;
  double sum = 0;
  for (int64_t i = 0; i < whole; i += 16)
    for (int j = 0; j < 16; j++) lane[j] = __builtin_fmaf(x[i + j], x[i + j], lane[j]);
  for (int64_t i = whole; i < count; i++) lane[i - whole] = __builtin_fmaf(x[i], x[i], lane[i - whole]);
  for (int j = 0; j < 16; j++) sum += (double)lane[j];
  return sum;
}

static void norm_rows(void *context, int64_t chunk, int worker) {
  (void)worker;
  norm_job *j = context;
  int64_t end = assay_min(j->M, (chunk + 1) * j->rows);
  for (int64_t m = chunk * j->rows; m < end; m++) {
    const float *x = j->x + m * j->C, *dy = j->dy + m * j->C;
    float *dx = j->dx + m * j->C;
    float scale = 1.0f / sqrtf((float)(squares(x, j->C) / (double)j->C) + j->epsilon);
    float along = (float)(dot3(j->weight, dy, x, j->C) / (double)j->C) * scale * scale * scale;
    for (int64_t i = 0; i < j->C; i++) dx[i] += j->weight[i] * dy[i] * scale - x[i] * along;
    if (j->scales) j->scales[m] = scale;
  }
}

static void norm_weights(void *context, int64_t chunk, int worker) {
  (void)worker;
  norm_job *j = context;
  int64_t first = chunk * COLUMNS, end = assay_min(j->C, first + COLUMNS);
  for (int64_t m = 0; m < j->M; m++)
    for (int64_t i = first; i < end; i++)
      j->dweight[i] = __builtin_fmaf(j->dy[m * j->C + i], j->x[m * j->C + i] * j->scales[m], j->dweight[i]);
}

bool assay_rms_norm_backward(assay_pool *pool, const float *x, int64_t M, int64_t C, const float *weight, float epsilon,
                             const float *dy, float *dx, float *dweight) {
  norm_job j = {x, weight, dy, dx, dweight, M, C, rows_per_chunk(C), epsilon, NULL};
  if (dweight && !(j.scales = assay_pool_shared(pool, (size_t)M * sizeof(float)))) return false;
  assay_pool_run(pool, assay_blocks(M, j.rows), norm_rows, &j);
  if (dweight) assay_pool_run(pool, assay_blocks(C, COLUMNS), norm_weights, &j);
  return true;
}

typedef struct {
  float *gate, *up;
  const float *dy;
  int64_t count;
} silu_job;

static void silu_chunk(void *context, int64_t chunk, int worker) {
  (void)worker;
  silu_job *j = context;
  int64_t end = assay_min(j->count, (chunk + 1) * CHUNK);
  for (int64_t i = chunk * CHUNK; i < end; i++) {
    float gate = j->gate[i], up = j->up[i], dy = j->dy[i];
    float sigmoid = 1.0f / (1.0f + assay_exp_element(-gate));
    j->up[i] = dy * gate * sigmoid;
    j->gate[i] = dy * up * sigmoid * (1.0f + gate * (1.0f - sigmoid));
  }
}

void assay_silu_multiply_backward(assay_pool *pool, float *gate, float *up, const float *dy, int64_t count) {
  silu_job j = {gate, up, dy, count};
  assay_pool_run(pool, assay_blocks(count, CHUNK), silu_chunk, &j);
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
