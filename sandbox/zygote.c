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
