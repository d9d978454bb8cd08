// The files below benchmarks/fixtures as data in the program: a binary that is copied elsewhere keeps them, which
// SwiftPM's Bundle.module does not do, and .embedInCode takes 45 s of compile time for 100 kB.
#include <stddef.h>

struct assay_fixture {
  const char *path;  // as in fixtures.inc, below Sources/CFixtures
  const unsigned char *bytes;
  size_t count;
};

size_t assay_fixture_count(void);

// `index` must be less than the count.
struct assay_fixture assay_fixture(size_t index);
