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

// magic, code, signal, length of the text, CPU time, wall time, marks; then the text.
static bool send_frame(char *frame, const struct verdict *said, uint32_t magic, const char *words) {
  const uint32_t head[4] = {magic, said->code, said->signal, said->length};
  memcpy(frame, head, 16);
  memcpy(frame + 16, &said->cpu_us, 8);
  memcpy(frame + 24, &said->wall_ms, 4);
  memcpy(frame + 28, &said->marks, 4);
  memcpy(frame + REPLY_HEAD, words, said->length);
  return write_exact(host_out, frame, REPLY_HEAD + said->length);
}

bool send_reply(struct exchange *exchange) {
  return send_frame(exchange->reply, &exchange->verdict, REPLY_MAGIC, exchange->verdict.text);
}

// The text: what went wrong, a line end, what would have been right.
bool send_failure(const char *problem, const char *expected) {
  char words[700], frame[REPLY_HEAD + sizeof words];
  int length = snprintf(words, sizeof words, "%s\n%s", problem, expected);
  if (length < 0) return false;
  const struct verdict none = {.length = length < (int)sizeof words ? (uint32_t)length : sizeof words - 1};
  return send_frame(frame, &none, FAILURE_MAGIC, words);
}

// The first frame of a worker: length, JSON.
bool send_hello(const char *json, size_t length) {
  uint32_t count = (uint32_t)length;
  return write_exact(host_out, &count, 4) && write_exact(host_out, json, length);
}
