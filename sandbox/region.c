// Text of a request in a mapping of its own. The candidate's process must not even inherit the bytes of the tests, nor the
// judge's those of the candidate: the kernel leaves such a mapping out of a fork, and it is given back after the program.
#include "sandbox.h"

#include <sys/mman.h>

bool region_map(struct region *region, size_t size) {
  region->size = size == 0 ? 1 : size;
  region->base = mmap(NULL, region->size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (region->base != MAP_FAILED) return true;
  region->base = NULL;
  return false;
}

void region_unmap(struct region *region) {
  if (region->base != NULL) munmap(region->base, region->size);
  region->base = NULL;
}

bool region_inherited(const struct region *region, bool inherited) {
  return madvise(region->base, region->size, inherited ? MADV_DOFORK : MADV_DONTFORK) == 0;
}
