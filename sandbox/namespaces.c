// Namespaces, taken once per worker. Three ways lead there: a user namespace of one's own (as an ordinary user, or as root
// who becomes nobody first), root's own right where user namespaces are forbidden, and nothing, where the filter alone holds.
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static const int flags[] = {
    [LAYER_USER] = CLONE_NEWUSER, [LAYER_MOUNT] = CLONE_NEWNS, [LAYER_PROCESS] = CLONE_NEWPID,
    [LAYER_NETWORK] = CLONE_NEWNET, [LAYER_IPC] = CLONE_NEWIPC, [LAYER_HOST] = CLONE_NEWUTS,
};
static const uid_t nobody = 65534;  // inside; outside it is the worker's user

// An error of step `what` is worth a sentence, not an exit: the worker goes on with what it has.
static bool write_file(const char *path, const char *text) {
  int descriptor = open(path, O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  bool done = write(descriptor, text, strlen(text)) == (ssize_t)strlen(text);
  close(descriptor);
  return done;
}

static bool enter_user_namespace(void) {
  // Not dumpable, /proc/self/uid_map would stay root's.
  if (!become_nobody() || prctl(PR_SET_DUMPABLE, 1) != 0) return false;
  uid_t user = geteuid();
  gid_t group = getegid();
  if (unshare(CLONE_NEWUSER) != 0) return false;
  char line[64];
  snprintf(line, sizeof line, "%u %u 1", nobody, user);
  if (!write_file("/proc/self/uid_map", line)) return false;
  if (!write_file("/proc/self/setgroups", "deny")) return false;
  snprintf(line, sizeof line, "%u %u 1", nobody, group);
  return write_file("/proc/self/gid_map", line);
}

// Becoming nobody cannot be undone, so the way is tried by a child that goes away.
static bool user_namespace_works(void) {
  pid_t pid = fork();
  if (pid < 0) die_without_processes();  // says nothing of user namespaces
  if (pid == 0) _exit(enter_user_namespace() && unshare(CLONE_NEWNS | CLONE_NEWPID) == 0 ? 0 : errno == 0 ? EPERM : errno);
  int status = 0;
  while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
  if (pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0) return true;
  layer_lost(LAYER_USER, "user namespaces are not allowed here: %s",
             strerror(pid > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : errno));
  return false;
}

void enter_namespaces(void) {
  if (!layer_left_out(LAYER_USER) && user_namespace_works()) {
    if (!enter_user_namespace()) die("the user namespace failed after it had been tried: %s", strerror(errno));
    layer_held(LAYER_USER);
  }
  bool able = layer_is_held(LAYER_USER) || geteuid() == 0;
  for (enum layer layer = LAYER_MOUNT; layer <= LAYER_HOST; layer++) {
    if (layer_left_out(layer)) continue;
    if (!able) {
      layer_lost(layer, "needs a user namespace, or root");
    } else if (unshare(flags[layer]) == 0) {
      layer_held(layer);
    } else {
      layer_lost(layer, "%s", strerror(errno));
    }
  }
  if (layer_is_held(LAYER_HOST)) sethostname("assay", 5);
}
