// One program, from its request to its verdict.
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

// A candidate that closed its pipe is about to end, and how tells the verdict; or it only wants to be waited for.
static void await_end(struct child *child) {
  struct pollfd watched = {.fd = child->pidfd, .events = POLLIN};
  if (child->pid <= 0 || child->ended) return;
  for (uint64_t end = now_ms() + 1000; now_ms() < end;)
    if (poll(&watched, 1, 100) > 0) return;
  child_kill(child);
  child_wait(child);
  child->status = 0;  // as if it had left; the kill was ours
}

// What the end of a process says, for one that left no verdict. Exit status never makes a program pass.
static void explain(const struct child *child, const struct sandbox_limits *limits, struct verdict *verdict) {
  int signal = WIFSIGNALED(child->status) ? WTERMSIG(child->status) : 0;
  if (signal == SIGSYS) {
    verdict_set(verdict, VERDICT_FORBIDDEN, "system call");
  } else if (signal == SIGXCPU || (signal == SIGKILL && child->cpu_us >= (uint64_t)limits->cpu_ms * 950)) {
    verdict_set(verdict, VERDICT_TIMED_OUT, "");
  } else if (signal == SIGKILL) {
    verdict_set(verdict, VERDICT_MEMORY, "killed by the system");
  } else if (signal != 0) {
    verdict_set(verdict, VERDICT_CRASHED, "");
    verdict->signal = (uint32_t)signal;
  } else {
    // It left by itself: signal 0.
    verdict_set(verdict, VERDICT_CRASHED, "");
  }
}

// Descriptors above those that a child keeps, so that dup2 never meets its source.
static bool make_pipe(int ends[2]) {
  int low[2];
  if (pipe2(low, O_CLOEXEC) != 0) return false;
  for (int i = 0; i < 2; i++) {
    ends[i] = fcntl(low[i], F_DUPFD_CLOEXEC, 16);
    close(low[i]);
  }
  return ends[0] >= 0 && ends[1] >= 0;
}

static void close_all(int *descriptors, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (descriptors[i] >= 0) close(descriptors[i]);
}

static void settle(enum ending ending, struct child *decisive, struct child *other, const struct sandbox_limits *limits,
                   struct verdict *verdict) {
  if (ending != ENDING_DONE) child_kill(decisive);
  child_wait(decisive);
  // A candidate that went away first has an end of its own, which must not be overwritten by a kill.
  bool read = verdict_read(verdict);
  if (other != NULL) {
    if (ending == ENDING_DONE && read && verdict->code == VERDICT_LOST) await_end(other);
    else child_kill(other);
    child_wait(other);
  }
  verdict->cpu_us = decisive->cpu_us + (other == NULL ? 0 : other->cpu_us);
  if (ending == ENDING_PROCESSES) {
    verdict_set(verdict, VERDICT_MEMORY, "more threads than a program may have");
  } else if (ending == ENDING_CPU || ending == ENDING_WALL) {
    verdict_set(verdict, VERDICT_TIMED_OUT, "");
    verdict->marks = ending == ENDING_WALL ? MARK_WALL : 0;
  } else if (!read) {
    explain(decisive, limits, verdict);
  } else if (verdict->code == VERDICT_LOST) {
    if (other != NULL) explain(other, limits, verdict);
    else verdict_set(verdict, VERDICT_CRASHED, "");
  }
}

// The judge's texts may import what the candidate's do not, and the other way round: neither is to learn of the other's.
static bool need_extensions(const struct texts *texts) {
  return may_need_extensions(texts->candidate) || may_need_extensions(texts->helpers) || may_need_extensions(texts->tests) ||
         may_need_extensions(texts->solution);
}

static void run_strict(struct exchange *exchange) {
  const struct sandbox_limits *limits = &exchange->request.limits;
  int asks[2] = {-1, -1}, answers[2] = {-1, -1};
  struct child candidate = {}, judge = {};
  if (!make_pipe(asks) || !make_pipe(answers)) die("pipes: %s", strerror(errno));
  if (!region_inherited(&exchange->trusted, false)) die("the tests cannot be kept from the candidate: %s", strerror(errno));
  const struct texts program = candidate_texts(exchange);
  const struct sandbox_limits held = *limits;
  extensions_inherited(need_extensions(&program));
  if (fork_child(&candidate) == 0) child_main(ROLE_CANDIDATE, (struct pipes){asks[0], answers[1]}, held, program);
  if (!region_inherited(&exchange->trusted, true) || !region_inherited(&exchange->program, false))
    die("madvise: %s", strerror(errno));
  // Only now is there a page for the verdict.
  if (!verdict_page_map()) die("a page for the verdict: %s", strerror(errno));
  const struct texts tests = judge_texts(exchange);
  extensions_inherited(need_extensions(&tests));
  if (candidate.pid > 0 && fork_child(&judge) == 0) child_main(ROLE_JUDGE, (struct pipes){answers[0], asks[1]}, held, tests);
  int failure = errno;
  close_all(asks, 2);
  close_all(answers, 2);
  if (candidate.pid < 0 || judge.pid <= 0) {
    child_kill(&candidate);
    child_wait(&candidate);
    errno = failure;
    die_without_processes();
  }
  struct verdict *verdict = &exchange->verdict;
  enum ending ending = supervise(&judge, &candidate, limits, &verdict->wall_ms);
  settle(ending, &judge, &candidate, limits, verdict);
}

static void run_reference(struct exchange *exchange) {
  const struct sandbox_limits held = exchange->request.limits;
  struct child child = {};
  if (!verdict_page_map()) die("a page for the verdict: %s", strerror(errno));
  struct texts texts = judge_texts(exchange);
  texts.candidate = candidate_texts(exchange).candidate;
  extensions_inherited(need_extensions(&texts));
  if (fork_child(&child) == 0) child_main(ROLE_REFERENCE, (struct pipes){-1, -1}, held, texts);
  if (child.pid < 0) die_without_processes();
  struct verdict *verdict = &exchange->verdict;
  settle(supervise(&child, NULL, &held, &verdict->wall_ms), &child, NULL, &held, verdict);
}

void run_program(struct exchange *exchange) {
  if (exchange->request.mode == SANDBOX_STRICT) run_strict(exchange);
  else run_reference(exchange);
  verdict_page_unmap();
  renew_files();
}
