// What the host and the worker say to each other, little-endian as both run on one machine.
#include "sandbox.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

int host_in = -1, host_out = -1;

bool read_exact(int descriptor, void *bytes, size_t count) {
  char *next = bytes;
  while (count > 0) {
    ssize_t got = read(descriptor, next, count);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    next += got;
    count -= (size_t)got;
  }
  return true;
}

bool write_exact(int descriptor, const void *bytes, size_t count) {
  const char *next = bytes;
  while (count > 0) {
    ssize_t put = write(descriptor, next, count);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    next += put;
    count -= (size_t)put;
  }
  return true;
}

// magic, code, signal, length of the text, CPU time, wall time, marks; then the text.
bool send_reply(const struct verdict *verdict) {
  char frame[32 + sizeof verdict->text];
  const uint32_t head[4] = {REPLY_MAGIC, verdict->code, verdict->signal, verdict->length};
  memcpy(frame, head, 16);
  memcpy(frame + 16, &verdict->cpu_us, 8);
  memcpy(frame + 24, &verdict->wall_ms, 4);
  memcpy(frame + 28, &verdict->marks, 4);
  memcpy(frame + 32, verdict->text, verdict->length);
  return write_exact(host_out, frame, 32 + verdict->length);
}

// The first frame of a worker: length, JSON.
bool send_hello(const char *json, size_t length) {
  uint32_t count = (uint32_t)length;
  return write_exact(host_out, &count, 4) && write_exact(host_out, json, length);
}
