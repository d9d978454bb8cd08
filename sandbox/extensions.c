// The parts of the standard library that are machine code. No memory becomes executable after the fork, so all of them are
// loaded before it, and an `import` after it finds them there. They are only mapped: what a module's own start costs is paid by
// the program that imports it. Those that the worker's own modules do not use are left out of the forks of programs that do not
// ask for them (`imports.c`), for the kernel copies each mapping.
#include "sandbox.h"

#include <dirent.h>
#include <dlfcn.h>
#include <link.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// Tests of the interpreter (some of them undo what the audit hook holds), second interpreters, and a directory service.
static const char *const left_out[] = {"_test", "_xx", "xxlimited", "_ctypes_test", "_interp", "nis."};

static bool is_wanted(const char *name) {
  size_t length = strlen(name);
  if (length < 3 || strcmp(name + length - 3, ".so") != 0) return false;
  for (size_t i = 0; i < sizeof left_out / sizeof *left_out; i++)
    if (strncmp(name, left_out[i], strlen(left_out[i])) == 0) return false;
  return true;
}

enum { MOST_OBJECTS = 512, MOST_SPANS = 512 };
static ElfW(Addr) early[MOST_OBJECTS];  // where the objects lie that were loaded before
static size_t early_count;
static struct {
  const char *name;
  char *start;
  size_t length;
} spans[MOST_SPANS];
static size_t span_count;
static bool inherited = true;

static int note_early(struct dl_phdr_info *object, size_t size, void *data) {
  (void)size, (void)data;
  if (early_count == MOST_OBJECTS) return 1;
  early[early_count++] = object->dlpi_addr;
  return 0;
}

static bool is_early(ElfW(Addr) address) {
  for (size_t i = 0; i < early_count; i++)
    if (early[i] == address) return true;
  return early_count == MOST_OBJECTS;
}

// All of an object but its first segment, which tells the dynamic linker what the object is. One with variables of threads is left
// alone: each new thread copies them.
static int note_spans(struct dl_phdr_info *object, size_t size, void *data) {
  (void)size, (void)data;
  if (is_early(object->dlpi_addr)) return 0;
  const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE) - 1;
  for (size_t i = 0; i < object->dlpi_phnum; i++)
    if (object->dlpi_phdr[i].p_type == PT_TLS) return 0;
  for (size_t i = 0; i < object->dlpi_phnum && span_count < MOST_SPANS; i++) {
    const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
    if (segment->p_type != PT_LOAD || segment->p_offset == 0) continue;
    const uintptr_t start = (object->dlpi_addr + segment->p_vaddr) & ~page;
    const uintptr_t end = (object->dlpi_addr + segment->p_vaddr + segment->p_memsz + page) & ~page;
    spans[span_count].name = object->dlpi_name;
    spans[span_count].start = (char *)start;
    spans[span_count++].length = end - start;
  }
  return 0;
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
  dl_iterate_phdr(note_early, NULL);
  PyObject *path = PySys_GetObject("path");
  for (Py_ssize_t i = 0; path != NULL && i < PyList_GET_SIZE(path); i++) {
    const char *folder = PyUnicode_AsUTF8(PyList_GET_ITEM(path, i));
    if (folder == NULL) PyErr_Clear();
    else if (strstr(folder, "lib-dynload") != NULL) load_folder(folder);
  }
  dl_iterate_phdr(note_spans, NULL);
}

void extensions_inherited(bool wanted) {
  if (wanted == inherited) return;
  // A kernel that refuses this copies them all, as it would by itself.
  for (size_t i = 0; i < span_count; i++) madvise(spans[i].start, spans[i].length, wanted ? MADV_DOFORK : MADV_DONTFORK);
  inherited = wanted;
}

bool extension_is_missing(const char *path) {
  for (size_t i = 0; !inherited && i < span_count; i++)
    if (strcmp(spans[i].name, path) == 0) return true;
  return false;
}
