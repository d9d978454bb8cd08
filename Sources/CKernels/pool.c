// A small thread pool: one job at a time, chunks claimed from an atomic counter, workers that spin briefly and then sleep.
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "internal.h"

#define SPINS 3000
#define OPEN 0x80000000u

typedef struct {
  void *data;
  size_t bytes;
} scratch;

struct assay_pool {
  int threads;
  const assay_kernel_set *kernels;
  assay_isa isa;
  pthread_t *handles;
  scratch *worker_scratch;
  scratch shared;

  // The job. `ticket` is raised when a new one is ready. Its fields are written while the gate is closed and nobody is inside.
  assay_task task;
  void *context;
  int64_t chunks;
  _Atomic int64_t next;
  _Atomic uint32_t gate;  // OPEN, plus the number of workers inside
  _Atomic uint32_t ticket;
  _Atomic int sleepers;
  bool stopping;
  pthread_mutex_t mutex;
  pthread_cond_t wake;
};

typedef struct {
  assay_pool *pool;
  int worker;
} start_argument;

static inline void relax(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static void work(assay_pool *pool, int worker) {
  for (;;) {
    int64_t chunk = atomic_fetch_add_explicit(&pool->next, 1, memory_order_relaxed);
    if (chunk >= pool->chunks) return;
    pool->task(pool->context, chunk, worker);
  }
}

// Goes inside, unless the job is over: a worker that the system gave no core until then is not waited for.
static bool enter(assay_pool *pool) {
  uint32_t gate = atomic_load_explicit(&pool->gate, memory_order_relaxed);
  while (gate & OPEN)
    if (atomic_compare_exchange_weak_explicit(&pool->gate, &gate, gate + 1, memory_order_acquire, memory_order_relaxed))
      return true;
  return false;
}

static void *worker_main(void *argument) {
  start_argument start = *(start_argument *)argument;
  free(argument);
  assay_pool *pool = start.pool;
  uint32_t seen = 0;
  for (;;) {
    int spins = 0;
    while (atomic_load_explicit(&pool->ticket, memory_order_acquire) == seen && spins < SPINS) {
      relax();
      spins++;
    }
    if (atomic_load_explicit(&pool->ticket, memory_order_acquire) == seen) {
      pthread_mutex_lock(&pool->mutex);
      atomic_fetch_add(&pool->sleepers, 1);
      while (atomic_load(&pool->ticket) == seen) pthread_cond_wait(&pool->wake, &pool->mutex);
      atomic_fetch_sub(&pool->sleepers, 1);
      pthread_mutex_unlock(&pool->mutex);
    }
    seen = atomic_load_explicit(&pool->ticket, memory_order_acquire);
    if (pool->stopping) return NULL;
    if (!enter(pool)) continue;
    work(pool, start.worker);
    atomic_fetch_sub_explicit(&pool->gate, 1, memory_order_release);
  }
}

static void announce(assay_pool *pool) {
  atomic_fetch_add(&pool->ticket, 1);
  if (atomic_load(&pool->sleepers) > 0) {
    pthread_mutex_lock(&pool->mutex);
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->mutex);
  }
}

void assay_pool_run(assay_pool *pool, int64_t chunks, assay_task task, void *context) {
  if (chunks <= 0) return;
  if (pool->threads == 1 || chunks == 1) {
    for (int64_t chunk = 0; chunk < chunks; chunk++) task(context, chunk, 0);
    return;
  }
  pool->task = task;
  pool->context = context;
  pool->chunks = chunks;
  atomic_store_explicit(&pool->next, 0, memory_order_relaxed);
  atomic_store_explicit(&pool->gate, OPEN, memory_order_release);
  announce(pool);
  work(pool, 0);
  atomic_fetch_and_explicit(&pool->gate, ~OPEN, memory_order_relaxed);
  int spins = 0;
  while (atomic_load_explicit(&pool->gate, memory_order_acquire) > 0) {
    relax();
    // A worker may have lost its core to another process in the middle of a chunk: give ours up rather than burn it.
    if (++spins > SPINS) sched_yield();
  }
}

void *assay_pool_scratch(assay_pool *pool, int worker, size_t bytes) {
  scratch *s = &pool->worker_scratch[worker];
  if (s->bytes < bytes) {
    free(s->data);
    s->bytes = (bytes + 4095) / 4096 * 4096;
    s->data = aligned_alloc(4096, s->bytes);
    if (!s->data) s->bytes = 0;
  }
  return s->data;
}

void *assay_pool_shared(assay_pool *pool, size_t bytes) {
  scratch *s = &pool->shared;
  if (s->bytes < bytes) {
    free(s->data);
    s->bytes = (bytes + 4095) / 4096 * 4096;
    s->data = aligned_alloc(4096, s->bytes);
    if (!s->data) s->bytes = 0;
  }
  return s->data;
}

static const assay_kernel_set *kernels_for(assay_isa isa) {
#if defined(__x86_64__)
  if (isa == ASSAY_ISA_AVX512) return &assay_kernels_avx512;
  if (isa == ASSAY_ISA_AVX2) return &assay_kernels_avx2;
#endif
  return &assay_kernels_portable;
}

assay_isa assay_isa_detect(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
  if (avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
    return ASSAY_ISA_AVX512;
  if (avx2) return ASSAY_ISA_AVX2;
#endif
  return ASSAY_ISA_PORTABLE;
}

void assay_pool_set_isa(assay_pool *pool, assay_isa isa) {
  assay_isa best = assay_isa_detect();
  pool->isa = isa > best ? best : isa;
  pool->kernels = kernels_for(pool->isa);
}

assay_isa assay_pool_isa(const assay_pool *pool) { return pool->isa; }
int assay_pool_threads(const assay_pool *pool) { return pool->threads; }
const assay_kernel_set *assay_pool_kernels(const assay_pool *pool) { return pool->kernels; }

// Ends and joins the first `count` of the started workers, then frees everything.
static void dismantle(assay_pool *pool, int count) {
  pthread_mutex_lock(&pool->mutex);
  pool->stopping = true;
  atomic_fetch_add(&pool->ticket, 1);
  pthread_cond_broadcast(&pool->wake);
  pthread_mutex_unlock(&pool->mutex);
  for (int i = 0; i < count; i++) pthread_join(pool->handles[i], NULL);
  for (int i = 0; i < pool->threads; i++) free(pool->worker_scratch[i].data);
  free(pool->shared.data);
  pthread_cond_destroy(&pool->wake);
  pthread_mutex_destroy(&pool->mutex);
  free(pool->worker_scratch);
  free(pool->handles);
  free(pool);
}

assay_pool *assay_pool_create(int threads) {
  if (threads < 1) threads = 1;
  assay_pool *pool = calloc(1, sizeof *pool);
  if (!pool) return NULL;
  pool->threads = threads;
  pool->handles = calloc((size_t)threads, sizeof *pool->handles);
  pool->worker_scratch = calloc((size_t)threads, sizeof *pool->worker_scratch);
  pthread_mutex_init(&pool->mutex, NULL);
  pthread_cond_init(&pool->wake, NULL);
  assay_pool_set_isa(pool, assay_isa_detect());
  if (!pool->handles || !pool->worker_scratch) {
    pool->threads = 0;
    dismantle(pool, 0);
    return NULL;
  }
  for (int i = 0; i < threads - 1; i++) {
    start_argument *start = malloc(sizeof *start);
    if (start) *start = (start_argument){pool, i + 1};
    if (!start || pthread_create(&pool->handles[i], NULL, worker_main, start) != 0) {
      free(start);
      dismantle(pool, i);
      return NULL;
    }
  }
  return pool;
}

void assay_pool_destroy(assay_pool *pool) {
  if (pool) dismantle(pool, pool->threads - 1);
}
