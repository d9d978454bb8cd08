// All that a worker does once, and a first child that shows whether locking in works: a layer that is not there must be known
// before a program is.
#include "sandbox.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void *wait_for_all(void *gate) {
  pthread_mutex_lock(gate);
  pthread_mutex_unlock(gate);
  return NULL;
}

// A limit of the machine that is below ours would make programs fail that have done nothing wrong.
static bool has_processes(void) {
  static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 64 << 10);
  pthread_mutex_lock(&gate);
  for (int i = 0; i < LEAST_PROCESSES; i++) {
    pthread_t thread;
    if (pthread_create(&thread, &small, wait_for_all, &gate) != 0) return false;
  }
  return true;
}

// True: nothing refused. Else the layer that was is lost now, and another child may come further.
static bool child_locks_in(void) {
  const struct sandbox_limits limits = {.cpu_ms = 1000, .memory = 512u << 20};
  struct child child = {};
  pid_t pid = fork_child(&child);
  if (pid < 0) die_without_processes();
  if (pid == 0) {
    lock_in(ROLE_JUDGE, (struct pipes){-1, -1}, &limits);
    _exit(has_processes() ? 0 : TOO_FEW_PROCESSES);
  }
  child_wait(&child);
  if (WIFEXITED(child.status) && WEXITSTATUS(child.status) == 0) return true;
  errno = EAGAIN;
  if (WIFEXITED(child.status) && WEXITSTATUS(child.status) == TOO_FEW_PROCESSES) die_without_processes();
  int step = WIFEXITED(child.status) ? WEXITSTATUS(child.status) - LOCK_FAILED : -1;
  if (step < 0 || step >= LAYER_COUNT || !layer_is_held((enum layer)step)) die("a child cannot be locked in");
  layer_lost((enum layer)step, "refused by the kernel");
  return false;
}

const char *prepare_worker(void) {
  const char *library = NULL;
  start_interpreter(&library);
  if (!prepare_reference_mode()) die("the interpreter: %s cannot be set up", "reference mode");
  enter_root(library);
  make_files();
  if (layer_is_held(LAYER_FILES)) use_own_files();
  drop_bounding_set();
  if (!note_limits()) die("limits: %s", strerror(errno));
  static const enum layer by_child[] = {LAYER_PRIVILEGES, LAYER_CAPABILITIES, LAYER_LIMITS, LAYER_DESCRIPTORS};
  for (size_t i = 0; i < sizeof by_child / sizeof *by_child; i++)
    if (!layer_left_out(by_child[i])) layer_held(by_child[i]);
  hold_process_limit();
  if (build_filter(layer_is_held(LAYER_ROOT))) layer_held(LAYER_FILTER);
  else if (!layer_left_out(LAYER_FILTER)) layer_lost(LAYER_FILTER, "libseccomp: %s", strerror(errno));
  struct region text;
  if (!layer_left_out(LAYER_TESTS)) {
    if (region_map(&text, 1) && region_inherited(&text, false)) layer_held(LAYER_TESTS);
    else layer_lost(LAYER_TESTS, "madvise: %s", strerror(errno));
    region_unmap(&text);
  }
  settle_heap();
  while (!child_locks_in()) {}
  return library;
}
