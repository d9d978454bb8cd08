// One process of a program: forked from the zygote, locked in, then given its text.
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// clone3 gives what fork(2) does not: a descriptor of the process, and a process namespace of its own. glibc keeps the
// thread's id in memory; the kernel is told to write it there, as glibc's fork would. Python's hooks around a fork are for
// locks that another thread may hold, and for a generator of random numbers that must not repeat itself: here there is one
// thread, and the generator is seeded by hand.
pid_t fork_child(struct child *child) {
  static int *thread_id;
  if (thread_id == NULL && prctl(PR_GET_TID_ADDRESS, &thread_id, 0, 0, 0) != 0) thread_id = NULL;
  int pidfd = -1;
  struct clone_args arguments = {
      .flags = CLONE_PIDFD | (layer_is_held(LAYER_PROCESS) ? CLONE_NEWPID : 0u),
      .pidfd = (uint64_t)(uintptr_t)&pidfd,
      .exit_signal = SIGCHLD,
  };
  if (thread_id != NULL) {
    arguments.flags |= CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID;
    arguments.child_tid = (uint64_t)(uintptr_t)thread_id;
  }
  pid_t pid = (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
  if (pid == 0) return 0;
  *child = (struct child){.pid = pid, .pidfd = pidfd};
  if (pid > 0) fcntl(pidfd, F_SETFD, FD_CLOEXEC);
  return pid;
}

// The pipe's ends become 3 and 4; nothing else stays open but the null device at 0, 1 and 2, opened anew: the flags of an open
// file are shared by all who inherited it, and would carry a bit from one program to the next.
static bool keep_descriptors(struct pipes pipes) {
  int null = open(null_device(), O_RDWR | O_CLOEXEC);
  if (null < 0 || dup2(null, 0) != 0 || dup2(null, 1) != 1 || dup2(null, 2) != 2) return false;
  unsigned first = 3;
  if (pipes.in >= 0) {
    if (dup2(pipes.in, 3) != 3 || dup2(pipes.out, 4) != 4) return false;
    first = 5;
  }
  return close_range(first, ~0u, 0) == 0;
}

static void require(enum layer layer, bool done) {
  if (layer_is_held(layer) && !done) _exit(LOCK_FAILED + (int)layer);
}

void lock_in(enum role role, struct pipes pipes, const struct sandbox_limits *limits) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  require(LAYER_DESCRIPTORS, keep_descriptors(pipes));
  if (layer_is_held(LAYER_ROOT)) require(LAYER_ROOT, enter_program_root(role));
  if (layer_is_held(LAYER_LIMITS)) require(LAYER_LIMITS, set_limits(limits));
  if (layer_is_held(LAYER_PRIVILEGES)) require(LAYER_PRIVILEGES, prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
  if (layer_is_held(LAYER_CAPABILITIES)) require(LAYER_CAPABILITIES, drop_privileges());
  prctl(PR_SET_DUMPABLE, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // cleared by a change of the user
  if (layer_is_held(LAYER_FILTER)) require(LAYER_FILTER, load_filter());
  current_role = role;
}

static void serve(const struct texts *texts) {
  PyObject *source = text(texts->candidate);
  if (source != NULL) PyObject_CallOneArg(candidate_serve, source);
}

// judge_run answers (code, text, marks) after the tests ran to their end, or why they did not.
static void judge(const struct texts *texts) {
  PyObject *secret = PyBytes_FromStringAndSize(texts->secret.bytes, texts->secret.length);
  PyObject *helpers = text(texts->helpers), *tests = text(texts->tests), *entry = text(texts->entry);
  PyObject *solution = text(texts->solution);
  if (secret == NULL || helpers == NULL || tests == NULL || entry == NULL || solution == NULL) return;
  PyObject *answer = PyObject_CallFunctionObjArgs(judge_run, helpers, tests, entry, solution, secret, NULL);
  int code = VERDICT_LOST;
  unsigned marks = 0;
  const char *words = "";
  Py_ssize_t length = 0;
  if (answer != NULL && PyArg_ParseTuple(answer, "is#I", &code, &words, &length, &marks) && code >= 0 &&
      code <= VERDICT_LOST)
    verdict_write((uint32_t)code, marks, words, (size_t)length);
}

void child_main(enum role role, struct pipes pipes, struct sandbox_limits limits, struct texts texts) {
  lock_in(role, pipes, &limits);
  wipe_stack();
  if (role == ROLE_CANDIDATE) serve(&texts);
  if (role == ROLE_JUDGE) judge(&texts);
  if (role == ROLE_REFERENCE) refer(&texts);
  _exit(0);
}

uint64_t child_cpu_us(const struct child *child) {
  if (child->ended) return child->cpu_us;
  struct timespec time;
  clockid_t clock;
  if (child->pid <= 0 || clock_getcpuclockid(child->pid, &clock) != 0 || clock_gettime(clock, &time) != 0) return 0;
  return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_nsec / 1000;
}

void child_kill(struct child *child) {
  if (child->pid > 0 && !child->ended) syscall(SYS_pidfd_send_signal, child->pidfd, SIGKILL, NULL, 0);
}

void child_wait(struct child *child) {
  if (child->pid <= 0 || child->ended) return;
  struct rusage usage;
  while (wait4(child->pid, &child->status, 0, &usage) < 0)
    if (errno != EINTR) break;
  child->cpu_us = (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 +
                  (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
  child->ended = true;
  close(child->pidfd);
}
