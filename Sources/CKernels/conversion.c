// Between the formats of checkpoints and float32, and the search for values that no weight may have.
#include <stdatomic.h>

#include "internal.h"

enum { CHUNK = 1 << 20 };

// Of the formats from Q8_0 on, in their order.
static const struct {
  int16_t numbers, bytes;
} blocks[] = {{32, 34},  {32, 18},   {32, 20},   {32, 22},   {32, 24},   {32, 18},
              {256, 84}, {256, 110}, {256, 144}, {256, 176}, {256, 210}, {256, 136}};

int64_t assay_block_numbers(assay_dtype dtype) { return assay_in_blocks(dtype) ? blocks[dtype - ASSAY_Q8_0].numbers : 1; }

int64_t assay_block_bytes(assay_dtype dtype) {
  return assay_in_blocks(dtype) ? blocks[dtype - ASSAY_Q8_0].bytes : (int64_t)assay_size_of(dtype);
}

typedef struct {
  const assay_row_kernels *elements;
  const void *x;
  assay_dtype dtype;
  int64_t count;
  void *y;
  _Atomic int64_t found;
} job;

static const void *source(const job *j, int64_t i) { return (const char *)j->x + assay_bytes_of(j->dtype, i); }

static void widen_chunk(void *context, int64_t chunk, int worker) {
  (void)worker;
  job *j = context;
  int64_t i = chunk * CHUNK;
  j->elements->widen(source(j, i), j->dtype, assay_min(CHUNK, j->count - i), (float *)j->y + i);
}

void assay_widen(assay_pool *pool, const void *x, assay_dtype dtype, int64_t count, float *y) {
  job j = {.elements = assay_pool_kernels(pool)->elements, .x = x, .dtype = dtype, .count = count, .y = y};
  assay_pool_run(pool, assay_blocks(count, CHUNK), widen_chunk, &j);
}

typedef struct {
  const assay_row_kernels *elements;
  const assay_weight *w;
  const int32_t *ids;
  float *y;
} gather_job;

static void gather_row(void *context, int64_t m, int worker) {
  (void)worker;
  gather_job *j = context;
  j->elements->widen(assay_place(j->w, j->ids[m], 0), j->w->dtype, j->w->columns, j->y + m * j->w->columns);
}

void assay_gather_rows(assay_pool *pool, const assay_weight *w, const int32_t *ids, int64_t M, float *y) {
  gather_job j = {assay_pool_kernels(pool)->elements, w, ids, y};
  assay_pool_run(pool, M, gather_row, &j);
}

static void narrow_chunk(void *context, int64_t chunk, int worker) {
  (void)worker;
  job *j = context;
  int64_t i = chunk * CHUNK;
  j->elements->narrow((const float *)j->x + i, j->dtype, assay_min(CHUNK, j->count - i),
                      (char *)j->y + (size_t)i * assay_size_of(j->dtype));
}

void assay_narrow(assay_pool *pool, const float *x, assay_dtype dtype, int64_t count, void *y) {
  job j = {.elements = assay_pool_kernels(pool)->elements, .x = x, .dtype = dtype, .count = count, .y = y};
  assay_pool_run(pool, assay_blocks(count, CHUNK), narrow_chunk, &j);
}

void assay_widen_piece(const assay_pool *pool, const void *x, assay_dtype dtype, int64_t count, float *y) {
  assay_pool_kernels(pool)->elements->widen(x, dtype, count, y);
}

void assay_narrow_piece(const assay_pool *pool, const float *x, assay_dtype dtype, int64_t count, void *y) {
  assay_pool_kernels(pool)->elements->narrow(x, dtype, count, y);
}

static void search_chunk(void *context, int64_t chunk, int worker) {
  (void)worker;
  job *j = context;
  int64_t first = chunk * CHUNK;
  int64_t index = j->elements->first_not_finite(source(j, first), j->dtype, assay_min(CHUNK, j->count - first));
  if (index < 0) return;
  index += first;
  int64_t found = atomic_load(&j->found);
  while ((found < 0 || index < found) && !atomic_compare_exchange_weak(&j->found, &found, index)) {
  }
}

int64_t assay_first_not_finite(assay_pool *pool, const void *x, assay_dtype dtype, int64_t count) {
  job j = {.elements = assay_pool_kernels(pool)->elements, .x = x, .dtype = dtype, .count = count, .found = -1};
  assay_pool_run(pool, assay_blocks(count, CHUNK), search_chunk, &j);
  return j.found;
}
