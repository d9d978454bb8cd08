// The parts of assay-sandbox; README.md says how they fit together.
#pragma once
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "CSandboxContract.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// ---- failure.c

[[noreturn]] void die(const char *format, ...) __attribute__((format(printf, 1, 2)));
[[noreturn]] void die_without_processes(void);  // errno says why there is no process to be had

// ---- layers.c: what holds a program, and what could not be had

enum layer {
  LAYER_USER, LAYER_MOUNT, LAYER_PROCESS, LAYER_NETWORK, LAYER_IPC, LAYER_HOST,  // the namespaces, in this order
  LAYER_ROOT, LAYER_FILES, LAYER_FILTER, LAYER_PRIVILEGES, LAYER_CAPABILITIES, LAYER_LIMITS, LAYER_PROCESSES,
  LAYER_DESCRIPTORS, LAYER_TESTS, LAYER_AUDIT,
  LAYER_COUNT
};

void layer_leave_out(const char *word);  // "namespaces", "filter", or a layer's name: as if this machine lacked it
bool layer_left_out(enum layer layer);
void layer_held(enum layer layer);
void layer_lost(enum layer layer, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool layer_is_held(enum layer layer);
const char *layer_name(enum layer layer);
const char *layer_reason(enum layer layer);
bool layer_is_required(enum layer layer);
const char *layer_missing(void);  // the first required layer that is missing, or NULL

enum role { ROLE_ZYGOTE, ROLE_CANDIDATE, ROLE_JUDGE, ROLE_REFERENCE };

// ---- namespaces.c, root.c, files.c: once per worker

#define HOME_FOLDER "/tmp"
#define USER_NAME "nobody"
enum { FILES_BYTES = 32u << 20, FILES_COUNT = 2048 };  // what a program may write, in a process
void enter_namespaces(void);           // before any thread and before the interpreter
void enter_root(const char *library);  // read-only roots that hold `library` and little else
extern const char *const program_roots[2];  // of the candidate (and reference mode), and of the judge
bool enter_program_root(enum role role);
const char *null_device(void);
void make_files(void);   // after enter_root
void renew_files(void);  // after each program

// ---- filter.c, privileges.c, limits.c: once per program, in the child

bool build_filter(bool files);  // once per worker
bool load_filter(void);
bool drop_bounding_set(void);  // by the worker already, for it takes long
void choose_user(void);        // first of all: the user that a worker of root becomes
uid_t program_user(void);      // as programs see it
bool has_own_user(void);       // no other worker has it
bool become_nobody(void);  // if this is root
bool drop_privileges(void);
void hold_process_limit(void);  // finds out how the processes of this worker's programs alone can be counted
bool kernel_counts_processes(void);
bool exceeds_process_limit(pid_t pid);  // where it is this worker that counts
enum { MOST_PROCESSES = 256, LEAST_PROCESSES = 32 };  // a program may have; must be had by one
bool note_limits(void);  // by the worker, before its first child
bool set_limits(const struct sandbox_limits *limits);

// ---- words.c: text of a request

struct words {
  const char *bytes;
  uint32_t length;
};
PyObject *text(struct words words);

// ---- environment.c

void set_environment(void);  // all that a program finds in its environment

// ---- python_texts.c: the Python files of this folder, in the order in which they run

struct python_text {
  const char *name, *text;
};
extern const struct python_text python_texts[];  // a NULL name ends them

// ---- interpreter.c: Python, set up once

void start_interpreter(const char **library);
extern const char *const imported_modules[];  // a NULL ends them
extern PyObject *candidate_serve, *judge_run, *reference_prepare, *reference_run, *reference_seed, *builtin_compile;
extern PyObject *original_modules;  // (dictionary or list, its copy) pairs
void use_own_files(void);  // programs get the folder of files.c

// ---- extensions.c

void load_extensions(void);             // those that the interpreter has not loaded for its own modules
void extensions_inherited(bool wanted);  // by the forks from now on
bool extension_is_missing(const char *path);  // in a fork that has not inherited them

// ---- imports.c

bool may_need_extensions(struct words words);

// ---- heap.c

void settle_heap(void);  // after all that the worker itself allocates for good
void fill_pool(size_t size);  // the next block of this size is the first of a fresh pool

// ---- addresses.c: what of the judge's memory the candidate, forked from the same worker, must not know

extern PyMethodDef scatter_method;

// ---- audit.c

bool install_audit_hook(void);
bool guard_tracing(void);  // after the interpreter's start

// ---- region.c: text of a request, mapped so that only the process that may read it inherits it

struct region {
  char *base;
  size_t size;
};
bool region_map(struct region *region, size_t size);
void region_unmap(struct region *region);
bool region_inherited(const struct region *region, bool inherited);

// ---- verdict.c: one page between a child and the zygote

extern enum role current_role;  // of this process

struct verdict {
  uint32_t code;
  uint32_t signal;
  uint64_t cpu_us;
  uint32_t wall_ms;
  uint32_t marks;
  uint32_t length;
  char text[SANDBOX_TEXT_BYTES];
};
bool verdict_page_map(void);
void verdict_page_unmap(void);
void verdict_write(uint32_t code, uint32_t marks, const char *text, size_t length);
extern PyMethodDef finish_method;  // for the judge: a verdict, and the end of its process
void verdict_seal(void);  // what was written stands
bool verdict_read(struct verdict *verdict);
void verdict_set(struct verdict *verdict, uint32_t code, const char *text);

// ---- frames.c: length-prefixed frames between the worker and its host

extern int host_in, host_out;
bool read_exact(int descriptor, void *bytes, size_t count);
bool write_exact(int descriptor, const void *bytes, size_t count);
struct exchange;
bool send_reply(struct exchange *exchange);
bool send_failure(const char *problem, const char *expected);  // in the place of a greeting or of a reply
bool send_hello(const char *json, size_t length);

// ---- exchange.c

// All that the worker knows of the request that it is answering, in pages that no fork inherits: nothing of it, not even the
// lengths of its texts, lies on the stack or the heap that a candidate gets.
struct exchange {
  struct sandbox_request request;
  struct region program, trusted;
  struct verdict verdict;
  char reply[sizeof(struct sandbox_reply) + SANDBOX_TEXT_BYTES];
};
struct exchange *make_exchange(void);
bool read_request(struct exchange *exchange);
void clear_exchange(struct exchange *exchange);  // the texts are given back
void wipe_stack(void);  // what calls that have returned left below
// What a process is given to read, and nothing else of the request.
struct texts {
  struct words candidate, helpers, tests, entry, solution, secret;
};
struct texts candidate_texts(const struct exchange *exchange);
struct texts judge_texts(const struct exchange *exchange);

// ---- child.c: a program's processes

struct child {
  pid_t pid;
  int pidfd;
  bool ended;
  int status;
  uint64_t cpu_us;
};
struct pipes {
  int in, out;  // -1: none
};
pid_t fork_child(struct child *child);  // as fork(2)
[[noreturn]] void child_main(enum role role, struct pipes pipes, struct sandbox_limits limits, struct texts texts);
enum { LOCK_FAILED = 90, TOO_FEW_PROCESSES = 89 };  // and the layer: how a child ends that cannot be locked in
void lock_in(enum role role, struct pipes pipes, const struct sandbox_limits *limits);
uint64_t child_cpu_us(const struct child *child);
void child_kill(struct child *child);
void child_wait(struct child *child);

// ---- reference.c

bool prepare_reference_mode(void);
void refer(const struct texts *texts);

// ---- supervisor.c, program.c, preparation.c, zygote.c, probe.c

enum ending { ENDING_DONE, ENDING_CPU, ENDING_WALL, ENDING_PROCESSES, ENDING_HOST_GONE };
uint64_t now_ms(void);
// Adds to `wall_ms` what it took, waits for a busy machine not counted.
enum ending supervise(struct child *first, struct child *second, const struct sandbox_limits *limits, uint32_t *wall_ms);
void run_program(struct exchange *exchange);
const char *prepare_worker(void);  // the folder of the library
int zygote_main(bool weaker);
void probe_prepare(void);  // before the namespaces
int probe_main(const char *library);
