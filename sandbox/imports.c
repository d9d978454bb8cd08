// Whether a text may need machine code of the library that is not loaded already. Few do, and all others are spared the copies of
// some 170 mappings. It errs towards yes; where it says no and is wrong (a name that is put together), the import says so.
#include "sandbox.h"

#include <ctype.h>
#include <string.h>

// Modules that the worker has imported, or that are Python's own text or part of libpython, and import no others but such.
static const char *const light[] = {
    "__future__", "abc", "array", "bisect", "calendar", "cmath", "collections", "contextlib", "copy", "dataclasses", "datetime", "decimal",
    "enum", "fractions", "functools", "hashlib", "heapq", "io", "itertools", "json", "keyword", "math", "numbers", "numpy", "operator",
    "os", "random", "re", "secrets", "statistics", "string", "struct", "sys", "textwrap", "threading", "time", "traceback", "types",
    "typing", "unicodedata", "uuid", "weakref",
};
// What imports without a statement: by a name that is computed, or the tables of an encoding.
static const char *const telling[] = {"__import__", "import_module", "importlib", "__loader__", "__spec__", "encod", "decod", "codec",
                                      "jis", "big5", "euc", "gb", "cp9", "949", "950", "johab", "2022"};

static bool is_word(char letter) { return isalnum((unsigned char)letter) || letter == '_' || (letter & 0x80) != 0; }

static size_t word_length(const char *text, const char *end) {
  size_t length = 0;
  while (text + length < end && is_word(text[length])) length++;
  return length;
}

static const char *skip_blanks(const char *text, const char *end) {
  while (text < end && (*text == ' ' || *text == '\t')) text++;
  return text;
}

static bool starts_word(const char *text, const char *end, const char *word) {
  const size_t length = strlen(word);
  return (size_t)(end - text) >= length && memcmp(text, word, length) == 0 && word_length(text, end) == length;
}

// The top of a dotted name.
static bool is_light(const char *name, size_t length) {
  for (size_t i = 0; i < sizeof light / sizeof *light; i++)
    if (strlen(light[i]) == length && memcmp(light[i], name, length) == 0) return true;
  return false;
}

static const char *skip_name(const char *text, const char *end) {
  while (text < end && (is_word(*text) || *text == '.')) text++;
  return skip_blanks(text, end);
}

// Behind `import`: names with commas between them, and perhaps other names for them.
static bool imports_light(const char *text, const char *end) {
  for (;;) {
    text = skip_blanks(text, end);
    if (word_length(text, end) == 0) return text == end || *text != '\\';  // prose
    if (!is_light(text, word_length(text, end))) return false;
    text = skip_name(text, end);
    if (starts_word(text, end, "as")) text = skip_name(skip_blanks(text + 2, end), end);
    if (text < end && *text == '\\') return false;  // it goes on in the next line
    if (text >= end || *text != ',') return true;
    text++;
  }
}

static bool mentions(struct words words) {
  for (size_t i = 0; i < sizeof telling / sizeof *telling; i++)
    if (memmem(words.bytes, words.length, telling[i], strlen(telling[i])) != NULL) return true;
  return false;
}

bool may_need_extensions(struct words words) {
  if (words.length == 0) return false;
  if (mentions(words)) return true;
  const char *const end = words.bytes + words.length;
  for (const char *text = words.bytes; text < end;) {
    const size_t length = word_length(text, end);
    if (length == 0) {
      text++;
    } else if (starts_word(text, end, "import")) {
      if (!imports_light(text + length, end)) return true;
      text += length;
    } else if (starts_word(text, end, "from")) {
      const char *name = skip_blanks(text + length, end), *after = skip_name(name, end);
      text += length;
      if ((name < end && *name == '\\') || (after < end && *after == '\\')) return true;
      if (!starts_word(after, end, "import")) continue;  // prose, or `yield from`
      if (!is_light(name, word_length(name, end))) return true;
      text = after + strlen("import");
    } else {
      text += length;
    }
  }
  return false;
}
