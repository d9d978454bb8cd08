// How many processes and threads a program may have. The kernel's limit counts all that belong to a user, so it is a limit of
// a program only where no other worker's program has the same one: in a user namespace of the worker's own (since Linux 5.14
// each is counted for itself), or under a user that root chose for the worker. Else one program's threads would make its
// neighbour fail, so the worker leaves the kernel's limit as it is and counts the threads of its programs itself.
#include "sandbox.h"

#include <stdio.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

static bool kernel_counts = true;

// A folder has a link for each folder in it: two, and one for each thread.
static nlink_t threads(pid_t pid) {
  char path[64];
  struct stat status;
  snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
  return stat(path, &status) == 0 && status.st_nlink > 2 ? status.st_nlink - 2 : 0;
}

static bool namespaces_count(void) {
  struct utsname name;
  int major = 0, minor = 0;
  return layer_is_held(LAYER_USER) && uname(&name) == 0 && sscanf(name.release, "%d.%d", &major, &minor) == 2 &&
         (major > 5 || (major == 5 && minor >= 14));
}

void hold_process_limit(void) {
  if (layer_left_out(LAYER_PROCESSES)) return;
  kernel_counts = has_own_user() || namespaces_count();
  if (kernel_counts || threads(getpid()) > 0) layer_held(LAYER_PROCESSES);
  else layer_lost(LAYER_PROCESSES, "all workers are one user, and /proc does not show their threads");
}

bool kernel_counts_processes(void) { return kernel_counts || !layer_is_held(LAYER_PROCESSES); }

bool exceeds_process_limit(pid_t pid) { return !kernel_counts_processes() && pid > 0 && threads(pid) > MOST_PROCESSES; }
