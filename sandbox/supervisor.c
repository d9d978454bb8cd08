// Watches the processes of one program until they have ended or used up what they were given.
#include "sandbox.h"

#include <poll.h>
#include <time.h>

uint64_t now_ms(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

// The CPU time of both decides: a process that waits for another's turn on a busy machine loses nothing. Who uses no CPU
// time (sleeps, waits for what never comes) is stopped by the idle limit; the wall limit guards against the rest.
enum ending supervise(struct child *first, struct child *second, const struct limits *limits) {
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
    idle += step;
    uint64_t cpu = child_cpu_us(first) + (second == NULL ? 0 : child_cpu_us(second));
    if (cpu > counted + 2000) {
      counted = cpu;
      idle = 0;
    }
    if (cpu > (uint64_t)limits->cpu_ms * 1000) return ENDING_CPU;
    if (exceeds_process_limit(first->pid) || (second != NULL && exceeds_process_limit(second->pid))) return ENDING_PROCESSES;
    if (wall > limits->wall_ms || idle > limits->idle_ms) return ENDING_WALL;
  }
}
