// The verdict's page: shared by the zygote and the one process that may judge. It has no descriptor, it is mapped after the
// candidate was forked, and a verdict counts only if the number drawn for this program stands behind it.
#include "sandbox.h"

#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <unistd.h>

enum role current_role = ROLE_ZYGOTE;

struct page {
  uint32_t code;
  uint32_t marks;
  uint32_t length;
  char text[SANDBOX_TEXT_BYTES];
  _Atomic uint64_t seal;
};
static struct page *page;
static uint64_t seal;
static bool final;

bool verdict_page_map(void) {
  seal = 0;
  while (seal == 0)
    if (getrandom(&seal, sizeof seal, 0) != sizeof seal) return false;
  void *memory = mmap(NULL, sizeof(struct page), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return false;
  page = memory;
  return true;
}

void verdict_page_unmap(void) {
  if (page != NULL) munmap(page, sizeof(struct page));
  page = NULL;
  seal = 0;
}

void verdict_write(uint32_t code, uint32_t marks, const char *text, size_t length) {
  if (page == NULL || final) return;
  if (length > sizeof page->text) length = sizeof page->text;
  page->code = code;
  page->marks = marks;
  page->length = (uint32_t)length;
  memcpy(page->text, text, length);
  atomic_store(&page->seal, seal);
}

void verdict_seal(void) { final = true; }

bool verdict_read(struct verdict *verdict) {
  if (page == NULL || atomic_load(&page->seal) != seal || page->code > VERDICT_LOST) return false;
  verdict->code = page->code;
  verdict->marks = page->marks & MARK_CHANGED;
  verdict->length = page->length < sizeof verdict->text ? page->length : sizeof verdict->text;
  memcpy(verdict->text, page->text, verdict->length);
  return true;
}

// Whatever the tests would make of an exception: code, text, marks. Elsewhere than in the judge it does nothing.
static PyObject *finish(PyObject *self, PyObject *arguments) {
  (void)self;
  int code;
  const char *words;
  Py_ssize_t length;
  unsigned marks;
  if (!PyArg_ParseTuple(arguments, "is#I", &code, &words, &length, &marks)) return NULL;
  if (current_role != ROLE_JUDGE || code < 0 || code > VERDICT_LOST) Py_RETURN_NONE;
  verdict_write((uint32_t)code, marks, words, (size_t)length);
  _exit(0);
}
PyMethodDef finish_method = {"finish", finish, METH_VARARGS, NULL};

void verdict_set(struct verdict *verdict, uint32_t code, const char *text) {
  verdict->code = code;
  verdict->length = (uint32_t)strnlen(text, sizeof verdict->text);
  memcpy(verdict->text, text, verdict->length);
}
