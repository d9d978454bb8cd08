#include "include/faults.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "staging.h"

#define IN_A_CHUNK 256
#define PAGE ((uintptr_t)4096)

// `start` is written last and cleared first: a handler that sees it sees the rest.
typedef struct {
  _Atomic uintptr_t start;
  _Atomic uintptr_t end;
  char *_Atomic path;
} mapping;

// Chunks are never freed: a handler may be looking at them.
typedef struct chunk {
  mapping mappings[IN_A_CHUNK];
  struct chunk *_Atomic next;
} chunk;

static chunk first;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;

#define PIECES 6

// Several threads may meet the same fault at the same moment: the first one speaks for all, the others wait for its end.
_Noreturn static void end(const char *const pieces[PIECES]) {
  static atomic_flag ending = ATOMIC_FLAG_INIT;
  while (atomic_flag_test_and_set(&ending)) pause();
  for (int i = 0; i < PIECES && pieces[i]; i++) {
    const char *text = pieces[i];
    size_t length = strlen(text);
    while (length > 0) {
      ssize_t written = write(2, text, length);
      if (written <= 0) break;
      text += written;
      length -= (size_t)written;
    }
  }
  assay_faults_remove_staged();
  _exit(1);
}

// The signal as if nobody had caught it: the instruction is run again when the handler returns.
static void leave_to_system(int number) {
  struct sigaction action = {.sa_handler = SIG_DFL};
  sigaction(number, &action, NULL);
}

static void on_bus_error(int number, siginfo_t *info, void *context) {
  (void)context;
  uintptr_t place = (uintptr_t)info->si_addr;
  for (chunk *c = &first; c; c = atomic_load(&c->next)) {
    for (int i = 0; i < IN_A_CHUNK; i++) {
      uintptr_t start = atomic_load(&c->mappings[i].start);
      if (!start || place < start || place >= atomic_load(&c->mappings[i].end)) continue;
      const char *path = atomic_load(&c->mappings[i].path);
      end((const char *[PIECES]){
          "error: ", path ? path : "a file",
          ": became shorter while it was read\n       a file must stay as it is, and readable, until the job has ended\n"});
    }
  }
  leave_to_system(number);
}

static void install(void) {
  struct sigaction action = {.sa_sigaction = on_bus_error, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  sigaction(SIGBUS, &action, NULL);
}

bool assay_faults_watch(const void *start, size_t length, const char *path) {
  pthread_once(&once, install);
  char *copy = strdup(path);
  if (!copy) return false;
  pthread_mutex_lock(&mutex);
  mapping *free_one = NULL;
  chunk *last = &first;
  for (chunk *c = &first; c && !free_one; c = atomic_load(&c->next)) {
    last = c;
    for (int i = 0; i < IN_A_CHUNK && !free_one; i++)
      if (!atomic_load(&c->mappings[i].start)) free_one = &c->mappings[i];
  }
  if (!free_one) {
    chunk *more = calloc(1, sizeof *more);
    if (more) {
      free_one = &more->mappings[0];
      atomic_store(&last->next, more);
    }
  }
  if (free_one) {
    atomic_store(&free_one->path, copy);
    atomic_store(&free_one->end, ((uintptr_t)start + length + PAGE - 1) / PAGE * PAGE);
    atomic_store(&free_one->start, (uintptr_t)start);
  } else {
    free(copy);
  }
  pthread_mutex_unlock(&mutex);
  return free_one != NULL;
}

void assay_faults_forget(const void *start) {
  pthread_mutex_lock(&mutex);
  for (chunk *c = &first; c; c = atomic_load(&c->next)) {
    for (int i = 0; i < IN_A_CHUNK; i++) {
      mapping *m = &c->mappings[i];
      if (atomic_load(&m->start) != (uintptr_t)start) continue;
      atomic_store(&m->start, 0);
      free(atomic_exchange(&m->path, NULL));
      pthread_mutex_unlock(&mutex);
      return;
    }
  }
  pthread_mutex_unlock(&mutex);
}

void assay_faults_touch(const void *start, size_t length) {
  const volatile char *bytes = start;
  for (size_t i = 0; i < length; i += PAGE) (void)bytes[i];
  if (length > 0) (void)bytes[length - 1];
}

static const char *advice = "\n       more memory, or a larger limit (ulimit -v), or a smaller job\n";

void assay_faults_no_memory(size_t bytes) {
  if (bytes == 0) end((const char *[PIECES]){"error: memory: the system gives no more", advice});
  char digits[24];
  size_t place = sizeof digits - 1;
  digits[place] = 0;
  for (; bytes > 0; bytes /= 10) digits[--place] = (char)('0' + bytes % 10);
  end((const char *[PIECES]){"error: memory: the system gives no ", digits + place, " bytes more", advice});
}

static bool is_limited(int resource) {
  struct rlimit limit;
  return getrlimit(resource, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
}

// Swift's own answer to a failed allocation is a trap, which nothing can catch in the language. Where the address space or the data
// are limited and no 16 MiB are left, that is what happened.
static void on_trap(int number, siginfo_t *info, void *context) {
  (void)info;
  (void)context;
  if (is_limited(RLIMIT_AS) || is_limited(RLIMIT_DATA)) {
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    void *probe = mmap(NULL, (size_t)16 << 20, PROT_READ | PROT_WRITE, flags, -1, 0);
    if (probe == MAP_FAILED)
      end((const char *[PIECES]){"error: memory: the limit on this process's memory is used up", advice});
    munmap(probe, (size_t)16 << 20);
  }
  leave_to_system(number);
}

void assay_faults_expect_memory_limit(void) {
  // A full stack is no place for a handler.
  static char stack[1 << 16];
  stack_t alternative = {.ss_sp = stack, .ss_size = sizeof stack};
  sigaltstack(&alternative, NULL);
  struct sigaction action = {.sa_sigaction = on_trap, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  int numbers[] = {SIGILL, SIGTRAP, SIGSEGV, SIGABRT};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) sigaction(numbers[i], &action, NULL);
}
