// What the tries of the probe share: what lies outside, and what was found.
#include "probe.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

struct outside outside = {.shared = -1, .limits = {.cpu_ms = 100, .wall_ms = 3000, .idle_ms = 150, .memory = 512u << 20}};
struct findings *findings;

void tried(bool got_out, const char *what) {
  findings->tries++;
  if (!got_out || findings->broken) return;
  snprintf(findings->text, sizeof findings->text, "%s succeeded", what);
  findings->broken = true;
}

bool opens(const char *path, int flags) {
  int descriptor = open(path, flags | O_CLOEXEC, 0600);
  if (descriptor >= 0) close(descriptor);
  return descriptor >= 0;
}
