// Row and element kernels shared out over the pool.
#include "internal.h"

// Work of a chunk, in elements: large enough that claiming it costs nothing beside it.
enum { CHUNK = 16384 };

typedef struct {
  const assay_row_kernels *elements;
  float *a;
  const float *b, *c;
  float *y;
  int64_t count, C, rows_per_chunk;
  float scale, offset;
} job;

static int64_t rows_per_chunk(int64_t C) { return assay_max(1, CHUNK / assay_max(1, C)); }

static void norm_rows(void *context, int64_t chunk, int worker) {
  (void)worker;
  job *j = context;
  int64_t end = assay_min(j->count, (chunk + 1) * j->rows_per_chunk);
  for (int64_t m = chunk * j->rows_per_chunk; m < end; m++) {
    if (j->a) j->elements->add(j->a + m * j->C, j->b + m * j->C, j->C);
    const float *x = j->a ? j->a : j->b;
    j->elements->rms_norm(x + m * j->C, j->C, j->c, j->offset, j->scale, j->y + m * j->C);
  }
}

void assay_rms_norm(assay_pool *pool, const float *x, int64_t M, int64_t C, const float *weight, float offset,
                    float epsilon, float *y) {
  job j = {assay_pool_kernels(pool)->elements, NULL, x, weight, y, M, C, rows_per_chunk(C), epsilon, offset};
  assay_pool_run(pool, assay_blocks(M, j.rows_per_chunk), norm_rows, &j);
}

void assay_add_rms_norm(assay_pool *pool, float *x, const float *delta, int64_t M, int64_t C, const float *weight,
                        float offset, float epsilon, float *y) {
  job j = {assay_pool_kernels(pool)->elements, x, delta, weight, y, M, C, rows_per_chunk(C), epsilon, offset};
  assay_pool_run(pool, assay_blocks(M, j.rows_per_chunk), norm_rows, &j);
}

static void add_chunk(void *context, int64_t chunk, int worker) {
  (void)worker;
  job *j = context;
  int64_t i = chunk * CHUNK;
  j->elements->add(j->a + i, j->b + i, assay_min(CHUNK, j->count - i));
}

void assay_add(assay_pool *pool, float *y, const float *x, int64_t count) {
  job j = {.elements = assay_pool_kernels(pool)->elements, .a = y, .b = x, .count = count};
  assay_pool_run(pool, assay_blocks(count, CHUNK), add_chunk, &j);
}

static void add_scaled_chunk(void *context, int64_t chunk, int worker) {
  (void)worker;
  job *j = context;
  int64_t i = chunk * CHUNK;
  j->elements->add_scaled(j->a + i, j->b + i, j->scale, assay_min(CHUNK, j->count - i));
}

void assay_add_scaled(assay_pool *pool, float *y, const float *x, float scale, int64_t count) {
  job j = {.elements = assay_pool_kernels(pool)->elements, .a = y, .b = x, .count = count, .scale = scale};
  assay_pool_run(pool, assay_blocks(count, CHUNK), add_scaled_chunk, &j);
}

static void silu_chunk(void *context, int64_t chunk, int worker) {
  (void)worker;
  job *j = context;
  int64_t i = chunk * CHUNK;
  j->elements->silu_multiply(j->a + i, j->b + i, assay_min(CHUNK, j->count - i));
}

void assay_silu_multiply(assay_pool *pool, float *gate, const float *up, int64_t M, int64_t C) {
  job j = {.elements = assay_pool_kernels(pool)->elements, .a = gate, .b = up, .count = M * C};
  assay_pool_run(pool, assay_blocks(j.count, CHUNK), silu_chunk, &j);
}

static void gelu_chunk(void *context, int64_t chunk, int worker) {
  (void)worker;
  job *j = context;
  int64_t i = chunk * CHUNK;
  j->elements->gelu_multiply(j->a + i, j->b + i, assay_min(CHUNK, j->count - i));
}

void assay_gelu_multiply(assay_pool *pool, float *gate, const float *up, int64_t count) {
  job j = {.elements = assay_pool_kernels(pool)->elements, .a = gate, .b = up, .count = count};
  assay_pool_run(pool, assay_blocks(j.count, CHUNK), gelu_chunk, &j);
}

static void cap_chunk(void *context, int64_t chunk, int worker) {
  (void)worker;
  job *j = context;
  int64_t i = chunk * CHUNK;
  j->elements->soft_cap(j->a + i, j->scale, assay_min(CHUNK, j->count - i));
}

void assay_soft_cap(assay_pool *pool, float *x, float cap, int64_t count) {
  job j = {.elements = assay_pool_kernels(pool)->elements, .a = x, .count = count, .scale = cap};
  assay_pool_run(pool, assay_blocks(count, CHUNK), cap_chunk, &j);
}

typedef struct {
  const assay_row_kernels *elements;
  float *x;
  int64_t ldx, M, heads, D, R, rows_per_chunk;
  const int32_t *position;
  const float *cosine, *sine;
} rotary_job;

static void rotate_rows(void *context, int64_t chunk, int worker) {
  (void)worker;
  rotary_job *j = context;
  int64_t end = assay_min(j->M, (chunk + 1) * j->rows_per_chunk);
  for (int64_t m = chunk * j->rows_per_chunk; m < end; m++) {
    int64_t row = (int64_t)j->position[m] * (j->R / 2);
    j->elements->rotary(j->x + m * j->ldx, j->heads, j->D, j->R, j->cosine + row, j->sine + row);
  }
}

void assay_rotary(assay_pool *pool, float *x, int64_t ldx, int64_t M, int64_t heads, int64_t D, int64_t R,
                  const int32_t *position, const float *cosine, const float *sine) {
  rotary_job j = {assay_pool_kernels(pool)->elements, x, ldx, M, heads, D, R, rows_per_chunk(heads * D), position,
                  cosine, sine};
  assay_pool_run(pool, assay_blocks(M, j.rows_per_chunk), rotate_rows, &j);
}
