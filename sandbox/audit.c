// The audit hook: Python's own word on what is about to happen. It stops or refuses a call before the filter would, and it
// knows the name. It cannot be removed from Python; it is no boundary, the filter is.
#include "sandbox.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// The end of the program: to run other programs and to signal other processes is what no solution of a task does, and what the
// kernel would have to be asked for one try after the other; a hook of the program's own would listen in on its judge.
static const char *const forbidden[] = {
    "os.system", "os.exec", "os.startfile", "os.kill", "os.killpg", "sys.addaudithook",
};
// In the same interpreter as the tests these would let a program step over them; elsewhere no program needs them.
static const char *const forbidden_insides[] = {
    "sys.settrace", "sys.setprofile", "sys.monitoring.register_callback", "gc.get_objects", "gc.get_referrers", "gc.get_referents",
};
// A PermissionError, as the kernel would answer: programs and the library itself try these and go on without. Of ctypes what
// computes stays open, and what loads, calls or reads by an address is closed.
static const char *const refused[] = {
    "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "pty.spawn", "subprocess.Popen", "resource.prlimit",
    "resource.setrlimit", "syslog.", "ctypes.dlopen", "ctypes.dlsym", "ctypes.dlsym/handle", "ctypes.call_function", "ctypes.cdata",
    "ctypes.string_at", "ctypes.wstring_at", "ctypes.PyObj_FromPtr",
};

static bool listed(const char *event, const char *const *list, size_t count) {
  for (size_t i = 0; i < count; i++) {
    size_t length = strlen(list[i]);
    bool family = list[i][length - 1] == '.';
    if (family ? strncmp(event, list[i], length) == 0 : strcmp(event, list[i]) == 0) return true;
  }
  return false;
}

// The candidate has no page to write to: it tells the judge, as one more answer.
[[noreturn]] static void stop(const char *event) {
  size_t length = strnlen(event, 64);
  if (current_role == ROLE_REFERENCE) {
    verdict_write(VERDICT_FORBIDDEN, 0, event, length);
  } else {
    unsigned char frame[80] = {(unsigned char)(length + 1), 0, 0, 0, 'X'};
    memcpy(frame + 5, event, length);
    write_exact(4, frame, length + 5);
  }
  _exit(0);
}

static void refuse(const char *event) {
  char words[128];
  snprintf(words, sizeof words, "%s: %s", strerror(EPERM), event);
  PyObject *parts = Py_BuildValue("(is)", EPERM, words);
  if (parts != NULL) PyErr_SetObject(PyExc_PermissionError, parts);
  Py_XDECREF(parts);
}

// A signal to oneself is refused or let through by the filter.
static bool is_to_itself(const char *event, PyObject *arguments) {
  if (strcmp(event, "os.kill") != 0 || !PyTuple_Check(arguments) || PyTuple_GET_SIZE(arguments) < 1) return false;
  PyObject *pid = PyTuple_GET_ITEM(arguments, 0);
  return PyLong_Check(pid) && PyLong_AsLong(pid) == (long)getpid() && layer_is_held(LAYER_PROCESS);
}

// ---- tracing

// How often the calls below have let an event through that is about to come.
static int let_through;
static PyCFunction set_trace, set_profile, enable_profiler, disable_profiler;

// To take a trace function away is what doctest does after each example.
static PyObject *guarded_set(PyCFunction set, PyObject *module, PyObject *function) {
  let_through += function == Py_None;
  PyObject *done = set(module, function);
  let_through = 0;
  return done;
}

static PyObject *guarded_set_trace(PyObject *module, PyObject *function) { return guarded_set(set_trace, module, function); }
static PyObject *guarded_set_profile(PyObject *module, PyObject *function) { return guarded_set(set_profile, module, function); }

// The profiler of cProfile is machine code that counts calls and shows nobody a frame. Up to Python 3.11 it is a profile function.
static PyObject *guarded_enable(PyObject *self, PyObject *arguments, PyObject *options) {
  let_through++;
  PyObject *done = ((PyCFunctionWithKeywords)(void (*)(void))enable_profiler)(self, arguments, options);
  let_through = 0;
  return done;
}

static PyObject *guarded_disable(PyObject *self, PyObject *nothing) {
  let_through++;
  PyObject *done = disable_profiler(self, nothing);
  let_through = 0;
  return done;
}

// From 3.12 on it registers methods of its own with sys.monitoring, and takes them away again.
static PyMethodDef *profiler_methods;

static bool is_profilers(const char *event, PyObject *arguments) {
  if (strcmp(event, "sys.monitoring.register_callback") != 0 || PyTuple_GET_SIZE(arguments) != 1) return false;
  PyObject *function = PyTuple_GET_ITEM(arguments, 0);
  if (function == Py_None) return true;
  for (PyMethodDef *method = profiler_methods; method != NULL && method->ml_name != NULL; method++)
    if (PyCFunction_CheckExact(function) && ((PyCFunctionObject *)function)->m_ml == method) return true;
  return false;
}

static PyMethodDef *method_of(PyTypeObject *type, const char *name) {
  for (PyMethodDef *method = type->tp_methods; method != NULL && method->ml_name != NULL; method++)
    if (strcmp(method->ml_name, name) == 0) return method;
  return NULL;
}

static bool replace_method(PyObject *module, const char *name, PyCFunction with, PyCFunction *before) {
  PyObject *function = PyObject_GetAttrString(module, name);
  if (function == NULL || !PyCFunction_Check(function)) return false;
  PyMethodDef *method = ((PyCFunctionObject *)function)->m_ml;
  if (method->ml_flags != METH_O) return false;
  *before = method->ml_meth;
  method->ml_meth = with;  // wherever the function is held, and whoever makes the module anew
  Py_DECREF(function);
  return true;
}

bool guard_tracing(void) {
  PyObject *system = PyImport_ImportModule("sys"), *profiler = PyImport_ImportModule("_lsprof");
  bool done = system != NULL && replace_method(system, "settrace", guarded_set_trace, &set_trace) &&
              replace_method(system, "setprofile", guarded_set_profile, &set_profile);
  PyObject *type = profiler == NULL ? NULL : PyObject_GetAttrString(profiler, "Profiler");
  if (type != NULL && PY_VERSION_HEX >= 0x030c0000) profiler_methods = ((PyTypeObject *)type)->tp_methods;
  PyMethodDef *enable = type == NULL ? NULL : method_of((PyTypeObject *)type, "enable");
  PyMethodDef *disable = type == NULL ? NULL : method_of((PyTypeObject *)type, "disable");
  const int with_options = METH_VARARGS | METH_KEYWORDS;
  // Without these cProfile is as forbidden as a profile function is.
  if (profiler_methods == NULL && enable != NULL && enable->ml_flags == with_options && disable != NULL && disable->ml_flags == METH_NOARGS) {
    enable_profiler = enable->ml_meth;
    enable->ml_meth = (PyCFunction)(void (*)(void))guarded_enable;
    disable_profiler = disable->ml_meth;
    disable->ml_meth = guarded_disable;
  }
  PyErr_Clear();
  Py_XDECREF(type);
  Py_XDECREF(profiler);
  Py_XDECREF(system);
  return done;
}

// A value of C's that lies in an object of Python's is made at an address, too: at the one that was announced.
static bool lies_in_object(const char *event, PyObject *arguments) {
  static Py_ssize_t announced;
  Py_ssize_t block = 0, length = 0, offset = 0;
  if (strcmp(event, "ctypes.cdata/buffer") == 0) {
    announced = PyArg_ParseTuple(arguments, "nnn", &block, &length, &offset) ? block + offset : 0;
  } else if (strcmp(event, "ctypes.cdata") == 0) {
    if (PyArg_ParseTuple(arguments, "n", &block) && block == announced) return true;
  }
  PyErr_Clear();
  return false;
}

// An import of machine code that this process has not inherited (`imports.c`).
static bool is_missing(PyObject *arguments) {
  PyObject *path = PyTuple_Check(arguments) && PyTuple_GET_SIZE(arguments) > 1 ? PyTuple_GET_ITEM(arguments, 1) : NULL;
  const char *bytes = path != NULL && PyUnicode_Check(path) ? PyUnicode_AsUTF8(path) : NULL;
  if (bytes == NULL) {
    PyErr_Clear();
    return false;
  }
  return extension_is_missing(bytes);
}

static int hook(const char *event, PyObject *arguments, void *data) {
  (void)data;
  if (current_role != ROLE_ZYGOTE && strcmp(event, "import") == 0 && is_missing(arguments)) {
    PyErr_SetString(PyExc_ImportError, "machine code that this program's text did not ask for by an import statement");
    return -1;
  }
  if (current_role != ROLE_CANDIDATE && current_role != ROLE_REFERENCE) return 0;
  // Most events are imports, compilations and look-ups; their first letters are in none of the lists.
  if (strchr("oscprg", event[0]) == NULL) return 0;
  if (listed(event, forbidden, sizeof forbidden / sizeof *forbidden) && !is_to_itself(event, arguments)) stop(event);
  if (is_profilers(event, arguments)) return 0;
  if (listed(event, forbidden_insides, sizeof forbidden_insides / sizeof *forbidden_insides)) {
    if (let_through == 0 || event[0] == 'g') stop(event);
    let_through--;
  }
  if (lies_in_object(event, arguments)) return 0;
  if (listed(event, refused, sizeof refused / sizeof *refused)) {
    refuse(event);
    return -1;
  }
  return 0;
}

bool install_audit_hook(void) { return PySys_AddAuditHook(hook, NULL) == 0; }
