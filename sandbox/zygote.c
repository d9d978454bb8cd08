// The worker: says what holds it, then answers one request after the other until its host goes away.
#include "sandbox.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

// {"python": …, "layers": [{"name", "held", "reason"}], "modules": […], "missing": null or a layer's name}; names and reasons are ours.
static void say_hello(void) {
  char json[8192];
  size_t length = 0;
  const char *missing = layer_missing();
#define ADD(...) length += (size_t)snprintf(json + length, sizeof json - length, __VA_ARGS__)
  ADD("{\"python\": \"%.*s\", \"missing\": ", (int)strcspn(Py_GetVersion(), " "), Py_GetVersion());
  if (missing == NULL) ADD("null");
  else ADD("\"%s\"", missing);
  ADD(", \"layers\": [");
  for (enum layer layer = 0; layer < LAYER_COUNT; layer++)
    ADD("%s{\"name\": \"%s\", \"held\": %s, \"reason\": \"%s\"}", layer == 0 ? "" : ", ", layer_name(layer),
        layer_is_held(layer) ? "true" : "false", layer_reason(layer));
  ADD("], \"modules\": [");
  for (const char *const *name = imported_modules; *name != NULL; name++)
    ADD("%s\"%s\"", name == imported_modules ? "" : ", ", *name);
  ADD("]}");
#undef ADD
  send_hello(json, length);
}

// Texts of more than this are no programs; the host says so before it sends one.
static const uint32_t largest = 64u << 20;

struct exchange *make_exchange(void) {
  struct region region;
  if (!region_map(&region, sizeof(struct exchange)) || !region_inherited(&region, false)) die("madvise: %s", strerror(errno));
  return (struct exchange *)(void *)region.base;
}

// Called for its own frame on the stack, which is gone before anything is forked.
__attribute__((noinline)) bool read_request(struct exchange *exchange) {
  struct request *request = &exchange->request;
  if (!read_exact(host_in, request, sizeof *request)) return false;
  if (request->magic != REQUEST_MAGIC || request->candidate > largest || request->helpers > largest ||
      request->tests > largest || request->entry > 4096 || request->solution > largest)
    die("a request that no assay makes");
  // The secret lies with the tests: what the candidate's process must not inherit.
  const size_t trusted = (size_t)SECRET_BYTES + request->helpers + request->tests + request->entry + request->solution;
  if (!region_map(&exchange->program, request->candidate) || !region_map(&exchange->trusted, trusted))
    die("memory for a request: %s", strerror(errno));
  return read_exact(host_in, exchange->program.base, request->candidate) &&
         read_exact(host_in, exchange->trusted.base, trusted);
}

void clear_exchange(struct exchange *exchange) {
  region_unmap(&exchange->program);
  region_unmap(&exchange->trusted);
  explicit_bzero(exchange, sizeof *exchange);
}

__attribute__((noinline)) void wipe_stack(void) {
  char below[16 << 10];
  explicit_bzero(below, sizeof below);
}

int zygote_main(bool weaker) {
  say_hello();
  if (layer_missing() != NULL && !weaker) return 3;
  struct exchange *exchange = make_exchange();
  while (read_request(exchange)) {
    run_program(exchange);
    if (!send_reply(exchange)) return 4;
    clear_exchange(exchange);
  }
  return 0;
}
