// The interpreter, set up once per worker: isolated, deterministic, with the modules that programs use already there.
#include "sandbox.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#if PY_VERSION_HEX < 0x030b0000 || PY_VERSION_HEX >= 0x030e0000
#error "Python 3.11, 3.12 or 3.13 is needed; 'pkg-config --modversion python3-embed' says which is found"
#endif

static PyObject *own_files;

void use_own_files(void) {
  PyObject *done = PyObject_CallNoArgs(own_files);
  if (done == NULL) die("the interpreter: %s", "files cannot be set up");
  Py_DECREF(done);
}

PyObject *candidate_serve, *judge_run, *reference_prepare, *reference_run, *reference_seed, *builtin_compile, *original_modules;

const char *const imported_modules[] = {
    "abc", "array", "bisect", "calendar", "cmath", "collections", "collections.abc", "contextlib", "contextvars", "copy", "ctypes",
    "dataclasses", "datetime", "decimal", "enum", "fractions", "functools", "hashlib", "heapq", "io", "itertools", "json", "keyword",
    "math", "multiprocessing", "numbers", "operator", "os", "os.path", "queue", "random", "re", "secrets", "shutil", "statistics", "string",
    "struct", "subprocess", "sys", "tempfile", "textwrap", "threading", "time", "traceback", "types", "typing", "unicodedata", "uuid",
    "weakref", NULL,
};

// Where no file can be opened after the fork, what is not there by then can never be imported.
static const char *const imported_without_files[] = {
    "argparse", "ast", "asyncio", "base64", "bdb", "bz2", "cProfile", "cmd", "code", "codeop", "colorsys", "concurrent.futures",
    "concurrent.futures.process", "concurrent.futures.thread", "configparser", "crypt", "csv", "curses", "dbm", "dbm.dumb",
    "difflib", "dis", "doctest", "email", "email.message", "email.mime.text", "email.parser", "email.policy", "email.utils",
    "encodings.ascii", "encodings.big5", "encodings.cp1252", "encodings.cp437", "encodings.euc_jp", "encodings.euc_kr",
    "encodings.gb18030", "encodings.gb2312", "encodings.gbk", "encodings.hz", "encodings.idna", "encodings.iso2022_jp",
    "encodings.iso8859_15", "encodings.latin_1", "encodings.mac_roman", "encodings.punycode", "encodings.rot_13",
    "encodings.shift_jis", "encodings.unicode_escape", "encodings.utf_16", "encodings.utf_16_be", "encodings.utf_16_le",
    "encodings.utf_32", "encodings.utf_8_sig", "ensurepip", "filecmp", "fileinput", "fnmatch", "ftplib", "getopt", "getpass",
    "gettext", "glob", "graphlib", "gzip", "hmac", "html", "html.parser", "http.client", "http.cookies", "http.server",
    "imaplib", "inspect", "ipaddress", "linecache", "locale", "logging", "logging.handlers", "lzma", "mimetypes", "mmap",
    "modulefinder", "multiprocessing.connection", "multiprocessing.dummy", "multiprocessing.pool", "multiprocessing.sharedctypes", "multiprocessing.synchronize", "netrc", "optparse",
    "pathlib", "pdb", "pickle", "pickletools", "pkgutil", "platform", "plistlib", "pprint", "profile", "pstats", "pty", "pwd", "py_compile",
    "pydoc", "quopri", "resource", "runpy", "sched", "selectors", "shelve", "shlex", "signal",
    "smtplib", "socket", "socketserver", "sqlite3", "ssl", "stringprep", "symtable", "sysconfig", "tarfile", "termios",
    "timeit", "tokenize", "tomllib", "trace", "tracemalloc", "unittest", "unittest.mock", "urllib.parse", "urllib.request",
    "venv", "wave", "webbrowser", "xml.dom.expatbuilder", "xml.dom.minidom", "xml.etree.ElementTree", "xml.sax",
    "xml.sax.expatreader", "xmlrpc.client", "zipapp", "zipfile", "zlib", "zoneinfo", "_strptime", "audioop", "grp", "fcntl", NULL,
};

// PATH may lead to another Python than the one that is linked: home is where the linked one lies.
static void find_home(wchar_t *home, size_t capacity) {
  Dl_info info;
  const char *end;
  if (dladdr((void *)Py_InitializeFromConfig, &info) == 0 || (end = strstr(info.dli_fname, "/lib/")) == NULL)
    die("libpython: %s", "its folder cannot be found");
  size_t length = (size_t)(end - info.dli_fname);
  if (length + 1 >= capacity) die("libpython: %s", "its path is too long");
  for (size_t i = 0; i < length; i++) home[i] = (unsigned char)info.dli_fname[i];
  home[length] = 0;
  if (length == 0) wcscpy(home, L"/");
}

static void initialize(void) {
  PyPreConfig before;
  PyPreConfig_InitIsolatedConfig(&before);
  before.utf8_mode = 1;
  if (PyStatus_Exception(Py_PreInitialize(&before))) die("libpython: %s", "it cannot be set up");
  PyConfig config;
  PyConfig_InitIsolatedConfig(&config);
  config.site_import = 0;
  config.use_hash_seed = 1;
  config.hash_seed = 0;
  config.install_signal_handlers = 0;
  config.write_bytecode = 0;
  config.pathconfig_warnings = 0;
  config.faulthandler = 0;
  static wchar_t home[512];
  find_home(home, sizeof home / sizeof *home);
  PyStatus status = PyConfig_SetString(&config, &config.home, home);
  if (!PyStatus_Exception(status)) status = Py_InitializeFromConfig(&config);
  PyConfig_Clear(&config);
  if (PyStatus_Exception(status)) die("libpython: %s", status.err_msg != NULL ? status.err_msg : "it cannot be started");
}

[[noreturn]] static void fail(const char *what) {
  PyErr_Print();
  die("the interpreter: %s cannot be set up", what);
}

// A text of this folder, run as a module that Python's own list of modules does not show.
static void run_text(const char *name, const char *text, PyObject *names) {
  PyObject *code = Py_CompileString(text, name, Py_file_input);
  PyObject *done = code == NULL ? NULL : PyEval_EvalCode(code, names, names);
  if (done == NULL) fail(name);
  Py_DECREF(done);
  Py_DECREF(code);
}

static PyObject *take(PyObject *names, const char *name) {
  PyObject *value = PyDict_GetItemString(names, name);
  if (value == NULL) die("the interpreter: %s is not there", name);
  Py_INCREF(value);
  return value;
}

static void add_function(PyObject *names, PyMethodDef *method) {
  PyObject *function = PyCFunction_New(method, NULL);
  if (function == NULL || PyDict_SetItemString(names, method->ml_name, function) != 0) fail(method->ml_name);
  Py_DECREF(function);
}

// The contract's numbers, by the names that the judge has for them.
static void add_contract(PyObject *names) {
  static const struct {
    const char *name;
    int number;
  } numbers[] = {
      {"_PASSED", VERDICT_PASSED}, {"_WRONG", VERDICT_WRONG}, {"_EXCEPTION", VERDICT_EXCEPTION}, {"_TIMED_OUT", VERDICT_TIMED_OUT},
      {"_MEMORY", VERDICT_MEMORY}, {"_FORBIDDEN", VERDICT_FORBIDDEN}, {"_CRASHED", VERDICT_CRASHED},
      {"_UNSUPPORTED", VERDICT_UNSUPPORTED}, {"_LOST", VERDICT_LOST}, {"_CHANGED", MARK_CHANGED},
  };
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    PyObject *number = PyLong_FromLong(numbers[i].number);
    if (number == NULL || PyDict_SetItemString(names, numbers[i].name, number) != 0) fail(numbers[i].name);
    Py_DECREF(number);
  }
}

// Often enough for the interpreter to specialize what it runs.
static void rehearse(PyObject *names) {
  PyObject *verdict = PyObject_CallFunction(take(names, "rehearse"), "i", 24);
  if (verdict == NULL) fail("the rehearsal");
  if (PyLong_AsLong(verdict) != VERDICT_PASSED) die("the rehearsal: %s", "a right program did not pass");
  Py_DECREF(verdict);
}

static void import(const char *const *names, bool required) {
  for (; *names != NULL; names++) {
    PyObject *module = PyImport_ImportModule(*names);
    if (module == NULL && required) fail(*names);
    if (module == NULL) PyErr_Clear();
    Py_XDECREF(module);
  }
}

void start_interpreter(const char **library) {
  if (!layer_left_out(LAYER_AUDIT)) {
    if (install_audit_hook()) layer_held(LAYER_AUDIT);
    else layer_lost(LAYER_AUDIT, "refused by the interpreter");
  }
  initialize();
  if (layer_is_held(LAYER_AUDIT) && !guard_tracing()) layer_lost(LAYER_AUDIT, "another interpreter than it is written for");
  PyObject *names = PyDict_New();
  if (names == NULL || PyDict_SetItemString(names, "__builtins__", PyEval_GetBuiltins()) != 0) fail("a name space");
  // OpenSSL's digests would cost megabytes; hashlib has its own.
  PyRun_SimpleString("import sys; sys.modules['_hashlib'] = None; sys.modules['_ssl'] = None");
  import(imported_modules, true);
  PyRun_SimpleString("del sys.modules['_hashlib'], sys.modules['_ssl'], sys");
  if (!layer_is_held(LAYER_MOUNT)) import(imported_without_files, false);
  load_extensions();
  set_environment();  // a library of a module may have added to it: readline the size of the terminal
  add_contract(names);
  add_function(names, &scatter_method);
  add_function(names, &finish_method);
  for (const struct python_text *text = python_texts; text->name != NULL; text++) run_text(text->name, text->text, names);
  candidate_serve = take(names, "serve_candidate");
  judge_run = take(names, "run_judge");
  reference_prepare = take(names, "prepare_reference");
  reference_run = take(names, "run_reference");
  reference_seed = take(names, "seed_reference");
  own_files = take(names, "use_own_files");
  builtin_compile = take(PyEval_GetBuiltins(), "compile");
  original_modules = PyObject_CallNoArgs(take(names, "originals"));
  if (original_modules == NULL) fail("reference mode");
  PyObject *folder = PyObject_CallNoArgs(take(names, "library_folder"));
  const char *path = folder == NULL ? NULL : PyUnicode_AsUTF8(folder);
  if (path == NULL) fail("the library's folder");
  *library = path;
  rehearse(names);
  if (PyRun_SimpleString("import gc; gc.collect(); gc.freeze(); del gc") != 0) fail("the collector");
}
