// Regular expressions by Oniguruma, in its own syntax and over UTF-8: as Hugging Face's tokenizers has them. Oniguruma's header stays
// out of sight: it names types that the C library has, too.
#ifndef ASSAY_SPLITTING_H
#define ASSAY_SPLITTING_H

#include <stddef.h>
#include <stdint.h>

enum { assay_pattern_message = 128 };

// NULL and a message of at most assay_pattern_message bytes where it is no regular expression.
void *assay_pattern_open(const unsigned char *pattern, size_t count, char *message);
void assay_pattern_close(void *pattern);

// Where the search stands: begin with zeros.
typedef struct {
  ptrdiff_t next;
  // Where the last match ended, and whether there was one: no empty match follows another match at once.
  ptrdiff_t last;
  int matched;
} assay_pattern_place;

// The next matches in `text` (whole UTF-8), at most `capacity`, as pairs of offsets. Their number, less than `capacity` at the end;
// or a negative number, and a message, where Oniguruma gives up. Any number of threads may search by one pattern.
ptrdiff_t assay_pattern_find(
    void *pattern, const unsigned char *text, size_t count, assay_pattern_place *place, ptrdiff_t *matches,
    size_t capacity, char *message);

#endif
