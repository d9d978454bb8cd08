// assay-sandbox --probe: proves the layers by trying to get out of them. A line a layer, parts set apart by tabs: what it is,
// "required" or "optional", "present", "absent" or "broken", and how that is known. Exit 1 if a required layer is not
// present, or any is broken.
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int listener = -1, local_listener = -1;

void probe_prepare(void) {
  outside.host = getpid();
  struct stat status;
  if (stat("/proc/self/ns/mnt", &status) == 0) outside.mounts = status.st_ino;
  gethostname(outside.host_name, sizeof outside.host_name - 1);
  if (readlink("/proc/self/exe", outside.executable, sizeof outside.executable - 1) < 0) *outside.executable = 0;
  // What cannot be made here is not there to be reached either.
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (bind(listener, (struct sockaddr *)&address, size) == 0 && listen(listener, 8) == 0 &&
      getsockname(listener, (struct sockaddr *)&address, &size) == 0)
    outside.port = address.sin_port;
  // A name that the kernel picks, in the name space of the network.
  outside.local = (struct sockaddr_un){.sun_family = AF_UNIX};
  outside.local_size = sizeof outside.local;
  local_listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (bind(local_listener, (struct sockaddr *)&outside.local, sizeof(sa_family_t)) == 0 && listen(local_listener, 8) == 0)
    getsockname(local_listener, (struct sockaddr *)&outside.local, &outside.local_size);
  // Removed at once, and there until the last process that holds it has left.
  outside.shared = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0666);
  if (outside.shared < 0) return;
  shmat(outside.shared, NULL, 0);
  shmctl(outside.shared, IPC_RMID, NULL);
}

static bool prepare_worker_side(void) {
  close(listener);
  close(local_listener);
  findings = mmap(NULL, sizeof *findings, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (findings == MAP_FAILED || !region_map(&outside.tests, 4096)) return false;
  memset(outside.tests.base, 'T', 4096);
  return region_inherited(&outside.tests, false) && leave_request();
}

[[noreturn]] static void try(const struct trial *trial) {
  for (enum layer layer = 0; layer < LAYER_COUNT; layer++)
    if (trial->without & 1u << layer) layer_leave_out(layer_name(layer));
  lock_in(ROLE_REFERENCE, (struct pipes){-1, -1}, &outside.limits);
  trial->act();
  _exit(77);
}

static bool came_out_as(enum outcome expected, enum ending ending, const struct child *child) {
  int status = child->status;
  int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  struct verdict verdict = {};
  switch (expected) {
    case OUTCOME_RETURNS: return WIFEXITED(status) && WEXITSTATUS(status) == 77;
    case OUTCOME_KILLED: return signal == SIGSYS;
    case OUTCOME_FAULT: return signal == SIGSEGV;
    case OUTCOME_CPU: return ending == ENDING_CPU || signal == SIGXCPU;
    case OUTCOME_WALL: return ending == ENDING_WALL;
    case OUTCOME_HELD: return ending == ENDING_PROCESSES || (WIFEXITED(status) && WEXITSTATUS(status) == 77);
    case OUTCOME_FORBIDDEN: return verdict_read(&verdict) && verdict.code == VERDICT_FORBIDDEN;
  }
  return false;
}

// False: this trial got out; findings say how.
static bool passes(const struct trial *trial) {
  unsigned tries = findings->tries;
  struct child child = {};
  if (!verdict_page_map()) die("the probe: %s", strerror(errno));
  pid_t pid = fork_child(&child);
  if (pid < 0) die_without_processes();
  if (pid == 0) try(trial);
  uint32_t wall_ms = 0;
  enum ending ending = supervise(&child, NULL, &outside.limits, &wall_ms);
  if (ending != ENDING_DONE) child_kill(&child);
  child_wait(&child);
  bool held = came_out_as(trial->expected, ending, &child) && !findings->broken;
  if (!held && !findings->broken) {
    snprintf(findings->text, sizeof findings->text, "try %u did not end as it must (%s %d)", findings->tries - tries,
             WIFSIGNALED(child.status) ? "signal" : "status",
             WIFSIGNALED(child.status) ? WTERMSIG(child.status) : WEXITSTATUS(child.status));
    findings->broken = true;
  }
  verdict_page_unmap();
  renew_files();
  return held;
}

static const char *const proofs[LAYER_COUNT] = {
    [LAYER_USER] = "no way to root, to a higher priority or to higher limits",
    [LAYER_MOUNT] = "nothing of the host's file systems is in sight",
    [LAYER_PROCESS] = "its processes are all there are: the host is not to be signalled, traced or read",
    [LAYER_NETWORK] = "no open port of this machine, no other machine and no local socket is reached",
    [LAYER_IPC] = "shared memory of the host cannot be attached",
    [LAYER_HOST] = "the host's name is not to be seen",
    [LAYER_ROOT] = "nothing but the library is read, nothing is written, executed, mounted or left",
    [LAYER_FILES] = "bounded in bytes and number, nothing in them is executed or leads out, and the next program finds none",
    [LAYER_FILTER] = "tracing, mounts, other programs and their like end the program; network, processes and executable memory are refused",
    [LAYER_PRIVILEGES] = "set for good",
    [LAYER_CAPABILITIES] = "none held, none taken, and nothing done that needs one",
    [LAYER_LIMITS] = "memory, files, descriptors, CPU time and idleness end where they must, and no limit is raised",
    [LAYER_PROCESSES] = "no more than they may be, and those of other workers do not count",
    [LAYER_DESCRIPTORS] = "streams lead to the null device, nothing else is open, the environment holds a home and a name",
    [LAYER_TESTS] = "neither their text nor its length is in the memory of the candidate",
    [LAYER_AUDIT] = "os.system is stopped before the kernel is asked",
};

static void run_all(enum layer layer, const struct trial *list, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (list[i].layer == layer && !findings->broken) passes(&list[i]);
}

static bool is_said = true;

static void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void say(const char *format, ...) {
  char line[1024];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  is_said &= write_exact(host_out, line, length < (int)sizeof line ? (size_t)length : sizeof line - 1);
}

int probe_main(const char *library) {
  outside.library = library;
  if (outside.host == 1) outside.host = getpid();  // as the first process of a container: every program has that number itself
  if (!prepare_worker_side()) die("the probe: %s", strerror(errno));
  bool sound = true;
  for (enum layer layer = 0; layer < LAYER_COUNT; layer++) {
    *findings = (struct findings){};
    const char *kind = layer_is_required(layer) ? "required" : "optional";
    if (!layer_is_held(layer)) {
      sound &= !layer_is_required(layer);
      say("%s\t%s\tabsent\t%s\n", layer_name(layer), kind, layer_reason(layer));
      continue;
    }
    run_all(layer, trials, trial_count);
    run_all(layer, call_trials, call_trial_count);
    sound &= !findings->broken;
    if (findings->broken) say("%s\t%s\tbroken\t%s\n", layer_name(layer), kind, findings->text);
    else say("%s\t%s\tpresent\t%s (%u %s)\n", layer_name(layer), kind, proofs[layer], findings->tries,
             findings->tries == 1 ? "try" : "tries");
  }
  // Not by die(): the reader that it would tell is the one who is gone.
  if (!is_said) fprintf(stderr, "error: standard output: cannot be written\n  expected: a reader for what was found\n");
  return sound && is_said ? 0 : 1;
}
