// Causal attention over keys and values that lie in segments of a path.
//
// A worker takes a tile of (row, head) pairs that share a key-value head: one product with the key blocks gives the scores,
// their exponentials are taken against the row's own maximum, a second product with the values gives the result.
#include <math.h>
#include <stdlib.h>

#include "internal.h"

enum { MOST_PAIRS = 16 };  // at least the tile of every kernel set

typedef struct {
  assay_pool *pool;
  const float *q;
  int64_t ldq;
  float *out;
  int64_t ldo, kv_heads, group, D;
  float scale;
  int32_t window;
  const assay_query_span *spans;
  int32_t span_count;
  const int64_t *first_tile;  // of each span, span_count + 1 entries
  int64_t capacity;           // positions that the scratch has room for
} job;

static int64_t lowest_position(const job *j, int64_t position) {
  return j->window > 0 ? assay_max(0, position - j->window + 1) : 0;
}

static size_t scratch_bytes(const job *j) {
  int64_t tile = assay_pool_kernels(j->pool)->tile;
  return (size_t)(2 * tile * j->capacity + 2 * tile * j->D) * sizeof(float);
}

// The part of a segment that lies in [low, high), counted within the segment; empty when from >= to.
typedef struct {
  int64_t from, to;
} part;

static part visible(const assay_segment *s, int64_t low, int64_t high) {
  return (part){assay_max(0, low - s->start), assay_min(s->count, high - s->start)};
}

// scores[i][t - base] for the positions of the tile; base leaves room for the start of the first block.
static void multiply_keys(const job *j, const assay_query_span *span, int64_t head, int pairs, const float *q, int64_t low,
                          int64_t high, float *scores, int64_t base) {
  const assay_kernel_set *set = assay_pool_kernels(j->pool);
  for (int32_t i = 0; i < span->segment_count; i++) {
    const assay_segment *s = &span->segments[i];
    part p = visible(s, low, high);
    for (int64_t block = p.from / ASSAY_KEY_BLOCK; block * ASSAY_KEY_BLOCK < p.to; block++) {
      const float *keys = s->keys + (head * s->blocks + block) * j->D * ASSAY_KEY_BLOCK;
      int64_t columns = assay_min(ASSAY_KEY_BLOCK, p.to - block * ASSAY_KEY_BLOCK);
      float *c = scores + s->start + block * ASSAY_KEY_BLOCK - base;
      for (int64_t n = 0; n < columns; n += set->panel)
        set->multiply(pairs, j->D, q, keys + n, ASSAY_KEY_BLOCK, c + n, j->capacity, assay_min(set->panel, columns - n),
                      false);
    }
  }
}

typedef float four __attribute__((vector_size(16), aligned(4)));

// out[t][i] = rows[i][t]: four rows and four positions at a time, then what is left.
static void transpose(const float *rows, int64_t ld, int count, int64_t positions, float *out) {
  int whole_rows = count / 4 * 4;
  int64_t whole = positions / 4 * 4;
  for (int i = 0; i < whole_rows; i += 4)
    for (int64_t t = 0; t < whole; t += 4) {
      const float *r = rows + i * ld + t;
      four a = *(const four *)r, b = *(const four *)(r + ld), c = *(const four *)(r + 2 * ld),
           d = *(const four *)(r + 3 * ld);
      four e = __builtin_shufflevector(a, b, 0, 4, 1, 5), f = __builtin_shufflevector(c, d, 0, 4, 1, 5);
      four g = __builtin_shufflevector(a, b, 2, 6, 3, 7), h = __builtin_shufflevector(c, d, 2, 6, 3, 7);
      float *o = out + t * count + i;
      *(four *)o = __builtin_shufflevector(e, f, 0, 1, 4, 5);
      *(four *)(o + count) = __builtin_shufflevector(e, f, 2, 3, 6, 7);
      *(four *)(o + 2 * count) = __builtin_shufflevector(g, h, 0, 1, 4, 5);
      *(four *)(o + 3 * count) = __builtin_shufflevector(g, h, 2, 3, 6, 7);
    }
  for (int i = 0; i < count; i++)
    for (int64_t t = i < whole_rows ? whole : 0; t < positions; t++) out[t * count + i] = rows[i * ld + t];
}

// result[i] = sum over positions of weights[t][i] * value[t].
static void multiply_values(const job *j, const assay_query_span *span, int64_t head, int pairs, const float *weights,
                            int64_t low, int64_t high, float *result) {
  const assay_kernel_set *set = assay_pool_kernels(j->pool);
  bool continues = false;
  for (int32_t i = 0; i < span->segment_count; i++) {
    const assay_segment *s = &span->segments[i];
    part p = visible(s, low, high);
    if (p.from >= p.to) continue;
    const float *values = s->values + (head * s->blocks * ASSAY_KEY_BLOCK + p.from) * j->D;
    for (int64_t d = 0; d < j->D; d += set->panel)
      set->multiply(pairs, p.to - p.from, weights + (s->start + p.from - low) * pairs, values + d, j->D, result + d,
                    j->D, assay_min(set->panel, j->D - d), continues);
    continues = true;
  }
}

static void attend(void *context, int64_t chunk, int worker) {
  job *j = context;
  const assay_kernel_set *set = assay_pool_kernels(j->pool);
  int64_t head = chunk % j->kv_heads, tile = chunk / j->kv_heads;
  int32_t low_span = 0, high_span = j->span_count - 1;
  while (low_span < high_span) {  // the last span whose first tile is not behind this one
    int32_t middle = (low_span + high_span + 1) / 2;
    if (j->first_tile[middle] <= tile)
      low_span = middle;
    else
      high_span = middle - 1;
  }
  const assay_query_span *span = &j->spans[low_span];
  int64_t first_pair = (tile - j->first_tile[low_span]) * set->tile;
  int pairs = (int)assay_min(set->tile, span->rows * j->group - first_pair);
  float *scores = assay_pool_scratch(j->pool, worker, scratch_bytes(j));
  float *weights = scores + set->tile * j->capacity, *q = weights + set->tile * j->capacity;
  float *result = q + set->tile * j->D;

  for (int i = 0; i < pairs; i++) {
    int64_t pair = first_pair + i;
    const float *source = j->q + (span->first_row + pair / j->group) * j->ldq +
                          (head * j->group + pair % j->group) * j->D;
    for (int64_t d = 0; d < j->D; d++) q[d * pairs + i] = source[d] * j->scale;
  }
  int64_t low = lowest_position(j, span->position + first_pair / j->group);
  int64_t high = span->position + (first_pair + pairs - 1) / j->group + 1, base = low - (ASSAY_KEY_BLOCK - 1);
  multiply_keys(j, span, head, pairs, q, low, high, scores, base);

  // Positions that a row does not see get weight 0: a term of 0 leaves a chain as it is.
  for (int i = 0; i < pairs; i++) {
    int64_t position = span->position + (first_pair + i) / j->group;
    float *row = scores + i * j->capacity + (low - base);
    int64_t from = lowest_position(j, position) - low, to = position + 1 - low;
    float maximum = set->elements->maximum(row + from, to - from);
    set->elements->exponentials(row + from, to - from, maximum);
    for (int64_t t = 0; t < from; t++) row[t] = 0;
    for (int64_t t = to; t < high - low; t++) row[t] = 0;
  }
  float sums[MOST_PAIRS] = {0};
  transpose(scores + (low - base), j->capacity, pairs, high - low, weights);
  set->elements->sum_columns(weights, high - low, pairs, sums);
  multiply_values(j, span, head, pairs, weights, low, high, result);
  for (int i = 0; i < pairs; i++) {
    int64_t pair = first_pair + i;
    float *target = j->out + (span->first_row + pair / j->group) * j->ldo + (head * j->group + pair % j->group) * j->D;
    for (int64_t d = 0; d < j->D; d++) target[d] = result[i * j->D + d] / sums[i];
  }
}

bool assay_attention(assay_pool *pool, const float *q, int64_t ldq, float *out, int64_t ldo, int64_t heads,
                     int64_t kv_heads, int64_t D, float scale, int32_t window, const assay_query_span *spans,
                     int32_t span_count) {
  if (span_count <= 0) return true;
  int64_t tile = assay_pool_kernels(pool)->tile, positions = 0;
  int64_t *first_tile = malloc((size_t)(span_count + 1) * sizeof *first_tile);
  if (!first_tile) return false;
  job j = {pool, q, ldq, out, ldo, kv_heads, heads / kv_heads, D, scale, window, spans, span_count, first_tile, 0};
  first_tile[0] = 0;
  for (int32_t i = 0; i < span_count; i++) {
    first_tile[i + 1] = first_tile[i] + assay_blocks(spans[i].rows * j.group, tile);
    positions = assay_max(positions, spans[i].position + spans[i].rows);
  }
  j.capacity = (positions + 2 * ASSAY_KEY_BLOCK + 15) / 16 * 16;
  bool done = true;
  for (int worker = 0; done && worker < assay_pool_threads(pool); worker++)
    done = assay_pool_scratch(pool, worker, scratch_bytes(&j)) != NULL;
  if (done) assay_pool_run(pool, first_tile[span_count] * kv_heads, attend, &j);
  free(first_tile);
  return done;
}

typedef struct {
  const float *keys, *values;
  int64_t ld, kv_heads, D;
  const assay_store_span *spans;
} store_job;

static void store(void *context, int64_t chunk, int worker) {
  (void)worker;
  store_job *j = context;
  const assay_store_span *span = &j->spans[chunk / j->kv_heads];
  const assay_segment *s = &span->segment;
  int64_t head = chunk % j->kv_heads;
  for (int64_t r = 0; r < span->rows; r++) {
    int64_t t = span->offset + r, source = (span->first_row + r) * j->ld + head * j->D;
    float *keys = s->keys + (head * s->blocks + t / ASSAY_KEY_BLOCK) * j->D * ASSAY_KEY_BLOCK + t % ASSAY_KEY_BLOCK;
    for (int64_t d = 0; d < j->D; d++) keys[d * ASSAY_KEY_BLOCK] = j->keys[source + d];
    memcpy(s->values + (head * s->blocks * ASSAY_KEY_BLOCK + t) * j->D, j->values + source, (size_t)j->D * sizeof(float));
  }
}

void assay_store_keys_values(assay_pool *pool, const float *keys, const float *values, int64_t ld, int64_t kv_heads,
                             int64_t D, const assay_store_span *spans, int32_t span_count) {
  store_job j = {keys, values, ld, kv_heads, D, spans};
  assay_pool_run(pool, span_count * kv_heads, store, &j);
}
