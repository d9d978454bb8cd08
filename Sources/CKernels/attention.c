// Causal attention over keys and values that lie in segments of a path.
//
// A worker takes a tile of (row, head) pairs that share a key-value head: one product with the key blocks gives the scores,
// their exponentials are taken against the row's own maximum, a second product with the values gives the result.
//
// Single rows of several paths that begin with the same segments, completions behind one few-shot header, are one tile too:
// what they share is read once for all of them, what is each one's own once for each. No row's sums depend on the others.
//
// A sum over positions is one chain of additions, and one or two chains alone wait for themselves. Where heads are narrow, a
// worker therefore takes several of them and lets their chains run side by side.
#include <math.h>
#include <stdlib.h>

#include "internal.h"

enum { MOST_PAIRS = 16 };  // at least the tile of every kernel set

// Pairs of a tile: from `first_pair` on within one span, or those of several spans of one row each, whose paths have the
// first `shared` segments in common.
typedef struct {
  int32_t span, spans, shared;
  int64_t first_pair;
} query_tile;

typedef struct {
  assay_pool *pool;
  const float *q;
  int64_t ldq;
  float *out;
  int64_t ldo, kv_heads, group, D;
  float scale, cap;
  const float *slopes;
  int32_t window;
  const assay_query_span *spans;
  const query_tile *tiles;
  int64_t capacity;  // positions that the scratch has room for
  int heads;         // key-value heads that a worker takes at a time
} job;

static int64_t lowest_position(const job *j, int64_t position) {
  return j->window > 0 ? assay_max(0, position - j->window + 1) : 0;
}

static size_t scratch_bytes(const job *j) {
  int64_t tile = assay_pool_kernels(j->pool)->tile;
  return (size_t)((1 + 2 * j->heads) * tile * j->capacity + (2 + j->heads) * tile * j->D) * sizeof(float);
}

// How many heads: so many that there are ASSAY_CHAINS chains of eight columns for single rows.
static int heads_together(int64_t kv_heads, int64_t group, int64_t D) {
  int64_t chains = group * D / 8, heads = 1;
  if (D % 8 != 0 || chains == 0) return 1;
  while (2 * heads <= kv_heads && 2 * heads * chains <= ASSAY_CHAINS) heads *= 2;
  return (int)heads;
}

// The part of a segment that lies in [low, high), counted within the segment; empty when from >= to.
typedef struct {
  int64_t from, to;
} part;

static part visible(const assay_segment *s, int64_t low, int64_t high) {
  return (part){assay_max(0, low - s->start), assay_min(s->count, high - s->start)};
}

// scores[i][t - base] for the positions of some segments; base leaves room for the start of the first block.
static void multiply_keys(const job *j, const assay_query_span *span, int32_t first, int32_t end, int64_t head, int pairs,
                          const float *q, int64_t low, int64_t high, float *scores, int64_t base) {
  const assay_kernel_set *set = assay_pool_kernels(j->pool);
  for (int32_t i = first; i < end; i++) {
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

// result[i] (+)= sum over the positions of some segments of weights[t - low][i] * value[t].
static void multiply_values(const job *j, const assay_query_span *span, int32_t first, int32_t end, int64_t head, int pairs,
                            const float *weights, int64_t low, int64_t high, float *result, bool continues) {
  const assay_kernel_set *set = assay_pool_kernels(j->pool);
  for (int32_t i = first; i < end; i++) {
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

// The span and the row within it that a pair belongs to.
static const assay_query_span *span_of(const job *j, const query_tile *tile, int pair, int64_t *row) {
  int64_t number = (tile->first_pair + pair) / j->group;
  *row = tile->spans > 1 ? 0 : number;
  return &j->spans[tile->span + (tile->spans > 1 ? number : 0)];
}

// The memory of one tile: scores (pairs, capacity), for each head weights (positions, pairs) and the same of one span alone,
// queries, results (pairs, D) of each head.
typedef struct {
  float *scores, *weights, *own, *q, *own_q, *results;
  int pairs;
  int64_t low, high;
} tile_memory;

static tile_memory memory_of(const job *j, const query_tile *tile, int worker) {
  int64_t size = assay_pool_kernels(j->pool)->tile, floats = size * j->capacity;
  const assay_query_span *first = &j->spans[tile->span];
  tile_memory m = {.scores = assay_pool_scratch(j->pool, worker, scratch_bytes(j)), .low = INT64_MAX, .high = 0};
  m.pairs = (int)assay_min(size, (tile->spans > 1 ? tile->spans : first->rows) * j->group - tile->first_pair);
  m.weights = m.scores + floats;
  m.own = m.weights + j->heads * floats;
  m.q = m.own + j->heads * floats;
  m.own_q = m.q + size * j->D;
  m.results = m.own_q + size * j->D;
  for (int i = 0; i < m.pairs; i++) {
    int64_t row;
    const assay_query_span *span = span_of(j, tile, i, &row);
    m.low = assay_min(m.low, lowest_position(j, span->position + row));
    m.high = assay_max(m.high, span->position + row + 1);
  }
  return m;
}

// weights[t - low][pair] = exp(score - the row's maximum) for one head.
static void weigh(const job *j, const query_tile *tile, const tile_memory *m, int64_t head, float *weights) {
  const assay_kernel_set *set = assay_pool_kernels(j->pool);
  const assay_query_span *first = &j->spans[tile->span];
  int64_t group = j->group, D = j->D, low = m->low, high = m->high, base = low - (ASSAY_KEY_BLOCK - 1);
  int pairs = m->pairs;
  for (int i = 0; i < pairs; i++) {
    int64_t row;
    const assay_query_span *span = span_of(j, tile, i, &row);
    const float *source = j->q + (span->first_row + row) * j->ldq + (head * group + (tile->first_pair + i) % group) * D;
    for (int64_t d = 0; d < D; d++) m->q[d * pairs + i] = source[d] * j->scale;
  }
  int32_t together = tile->spans > 1 ? tile->shared : first->segment_count;
  multiply_keys(j, first, 0, together, head, pairs, m->q, low, high, m->scores, base);
  for (int32_t k = 0; tile->spans > 1 && k < tile->spans; k++) {
    const assay_query_span *span = first + k;
    for (int64_t d = 0; d < D; d++)
      for (int64_t i = 0; i < group; i++) m->own_q[d * group + i] = m->q[d * pairs + k * group + i];
    multiply_keys(j, span, together, span->segment_count, head, (int)group, m->own_q, low, span->position + 1,
                  m->scores + k * group * j->capacity, base);
  }
  // Positions that a row does not see get weight 0: a term of 0 leaves a chain as it is.
  for (int i = 0; i < pairs; i++) {
    int64_t number;
    const assay_query_span *span = span_of(j, tile, i, &number);
    int64_t position = span->position + number;
    float *row = m->scores + i * j->capacity + (low - base);
    int64_t from = lowest_position(j, position) - low, to = position + 1 - low;
    if (j->cap > 0) set->elements->soft_cap(row + from, j->cap, to - from);
    if (j->slopes) {
      float slope = j->slopes[head * group + (tile->first_pair + i) % group];
      for (int64_t t = from; t < to; t++) row[t] = __builtin_fmaf(slope, (float)(low + t - position), row[t]);
    }
    float maximum = set->elements->maximum(row + from, to - from);
    set->elements->exponentials(row + from, to - from, maximum);
    for (int64_t t = 0; t < from; t++) row[t] = 0;
    for (int64_t t = to; t < high - low; t++) row[t] = 0;
  }
  assay_transpose(m->scores + (low - base), j->capacity, pairs, high - low, weights);
}

// result (pairs, D) = the weighted sum of one head's values, not yet divided.
static void weighted_values(const job *j, const query_tile *tile, const tile_memory *m, int64_t head, const float *weights,
                            float *result) {
  const assay_query_span *first = &j->spans[tile->span];
  int32_t together = tile->spans > 1 ? tile->shared : first->segment_count;
  multiply_values(j, first, 0, together, head, m->pairs, weights, m->low, m->high, result, false);
  if (tile->spans == 1) return;
  int64_t start = first->segments[together].start, group = j->group;
  for (int32_t k = 0; k < tile->spans; k++) {
    const assay_query_span *span = first + k;
    for (int64_t t = start; t <= span->position; t++)
      for (int64_t i = 0; i < group; i++)
        m->own[(t - start) * group + i] = weights[(t - m->low) * m->pairs + k * group + i];
    multiply_values(j, span, together, span->segment_count, head, (int)group, m->own, start, span->position + 1,
                    result + k * group * j->D, true);
  }
}

// The same for all heads of a chunk at once, and the sums of the weights: one row, a few pairs.
static void weighted_values_side_by_side(const job *j, const query_tile *tile, const tile_memory *m, int64_t head0,
                                         float *sums) {
  const assay_kernel_set *set = assay_pool_kernels(j->pool);
  const assay_query_span *span = &j->spans[tile->span];
  int64_t floats = set->tile * j->capacity;
  const float *weights[ASSAY_CHAINS], *values[ASSAY_CHAINS];
  bool continues = false;
  for (int32_t i = 0; i < span->segment_count; i++) {
    const assay_segment *s = &span->segments[i];
    part p = visible(s, m->low, m->high);
    if (p.from >= p.to) continue;
    for (int h = 0; h < j->heads; h++) {
      weights[h] = m->weights + h * floats + (s->start + p.from - m->low) * m->pairs;
      values[h] = s->values + ((head0 + h) * s->blocks * ASSAY_KEY_BLOCK + p.from) * j->D;
    }
    set->elements->weigh(j->heads, m->pairs, (int)(j->D / 8), p.to - p.from, weights, values, m->results, sums, continues);
    continues = true;
  }
}

static void attend(void *context, int64_t chunk, int worker) {
  job *j = context;
  const assay_kernel_set *set = assay_pool_kernels(j->pool);
  int64_t parts = j->kv_heads / j->heads, head0 = chunk % parts * j->heads, group = j->group, D = j->D;
  const query_tile *tile = &j->tiles[chunk / parts];
  tile_memory m = memory_of(j, tile, worker);
  int64_t floats = set->tile * j->capacity;
  float sums[ASSAY_CHAINS * MOST_PAIRS] = {0};
  bool beside = j->heads > 1 && tile->spans == 1 && m.pairs == group;
  for (int h = 0; h < j->heads; h++) weigh(j, tile, &m, head0 + h, m.weights + h * floats);
  if (beside) weighted_values_side_by_side(j, tile, &m, head0, sums);
  for (int h = 0; h < j->heads; h++) {
    float *result = m.results + h * m.pairs * D, *sum = sums + h * m.pairs;
    if (!beside) {
      set->elements->sum_columns(m.weights + h * floats, m.high - m.low, m.pairs, sum);
      weighted_values(j, tile, &m, head0 + h, m.weights + h * floats, result);
    }
    for (int i = 0; i < m.pairs; i++) {
      int64_t row;
      const assay_query_span *span = span_of(j, tile, i, &row);
      float *target = j->out + (span->first_row + row) * j->ldo +
                      ((head0 + h) * group + (tile->first_pair + i) % group) * D;
      for (int64_t d = 0; d < D; d++) target[d] = result[i * D + d] / sum[i];
    }
  }
}

// How many of their first segments two paths have in common, never the last one of either.
static int32_t common_segments(const assay_query_span *a, const assay_query_span *b) {
  int32_t count = 0, most = (int32_t)assay_min(a->segment_count, b->segment_count) - 1;
  while (count < most && a->segments[count].keys == b->segments[count].keys &&
         a->segments[count].count == b->segments[count].count)
    count++;
  return count;
}

// Spans from `first` on that are worth a common tile: each one row, the shared part longer than what is each one's own on
// average. Sets `shared`.
static int32_t spans_together(const job *j, int32_t first, int32_t span_count, int64_t most, int32_t *shared) {
  const assay_query_span *a = &j->spans[first];
  int32_t count = 1;
  *shared = a->segment_count;
  if (j->window > 0 || a->rows != 1) return 1;
  while (first + count < span_count && count < most) {
    const assay_query_span *b = &j->spans[first + count];
    if (b->rows != 1) break;
    int32_t common = (int32_t)assay_min(*shared, common_segments(a, b));
    if (common == 0 || 2 * a->segments[common].start < a->position || 2 * a->segments[common].start < b->position) break;
    *shared = common;
    count++;
  }
  return count;
}

bool assay_attention(assay_pool *pool, const float *q, int64_t ldq, float *out, int64_t ldo, int64_t heads,
                     int64_t kv_heads, int64_t D, float scale, float cap, const float *slopes, int32_t window,
                     const assay_query_span *spans, int32_t span_count) {
  if (span_count <= 0) return true;
  int64_t tile = assay_pool_kernels(pool)->tile, group = heads / kv_heads, positions = 0, most = 0, count = 0;
  for (int32_t i = 0; i < span_count; i++) {
    most += assay_blocks(spans[i].rows * group, tile);
    positions = assay_max(positions, spans[i].position + spans[i].rows);
  }
  query_tile *tiles = malloc((size_t)most * sizeof *tiles);
  if (!tiles) return false;
  job j = {pool, q, ldq, out, ldo, kv_heads, group, D, scale, cap, slopes, window, spans, tiles, 0,
           heads_together(kv_heads, group, D)};
  for (int32_t i = 0; i < span_count;) {
    int32_t shared, together = spans_together(&j, i, span_count, tile / group, &shared);
    int64_t pairs = together > 1 ? together * group : spans[i].rows * group;
    for (int64_t first = 0; first < pairs; first += tile) tiles[count++] = (query_tile){i, together, shared, first};
    i += together;
  }
  while (kv_heads % j.heads != 0) j.heads /= 2;
  j.capacity = (positions + 2 * ASSAY_KEY_BLOCK + 15) / 16 * 16;
  bool done = true;
  for (int worker = 0; done && worker < assay_pool_threads(pool); worker++)
    done = assay_pool_scratch(pool, worker, scratch_bytes(&j)) != NULL;
  if (done) assay_pool_run(pool, count * (kv_heads / j.heads), attend, &j);
  free(tiles);
  return done;
}
