// The audit hook: Python's own word on what is about to happen. It stops a program before the filter would, and it knows the
// name. It cannot be removed from Python; it is no boundary, the filter is.
#include "sandbox.h"

#include <string.h>
#include <unistd.h>

enum role current_role = ROLE_ZYGOTE;

static const char *const forbidden[] = {
    "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile", "os.kill", "os.killpg",
    "pty.spawn", "subprocess.Popen", "socket.", "ctypes.", "signal.pthread_kill", "resource.prlimit",
    "resource.setrlimit", "sys.addaudithook", "syslog.",
};
// In the same interpreter as the tests these would let a program step over them; elsewhere no program needs them.
static const char *const forbidden_insides[] = {
    "sys.settrace", "sys.setprofile", "gc.get_objects", "gc.get_referrers", "gc.get_referents",
};

static bool listed(const char *event, const char *const *list, size_t count) {
  for (size_t i = 0; i < count; i++) {
    size_t length = strlen(list[i]);
    bool family = list[i][length - 1] == '.';
    if (family ? strncmp(event, list[i], length) == 0 : strcmp(event, list[i]) == 0) return true;
  }
  return false;
}

// The candidate has no page to write to: it tells the judge, as one more answer.
[[noreturn]] static void stop(const char *event) {
  size_t length = strnlen(event, 64);
  if (current_role == ROLE_REFERENCE) {
    verdict_write(VERDICT_FORBIDDEN, 0, event, length);
  } else {
    unsigned char frame[80] = {(unsigned char)(length + 1), 0, 0, 0, 'X'};
    memcpy(frame + 5, event, length);
    write_exact(4, frame, length + 5);
  }
  _exit(0);
}

static int hook(const char *event, PyObject *arguments, void *data) {
  (void)arguments, (void)data;
  if (current_role != ROLE_CANDIDATE && current_role != ROLE_REFERENCE) return 0;
  // Most events are imports, compilations and look-ups; their first letters are in none of the lists.
  if (strchr("oscprg", event[0]) == NULL) return 0;
  if (listed(event, forbidden, sizeof forbidden / sizeof *forbidden)) stop(event);
  if (listed(event, forbidden_insides, sizeof forbidden_insides / sizeof *forbidden_insides))
    stop(event);
  return 0;
}

bool install_audit_hook(void) { return PySys_AddAuditHook(hook, NULL) == 0; }
