// The probe's parts: what lies outside, what a try found, and the list of tries.
#pragma once
#include "sandbox.h"

#include <netinet/in.h>
#include <sys/un.h>

// Things that are truly there, outside, for a program to reach: made before the namespaces.
struct outside {
  pid_t host;
  in_port_t port;  // of a listening socket, in network order
  struct sockaddr_un local;
  socklen_t local_size;
  int shared;  // System V shared memory
  ino_t mounts;  // the mount namespace
  char host_name[65], executable[512];
  const char *library;
  struct sandbox_limits limits;
  struct region tests;
};
extern struct outside outside;

// Shared with the child that tries.
struct findings {
  unsigned tries;
  bool broken;
  char text[120];
};
extern struct findings *findings;
void tried(bool got_out, const char *what);

enum outcome {
  OUTCOME_RETURNS,    // all tries were refused, and the child came to its end
  OUTCOME_KILLED,     // the filter ended it
  OUTCOME_FAULT,      // the memory is not there
  OUTCOME_CPU,        // stopped at the CPU limit
  OUTCOME_WALL,       // stopped for doing nothing
  OUTCOME_HELD,       // returns, or the worker saw too many threads
  OUTCOME_FORBIDDEN,  // stopped by the audit hook, which said so
};

bool opens(const char *path, int flags);

// file_trials.c
enum { PROBE_LENGTH = 0x5b3a7 };  // of the texts of a request, a number that comes about by nothing else
bool leave_request(void);
void try_filling(void), try_private_files(void), try_stack(void), try_threads(void);

struct trial {
  enum layer layer;
  unsigned without;  // layers that the child does without, a bit each
  enum outcome expected;
  void (*act)(void);
};
extern const struct trial trials[], call_trials[];
extern const size_t trial_count, call_trial_count;
