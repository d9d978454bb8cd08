// All that a worker does once, and a first child that shows whether locking in works: a layer that is not there must be known
// before a program is.
#include "sandbox.h"

#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

// True: nothing refused. Else the layer that was is lost now, and another child may come further.
static bool child_locks_in(void) {
  const struct limits limits = {.cpu_ms = 1000, .memory = 512u << 20};
  struct child child = {};
  pid_t pid = fork_child(&child);
  if (pid < 0) die("a process cannot be made: %s", strerror(errno));
  if (pid == 0) {
    lock_in(ROLE_JUDGE, (struct pipes){-1, -1}, &limits);
    _exit(0);
  }
  child_wait(&child);
  if (WIFEXITED(child.status) && WEXITSTATUS(child.status) == 0) return true;
  int step = WIFEXITED(child.status) ? WEXITSTATUS(child.status) - LOCK_FAILED : -1;
  if (step < 0 || step >= LAYER_COUNT || !layer_is_held((enum layer)step)) die("a child cannot be locked in");
  layer_lost((enum layer)step, "refused by the kernel");
  return false;
}

const char *prepare_worker(void) {
  const char *library = NULL;
  start_interpreter(&library);
  enter_root(library);
  drop_bounding_set();
  for (enum layer layer = LAYER_PRIVILEGES; layer <= LAYER_DESCRIPTORS; layer++)
    if (!layer_left_out(layer)) layer_held(layer);
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
