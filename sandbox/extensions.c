// The parts of the standard library that are machine code. No memory becomes executable after the fork, so all of them are
// loaded before it, and an `import` after it finds them there. They are only mapped: what a module's own start costs is paid by
// the program that imports it.
#include "sandbox.h"

#include <dirent.h>
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

// Tests of the interpreter (some of them undo what the audit hook holds), second interpreters, and a directory service.
static const char *const left_out[] = {"_test", "_xx", "xxlimited", "_ctypes_test", "_interp", "nis."};

static bool is_wanted(const char *name) {
  size_t length = strlen(name);
  if (length < 3 || strcmp(name + length - 3, ".so") != 0) return false;
  for (size_t i = 0; i < sizeof left_out / sizeof *left_out; i++)
    if (strncmp(name, left_out[i], strlen(left_out[i])) == 0) return false;
  return true;
}

// One that cannot be loaded here (a library of the machine is missing) cannot be imported later, as in any Python.
static void load_folder(const char *folder) {
  DIR *entries = opendir(folder);
  if (entries == NULL) return;
  for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
    char path[1024];
    int length = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
    // By the very path that the import will name, for else the loader would look for the file.
    if (is_wanted(entry->d_name) && length > 0 && length < (int)sizeof path) dlopen(path, RTLD_LAZY | RTLD_LOCAL);
  }
  closedir(entries);
}

void load_extensions(void) {
  PyObject *path = PySys_GetObject("path");
  for (Py_ssize_t i = 0; path != NULL && i < PyList_GET_SIZE(path); i++) {
    const char *folder = PyUnicode_AsUTF8(PyList_GET_ITEM(path, i));
    if (folder == NULL) PyErr_Clear();
    else if (strstr(folder, "lib-dynload") != NULL) load_folder(folder);
  }
}
