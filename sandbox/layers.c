// The list of layers: which of them hold, and why one does not.
#include "sandbox.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static struct {
  const char *name;
  bool held, left_out;
  char reason[160];
} layers[LAYER_COUNT] = {
    [LAYER_USER] = {.name = "user namespace"},
    [LAYER_MOUNT] = {.name = "mount namespace"},
    [LAYER_PROCESS] = {.name = "process namespace"},
    [LAYER_NETWORK] = {.name = "network namespace"},
    [LAYER_IPC] = {.name = "ipc namespace"},
    [LAYER_HOST] = {.name = "host name namespace"},
    [LAYER_ROOT] = {.name = "read-only root"},
    [LAYER_FILES] = {.name = "private files"},
    [LAYER_FILTER] = {.name = "system-call filter"},
    [LAYER_PRIVILEGES] = {.name = "no new privileges"},
    [LAYER_CAPABILITIES] = {.name = "no capabilities"},
    [LAYER_LIMITS] = {.name = "resource limits"},
    [LAYER_PROCESSES] = {.name = "process limit of its own"},
    [LAYER_DESCRIPTORS] = {.name = "no descriptors"},
    [LAYER_TESTS] = {.name = "tests out of reach"},
    [LAYER_AUDIT] = {.name = "audit hook"},
};

// Without the namespaces and the root the filter lets no file be opened at all, so these are not required.
// First what the next ones need: no filter without the promise to gain no privileges.
static const enum layer required[] = {
    LAYER_PRIVILEGES,  LAYER_FILTER, LAYER_CAPABILITIES, LAYER_LIMITS, LAYER_PROCESSES,
    LAYER_DESCRIPTORS, LAYER_TESTS,  LAYER_AUDIT,
};

void layer_leave_out(const char *word) {
  bool known = false;
  for (int i = 0; i < LAYER_COUNT; i++) {
    bool namespaces = i <= LAYER_FILES && strcmp(word, "namespaces") == 0;
    if (!namespaces && strcmp(word, layers[i].name) != 0) continue;
    layers[i].left_out = known = true;
    layer_lost((enum layer)i, "left out on request");
  }
  if (!known) die("--without %s: no layer has this name", word);
}

bool layer_left_out(enum layer layer) { return layers[layer].left_out; }

void layer_held(enum layer layer) {
  layers[layer].held = true;
  layers[layer].reason[0] = 0;
}

void layer_lost(enum layer layer, const char *format, ...) {
  layers[layer].held = false;
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(layers[layer].reason, sizeof layers[layer].reason, format, arguments);
  va_end(arguments);
}

bool layer_is_held(enum layer layer) { return layers[layer].held; }
const char *layer_name(enum layer layer) { return layers[layer].name; }
const char *layer_reason(enum layer layer) { return layers[layer].reason; }

bool layer_is_required(enum layer layer) {
  for (size_t i = 0; i < sizeof required / sizeof *required; i++)
    if (required[i] == layer) return true;
  return false;
}

const char *layer_missing(void) {
  for (size_t i = 0; i < sizeof required / sizeof *required; i++)
    if (!layers[required[i]].held) return layers[required[i]].name;
  return NULL;
}
