// Resource limits, but for that of processes, which is in processes.c. The CPU limit of the kernel counts whole seconds and is only the second line: the zygote watches the CPU
// clocks itself.
#include "sandbox.h"

#include <sys/resource.h>

// What the machine allows is the same for every child, so the worker asks once.
static rlim_t most[RLIM_NLIMITS];

bool note_limits(void) {
  for (int resource = 0; resource < RLIM_NLIMITS; resource++) {
    struct rlimit now;
    if (getrlimit((__rlimit_resource_t)resource, &now) != 0) return false;
    most[resource] = now.rlim_max;
  }
  return true;
}

static bool limit(int resource, rlim_t value) {
  if (most[resource] < value) value = most[resource];
  struct rlimit both = {value, value};
  return setrlimit((__rlimit_resource_t)resource, &both) == 0;
}

bool set_limits(const struct sandbox_limits *limits) {
  rlim_t seconds = limits->cpu_ms / 1000 + 2;
  return limit(RLIMIT_AS, limits->memory) && limit(RLIMIT_DATA, limits->memory) && limit(RLIMIT_CPU, seconds) &&
         limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, layer_is_held(LAYER_FILES) ? FILES_BYTES : 0) && limit(RLIMIT_NOFILE, 32) &&
         (!kernel_counts_processes() || limit(RLIMIT_NPROC, MOST_PROCESSES)) &&
         limit(RLIMIT_STACK, 8 << 20) && limit(RLIMIT_MEMLOCK, 0) && limit(RLIMIT_MSGQUEUE, 0) &&
         limit(RLIMIT_SIGPENDING, 64) && limit(RLIMIT_NICE, 0) && limit(RLIMIT_RTPRIO, 0);
}
