// Reading memory front to back and doing next to nothing with it.
#include <stdatomic.h>

#include "internal.h"

// Words per chunk (1 MiB), and sums that run side by side: enough of them that no addition is waited for.
enum { CHUNK = 1 << 17, LANES = 16 };

typedef struct {
  const uint64_t *words;
  int64_t count;
  _Atomic uint64_t sum;
} job;

static void sum_chunk(void *context, int64_t chunk, int worker) {
  (void)worker;
  job *j = context;
  const uint64_t *words = j->words + chunk * CHUNK;
  int64_t count = assay_min(CHUNK, j->count - chunk * CHUNK), i = 0;
  uint64_t lanes[LANES] = {0};
  for (; i + LANES <= count; i += LANES)
    for (int lane = 0; lane < LANES; lane++) lanes[lane] += words[i + lane];
  uint64_t sum = 0;
  for (; i < count; i++) sum += words[i];
  for (int lane = 0; lane < LANES; lane++) sum += lanes[lane];
  atomic_fetch_add_explicit(&j->sum, sum, memory_order_relaxed);
}

uint64_t assay_sum_words(assay_pool *pool, const uint64_t *words, int64_t count) {
  job j = {.words = words, .count = count};
  assay_pool_run(pool, assay_blocks(count, CHUNK), sum_chunk, &j);
  return atomic_load(&j.sum);
}
