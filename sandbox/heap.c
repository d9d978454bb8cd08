// The memory of the worker, put in order once before the forks. A child copies each page that it writes, and an allocator
// that finds a free block here and one there writes all over the heap; after this it takes fresh pages, side by side.
#include "sandbox.h"

#include <malloc.h>
#include <unistd.h>

// Chunks of the C library's heap that lie between others.
static void fill_gaps(void) {
  malloc_trim(0);  // joins the small ones, which else the first large allocation of every child would do
  const size_t top = mallinfo2().keepcost;
  char *const end = sbrk(0), *const fresh = end - top;
  for (size_t size = 1 << 16; size >= 24; size -= size > 1024 ? size / 2 : 16) {
    char *chunk;
    while ((chunk = malloc(size)) != NULL && chunk < fresh) {}
    free(chunk);
  }
}

// Blocks of Python's own allocator, until the next one is the first of a fresh pool.
void fill_pool(size_t size) {
  const size_t pool = 16 << 10, header = 48, most = 1 << 14;
  for (size_t tries = 0; tries < most; tries++) {
    void *block = PyObject_Malloc(size);
    if (block != NULL && ((uintptr_t)block & (pool - 1)) != header) continue;
    PyObject_Free(block);
    break;
  }
}

void settle_heap(void) {
  mallopt(M_ARENA_MAX, 1);  // each further one would take 64 MB of the address space that a program has for its threads
  fill_gaps();
  for (size_t size = 16; size <= 512; size += 16) fill_pool(size);
}
