// The parts of a report's page, as data in the program: what Sources/CPage/assets holds.
#include <stddef.h>

struct assay_page_part {
  const char *name;  // as in page.c, below Sources/CPage/assets
  const unsigned char *bytes;
  size_t count;
};

size_t assay_page_part_count(void);

// `index` must be less than the count.
struct assay_page_part assay_page_part(size_t index);
