// Watches the processes of one program until they have ended or used up what they were given.
#include "sandbox.h"

#include <poll.h>
#include <time.h>

uint64_t now_ms(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

// A process that waits for its turn gets at least this part of a core even on a very busy machine; who gets along with less
// sleeps.
static const uint64_t least_share = 50;

// The CPU time of both decides: a process that waits for another's turn on a busy machine loses nothing. Who uses next to no
// CPU time (sleeps, waits for what never comes, wakes up now and then so as to seem busy) is stopped by the idle limit: it counts
// the time for which the CPU time used so far does not account. The wall limit guards against the rest.
enum ending supervise(struct child *first, struct child *second, const struct sandbox_limits *limits, uint32_t *wall_ms) {
  uint64_t last = now_ms(), wall = 0, idle = 0, counted = 0;
  for (;;) {
    // first: the process whose end is the end of the program.
    struct pollfd watched[2] = {{.fd = first->pidfd, .events = POLLIN}, {.fd = host_in}};
    int ready = poll(watched, 2, 20);
    if (watched[0].revents != 0) return ENDING_DONE;
    if (ready > 0 && (watched[1].revents & (POLLHUP | POLLERR)) != 0) return ENDING_HOST_GONE;
    // A step that took much longer than it should is the machine's fault, and is not held against the program.
    uint64_t now = now_ms(), step = now - last < 60 ? now - last : 60;
    last = now;
    wall += step;
    idle += step * 1000;
    *wall_ms += (uint32_t)step;
    uint64_t cpu = child_cpu_us(first) + (second == NULL ? 0 : child_cpu_us(second));
    if (cpu > counted) {
      uint64_t busy = (cpu - counted) * least_share;
      counted = cpu;
      idle = idle > busy ? idle - busy : 0;
    }
    if (cpu > (uint64_t)limits->cpu_ms * 1000) return ENDING_CPU;
    if (exceeds_process_limit(first->pid) || (second != NULL && exceeds_process_limit(second->pid))) return ENDING_PROCESSES;
    if (wall > limits->wall_ms || idle > (uint64_t)limits->idle_ms * 1000) return ENDING_WALL;
  }
}
