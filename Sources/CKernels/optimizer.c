// What a training step does to all parameters: dropout masks, the gradient's length, AdamW.
#include <math.h>

#include "internal.h"

enum { CHUNK = 16384 };

// SplitMix64's finisher: a bijection whose output bits all depend on all input bits.
static inline uint64_t mix(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

typedef struct {
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
  for (int64_t i = 0; i < j->C; i++) {
    uint32_t draw = (uint32_t)(mix(j->keys[m] + (uint64_t)(i + 1) * 0x9E3779B97F4A7C15u) >> 32);
    j->y[m * j->C + i] = draw >= j->threshold ? j->x[m * j->C + i] * j->scale : 0.0f;
  }
}

void assay_dropout(assay_pool *pool, const float *x, const uint64_t *keys, int64_t M, int64_t C, float probability,
                   float *y) {
  dropout_job j = {x, y, keys, M, C, (uint32_t)((double)probability * 4294967296.0), 1.0f / (1.0f - probability)};
  assay_pool_run(pool, M, dropout_row, &j);
}

typedef struct {
  float *x;
  const uint64_t *keys;
  const float *largest;
  int64_t C;
} noise_job;

static void noise_row(void *context, int64_t m, int worker) {
  (void)worker;
  noise_job *j = context;
  for (int64_t i = 0; i < j->C; i++) {
    int64_t draw = (int64_t)(mix(j->keys[m] + (uint64_t)(i + 1) * 0x9E3779B97F4A7C15u) >> 40) - (1 << 23);
    j->x[m * j->C + i] += j->largest[m] * ((float)draw * 0x1p-23f);
  }
}

void assay_add_noise(assay_pool *pool, float *x, const uint64_t *keys, const float *largest, int64_t M, int64_t C) {
  noise_job j = {x, keys, largest, C};
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
  float *p, *m, *v;
  const float *g;
  int64_t count;
  assay_adamw a;
} adamw_job;

static void update(void *context, int64_t chunk, int worker) {
  (void)worker;
  adamw_job *j = context;
  const assay_adamw a = j->a;
  int64_t end = assay_min(j->count, (chunk + 1) * CHUNK);
  for (int64_t i = chunk * CHUNK; i < end; i++) {
    float g = j->g[i] * a.gradient_scale;
    float m = j->m[i] + (1.0f - a.beta1) * (g - j->m[i]);
    float v = a.beta2 * j->v[i] + (1.0f - a.beta2) * g * g;
    j->m[i] = m;
    j->v[i] = v;
    j->p[i] = j->p[i] * a.decay - a.step * m / (sqrtf(v) * a.second_scale + a.epsilon);
  }
}

void assay_adamw_update(assay_pool *pool, float *p, float *m, float *v, const float *g, int64_t count, assay_adamw a) {
  adamw_job j = {p, m, v, g, count, a};
  assay_pool_run(pool, assay_blocks(count, CHUNK), update, &j);
}
