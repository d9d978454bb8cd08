// The worker: says what holds it, then answers one request after the other until its host goes away.
#include "sandbox.h"

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

static bool answer(const struct request *request) {
  if (request->magic != REQUEST_MAGIC || request->candidate > largest || request->helpers > largest ||
      request->tests > largest || request->entry > 4096 || request->solution > largest)
    return false;
  struct region program, trusted;
  if (!region_map(&program, request->candidate)) return false;
  // The secret lies with the tests: what the candidate's process must not inherit.
  const size_t size = (size_t)SECRET_BYTES + request->helpers + request->tests + request->entry + request->solution;
  if (!region_map(&trusted, size)) return false;
  struct verdict verdict = {};
  bool read = read_exact(host_in, program.base, request->candidate) &&
              read_exact(host_in, trusted.base, size);
  if (read) run_program(request, &program, &trusted, &verdict);
  region_unmap(&program);
  region_unmap(&trusted);
  return read && send_reply(&verdict);
}

int zygote_main(bool weaker) {
  say_hello();
  if (layer_missing() != NULL && !weaker) return 3;
  struct request request;
  while (read_exact(host_in, &request, sizeof request))
    if (!answer(&request)) return 4;
  return 0;
}
