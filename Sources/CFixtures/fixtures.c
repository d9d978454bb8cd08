#include "fixtures.h"

#ifndef __has_embed
#error "the compiler lacks #embed (C23); Swift 6.1 or newer brings one that has it"
#endif
#pragma clang diagnostic ignored "-Wc23-extensions"

// One entry a file of benchmarks/fixtures.
static const struct assay_fixture fixtures[] = {
#include "fixtures.inc"
};

size_t assay_fixture_count(void) { return sizeof fixtures / sizeof *fixtures; }

struct assay_fixture assay_fixture(size_t index) { return fixtures[index]; }
