#include "splitting.h"

#define ONIG_ESCAPE_REGEX_T_COLLISION
#include <oniguruma.h>

_Static_assert(assay_pattern_message >= ONIG_MAX_ERROR_MESSAGE_LEN, "a message of Oniguruma must fit");

void *assay_pattern_open(const unsigned char *pattern, size_t count, char *message) {
  OnigEncoding encodings[] = {ONIG_ENCODING_UTF8};
  OnigRegex regex = NULL;
  OnigErrorInfo information;
  int status = onig_initialize(encodings, 1);
  if (status == ONIG_NORMAL) {
    status = onig_new(
        &regex, pattern, pattern + count, ONIG_OPTION_NONE, ONIG_ENCODING_UTF8, ONIG_SYNTAX_DEFAULT, &information);
    if (status == ONIG_NORMAL) return regex;
    message[onig_error_code_to_str((OnigUChar *)message, status, &information)] = 0;
    return NULL;
  }
  message[onig_error_code_to_str((OnigUChar *)message, status)] = 0;
  return NULL;
}

void assay_pattern_close(void *pattern) { onig_free(pattern); }

ptrdiff_t assay_pattern_find(
    void *pattern, const unsigned char *text, size_t count, assay_pattern_place *place, ptrdiff_t *matches,
    size_t capacity, char *message) {
  const unsigned char *end = text + count;
  OnigRegion region;
  onig_region_init(&region);
  size_t found = 0;
  while (found < capacity && place->next <= (ptrdiff_t)count) {
    int status = onig_search(pattern, text, end, text + place->next, end, &region, ONIG_OPTION_NONE);
    if (status == ONIG_MISMATCH) break;
    if (status < 0) {
      message[onig_error_code_to_str((OnigUChar *)message, status)] = 0;
      onig_region_free(&region, 0);
      return -1;
    }
    ptrdiff_t from = region.beg[0], to = region.end[0];
    if (from == to && place->matched && place->last == to) {
      // One character further, or behind the end.
      unsigned char first = place->next < (ptrdiff_t)count ? text[place->next] : 0;
      place->next += first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
      continue;
    }
    place->next = place->last = to;
    place->matched = 1;
    matches[2 * found] = from;
    matches[2 * found + 1] = to;
    found += 1;
  }
  onig_region_free(&region, 0);
  return (ptrdiff_t)found;
}
