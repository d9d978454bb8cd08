// Text of a request as an object of Python's. Half a character, which Python's own texts may hold, stays one.
#include "sandbox.h"

PyObject *text(struct words words) { return PyUnicode_DecodeUTF8(words.bytes, (Py_ssize_t)words.length, "surrogatepass"); }
