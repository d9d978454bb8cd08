// What a sandbox's worker and its host say to each other, and what a verdict is called: for the worker (C), for the host (Swift), and
// for the judge, who gets the numbers from the worker (Python). Words lie as the machine has them: both are processes of one.
#pragma once

#include <stdint.h>

enum {
  SANDBOX_REQUEST_MAGIC = 0x31525341,  // "ASR1", first of a request
  SANDBOX_REPLY_MAGIC = 0x31505341,    // "ASP1", first of a reply
  SANDBOX_FAILURE_MAGIC = 0x31465341,  // "ASF1", in the place of a reply or of a greeting: why the worker cannot go on
};

enum { SANDBOX_STRICT = 1, SANDBOX_REFERENCE = 2 };  // modes

enum {
  SANDBOX_SECRET_BYTES = 32,
  SANDBOX_TEXT_BYTES = 1024,      // a reply's text has no more
  SANDBOX_GREETING_BYTES = 65536, // nor has a greeting
};

enum {
  VERDICT_PASSED, VERDICT_WRONG, VERDICT_EXCEPTION, VERDICT_TIMED_OUT, VERDICT_MEMORY, VERDICT_FORBIDDEN, VERDICT_CRASHED,
  VERDICT_UNSUPPORTED,
  VERDICT_LOST,  // within the worker only: the candidate went away; its wait status says why
};

enum {
  MARK_CHANGED = 1,  // the program changed arguments of the tests
  MARK_WALL = 2,     // what ran out was wall time, not CPU time
};

struct sandbox_limits {
  uint32_t cpu_ms;   // of candidate and judge together
  uint32_t wall_ms;  // a guard for what does not use the processor
  uint32_t idle_ms;  // without any progress of the CPU clock
  uint32_t unused;
  uint64_t memory;   // bytes of address space, each process
};

// A worker's first frame is a greeting: its length (32 bits), then JSON. Then it answers requests: this, the candidate's text, the
// secret, helpers, tests, entry and solution.
struct sandbox_request {
  uint32_t magic, mode;
  struct sandbox_limits limits;
  uint32_t candidate, helpers, tests, entry, solution, unused;  // lengths in bytes
};

// Then the text. A failure has a length and a text, two lines: what went wrong, and what would have been right.
struct sandbox_reply {
  uint32_t magic, code, signal, length;
  uint64_t cpu_us;
  uint32_t wall_ms, marks;
};
