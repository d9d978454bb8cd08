// What the host and the worker say to each other, little-endian as both run on one machine.
#include "sandbox.h"

#include <errno.h>
#include <stdio.h>
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

// In one piece, which a host that waits for a head finds whole.
static bool send_frame(char *frame, const struct verdict *said, uint32_t magic, const char *words) {
  const struct sandbox_reply head = {
      .magic = magic, .code = said->code, .signal = said->signal, .length = said->length, .cpu_us = said->cpu_us,
      .wall_ms = said->wall_ms, .marks = said->marks,
  };
  memcpy(frame, &head, sizeof head);
  memcpy(frame + sizeof head, words, said->length);
  return write_exact(host_out, frame, sizeof head + said->length);
}

bool send_reply(struct exchange *exchange) {
  return send_frame(exchange->reply, &exchange->verdict, SANDBOX_REPLY_MAGIC, exchange->verdict.text);
}

// The text: what went wrong, a line end, what would have been right.
bool send_failure(const char *problem, const char *expected) {
  char words[700], frame[sizeof(struct sandbox_reply) + sizeof words];
  int length = snprintf(words, sizeof words, "%s\n%s", problem, expected);
  if (length < 0) return false;
  const struct verdict none = {.length = length < (int)sizeof words ? (uint32_t)length : sizeof words - 1};
  return send_frame(frame, &none, SANDBOX_FAILURE_MAGIC, words);
}

// The first frame of a worker: length, JSON.
bool send_hello(const char *json, size_t length) {
  uint32_t count = (uint32_t)length;
  return write_exact(host_out, &count, 4) && write_exact(host_out, json, length);
}
