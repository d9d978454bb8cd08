// The end of a worker that cannot go on: it says why, to the host if there is one.
#include "sandbox.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char rebuilt[] = "the program assay-sandbox that was built with assay; see 'assay doctor'";

// The host says it, with what would have been right, if there is one; else standard error does.
[[noreturn]] static void fail(const char *problem, const char *expected) {
  if (host_out < 0 || !send_failure(problem, expected))
    fprintf(stderr, "error: assay-sandbox: %s\n  expected: %s\n", problem, expected);
  _exit(2);
}

void die(const char *format, ...) {
  char problem[400];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(problem, sizeof problem, format, arguments);
  va_end(arguments);
  fail(problem, rebuilt);
}

void die_without_processes(void) {
  char problem[200], expected[200];
  snprintf(problem, sizeof problem, "a process or thread cannot be made: %s", strerror(errno));
  snprintf(expected, sizeof expected,
           "a limit of processes (ulimit -u, or the container's pids limit) that leaves %d for each worker", LEAST_PROCESSES + 6);
  fail(problem, expected);
}
