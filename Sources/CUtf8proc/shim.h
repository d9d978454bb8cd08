// utf8proc, for Unicode's normalization forms; only Tokenization may import this module.
#include <utf8proc.h>

// The form of a text: composed (C) or not (D), by compatibility (K) or not. The length in bytes of what *result then points to, which
// is to be given to free; or a negative number.
static inline long assay_unicode_form(
    const unsigned char *text, long count, int composes, int isCompatible, unsigned char **result) {
  return (long)utf8proc_map(
      text, (utf8proc_ssize_t)count, result,
      (utf8proc_option_t)(
          UTF8PROC_STABLE | (composes ? UTF8PROC_COMPOSE : UTF8PROC_DECOMPOSE) |
          (isCompatible ? UTF8PROC_COMPAT : 0)));
}
