// Candidate and judge are forks of one worker: the same objects lie at the same places in both, and what a program allocates
// next would, too. Tests may draw from that without meaning to: `id(x)`, `hash(object())`, the text of an object. In the judge
// new objects lie where the program's secret puts them, and `id` answers a number that only the secret explains.
#include "sandbox.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static uint64_t state, key;

// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014 (splitmix64).
static uint64_t draw(void) {
  uint64_t word = state += 0x9e3779b97f4a7c15;
  word = (word ^ word >> 30) * 0xbf58476d1ce4e5b9;
  word = (word ^ word >> 27) * 0x94d049bb133111eb;
  return word ^ word >> 31;
}

// Every size takes its fresh pools at another time, and begins somewhere within the first. What shows its address to anybody but
// `id` (instances, functions, methods, generators) is of these sizes, or so large that it is the C library's. Since Python 3.13
// an instance holds its attributes itself, at first room for 30 of them.
static void scatter_pools(void) {
  enum { SIZES = PY_VERSION_HEX < 0x030d0000 ? 10 : 20 };
  size_t sizes[SIZES];
  for (size_t i = 0; i < SIZES; i++) sizes[i] = 16 * (i + 1);
  for (size_t i = SIZES; i-- > 1;) {
    size_t other = draw() % (i + 1), size = sizes[i];
    sizes[i] = sizes[other];
    sizes[other] = size;
  }
  for (size_t i = 0; i < SIZES; i++) {
    fill_pool(sizes[i]);
    for (size_t left = 1 + draw() % (4096 / sizes[i]); left > 0; left--) PyObject_Malloc(sizes[i]);
  }
}

static PyObject *identity(PyObject *self, PyObject *value) {
  (void)self;
  return PyLong_FromUnsignedLongLong((uint64_t)(uintptr_t)value ^ key);
}
static PyMethodDef identity_method = {"id", identity, METH_O, "Return the identity of an object."};

// Eight bytes that are used for nothing else; the answer is a function in the place of `id`.
static PyObject *scatter(PyObject *self, PyObject *secret) {
  (void)self;
  if (!PyBytes_Check(secret) || PyBytes_GET_SIZE(secret) != sizeof state) {
    PyErr_SetString(PyExc_TypeError, "eight bytes");
    return NULL;
  }
  memcpy(&state, PyBytes_AS_STRING(secret), sizeof state);
  key = draw() & 0x7ffffffffff0;  // bits that addresses have
  scatter_pools();
  for (int i = 0; i < 4; i++) {
    void *volatile kept = malloc(1024 + draw() % 65536);
    if (kept == NULL) return PyErr_NoMemory();
  }
  mmap(NULL, (1 + draw() % 1024) << 12, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return PyCFunction_New(&identity_method, NULL);
}
PyMethodDef scatter_method = {"scatter", scatter, METH_O, NULL};
