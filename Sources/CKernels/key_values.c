// Keys and values of new positions, put where attention reads them: each position to its place in a segment's blocks.
#include "internal.h"

typedef struct {
  const float *keys, *values;
  int64_t ld, kv_heads, D;
  const assay_store_span *spans;
} job;

static void store(void *context, int64_t chunk, int worker) {
  (void)worker;
  job *j = context;
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
  job j = {keys, values, ld, kv_heads, D, spans};
  assay_pool_run(pool, span_count * kv_heads, store, &j);
}
