// Reading memory front to back and doing next to nothing with it.
#include <stdatomic.h>

#include "internal.h"

// A chunk (1 MiB) is read as eight streams, a cache line of each in turn, fetched some lines ahead: one stream keeps
// too few lines under way to fill the memory's bandwidth.
enum { LINE = 8, STREAMS = 8, CHUNK = 1 << 17, STREAM = CHUNK / STREAMS, AHEAD = 8 * LINE };

typedef struct {
  const uint64_t *words;
  int64_t count;
  _Atomic uint64_t sum;
} job;

static void sum_chunk(void *context, int64_t chunk, int worker) {
  (void)worker;
  job *j = context;
  const uint64_t *words = j->words + chunk * CHUNK;
  int64_t count = assay_min(CHUNK, j->count - chunk * CHUNK);
  uint64_t lanes[LINE] = {0}, sum = 0;
  if (count == CHUNK) {
    for (int64_t i = 0; i < STREAM; i += LINE)
      for (int stream = 0; stream < STREAMS; stream++) {
        const uint64_t *line = words + stream * STREAM + i;
        __builtin_prefetch(line + AHEAD, 0, 3);
        for (int lane = 0; lane < LINE; lane++) lanes[lane] += line[lane];
      }
    for (int lane = 0; lane < LINE; lane++) sum += lanes[lane];
  } else {
    for (int64_t i = 0; i < count; i++) sum += words[i];
  }
  atomic_fetch_add_explicit(&j->sum, sum, memory_order_relaxed);
}

uint64_t assay_sum_words(assay_pool *pool, const uint64_t *words, int64_t count) {
  job j = {.words = words, .count = count};
  assay_pool_run(pool, assay_blocks(count, CHUNK), sum_chunk, &j);
  return atomic_load(&j.sum);
}
