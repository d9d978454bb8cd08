// Ways out, one function a layer. Each runs in a child that has this layer and lacks those that would stop it earlier: above
// all the filter, for what the filter ends does not show what the layers behind it hold. All are harmless where they work.
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

static void try_user(void) {
  tried(setresuid(0, 0, 0) == 0 && geteuid() == 0, "becoming root");
  // One above what it was started with, which may be high already; the highest of all is -20.
  int nice = getpriority(PRIO_PROCESS, 0);
  tried(nice > -20 && setpriority(PRIO_PROCESS, 0, nice - 1) == 0, "a higher priority");
  struct rlimit now = {};
  getrlimit(RLIMIT_NOFILE, &now);
  if (now.rlim_max < RLIM_INFINITY - 1) {
    now.rlim_max++;
    tried(setrlimit(RLIMIT_NOFILE, &now) == 0, "a higher limit");
  }
}

static void try_mounts(void) {
  struct stat status;
  if (!layer_is_held(LAYER_ROOT)) {
    tried(stat("/proc/self/ns/mnt", &status) == 0 && status.st_ino == outside.mounts, "sharing the host's mounts");
    return;
  }
  tried(stat("/proc/self", &status) == 0, "a look into /proc");
  tried(stat(outside.executable, &status) == 0, "a look at the sandbox's own file");
}

static void try_processes(void) {
  char byte;
  struct iovec here = {&byte, 1}, there = {(void *)(uintptr_t)environ, 1};
  tried(getpid() != 1, "a process number of the worker's");
  tried(kill(outside.host, 0) == 0 || errno != ESRCH, "a signal to the host");
  tried(kill(-1, 0) == 0 || errno != ESRCH, "a signal to whoever is there");
  tried(ptrace(PTRACE_SEIZE, outside.host, NULL, NULL) == 0, "tracing the host");
  tried(process_vm_readv(outside.host, &here, 1, &there, 1, 0) == 1, "reading the host's memory");
  tried(getppid() != 0, "a parent that can be named");
}

static void try_network(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = outside.port};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int stream = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  tried(connect(stream, (struct sockaddr *)&address, sizeof address) == 0, "a connection to the host");
  address.sin_addr.s_addr = htonl(0xC0000201);  // 192.0.2.1, of no network; no packet leaves for a connect
  int packets = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  tried(connect(packets, (struct sockaddr *)&address, sizeof address) == 0, "a way to another machine");
  int local = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  tried(connect(local, (const struct sockaddr *)&outside.local, outside.local_size) == 0, "a local socket of the host");
}

static void try_ipc(void) { tried(shmat(outside.shared, NULL, SHM_RDONLY) != (void *)-1, "the host's shared memory"); }

static void try_host_name(void) {
  char name[65] = "";
  tried(gethostname(name, sizeof name) != 0 || strcmp(name, outside.host_name) == 0, "reading the host's name");
}

static void try_root(void) {
  static const char *const files[] = {"/etc/shadow", "/etc/machine-id", "/proc/self/mem", "/dev/zero", "../../../../etc/shadow",
                                      "/../judge/etc/passwd"};
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) tried(opens(files[i], O_RDONLY), files[i]);
  tried(opens(outside.executable, O_RDONLY), "reading the sandbox's own file");
  tried(opens("/assay-probe", O_WRONLY | O_CREAT), "a new file");
  tried(mkdir("/assay-probe", 0700) == 0, "a new folder");
  char file[600];
  snprintf(file, sizeof file, "%s/os.py", outside.library);
  tried(!opens(file, O_RDONLY), "hiding the library");
  tried(opens(file, O_WRONLY), "writing the library");
  tried(unlink(file) == 0, "removing a file of the library");
  int descriptor = open(file, O_RDONLY | O_CLOEXEC);
  tried(mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, descriptor, 0) != MAP_FAILED, "executing a file of the library");
  tried(mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND, NULL) == 0, "a writable root");
  tried(chroot("..") == 0, "another root");
}

static void try_privileges(void) {
  tried(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1, "a look for new privileges");
  tried(prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0, "taking new privileges back");
  tried(geteuid() != 0 && setresuid(0, 0, 0) == 0, "becoming root");
}

static void try_capabilities(void) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct held[2] = {{~0u, ~0u, ~0u}};
  tried(syscall(SYS_capget, &header, held) != 0 ||
            (held[0].effective | held[0].permitted | held[0].inheritable | held[1].effective | held[1].permitted) != 0,
        "keeping a capability");
  held[0] = held[1] = (struct __user_cap_data_struct){1u << CAP_SYS_CHROOT, 1u << CAP_SYS_CHROOT, 0};
  held[1] = (struct __user_cap_data_struct){};
  tried(syscall(SYS_capset, &header, held) == 0, "taking a capability");
  // No file system has this name: with the capability the kernel would say so.
  tried(mount("none", "/", "assay-probe", 0, NULL) == 0 || errno != EPERM, "mounting");
  tried(chroot("/") == 0, "another root");
  tried(unshare(CLONE_NEWUTS) == 0, "a namespace of its own");
  const gid_t group = 0;
  tried(setgroups(1, &group) == 0, "other groups");
}

static void try_limits(void) {
  static const int kinds[] = {RLIMIT_AS, RLIMIT_DATA, RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_NOFILE, RLIMIT_NPROC};
  const struct rlimit none = {RLIM_INFINITY, RLIM_INFINITY};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    tried(setrlimit((__rlimit_resource_t)kinds[i], &none) == 0, "raising a limit");
  const size_t piece = 16 << 20;
  size_t got = 0;
  while (got <= outside.limits.memory && mmap(NULL, piece, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED)
    got += piece;
  tried(got > outside.limits.memory, "memory beyond the limit");
  int descriptors = 0;
  while (descriptors < 64 && dup(0) >= 0) descriptors++;
  tried(descriptors >= 64, "opening 64 descriptors");
}

// Without a file system of its own nothing can be written; with it, no more than that holds.
static void try_file_size(void) {
  int file = memfd_create("probe", MFD_CLOEXEC);
  static char block[1 << 16];
  off_t size = 0;
  for (ssize_t put = 1; file >= 0 && put > 0 && size <= 2 * FILES_BYTES; size += put > 0 ? put : 0)
    put = write(file, block, sizeof block);
  tried(file >= 0 && size > (layer_is_held(LAYER_FILES) ? FILES_BYTES : 0), "writing to a file beyond the limit");
}

static void try_descriptors(void) {
  struct stat status;
  for (int descriptor = 0; descriptor < 3; descriptor++)
    tried(fstat(descriptor, &status) != 0 || !S_ISCHR(status.st_mode) || status.st_rdev != makedev(1, 3),
          "a standard stream that leads somewhere");
  int open = 0;
  for (int descriptor = 3; descriptor < 4096; descriptor++) open += fcntl(descriptor, F_GETFD) >= 0;
  tried(open != 0, "using an inherited descriptor");
  unsigned known = 0, variables = 0;
  for (char **variable = environ; variable != NULL && *variable != NULL; variable++, variables++)
    known += strcmp(*variable, "HOME=" HOME_FOLDER) == 0 || strcmp(*variable, "USER=" USER_NAME) == 0 ||
             strcmp(*variable, "LOGNAME=" USER_NAME) == 0;
  tried(known != 3 || variables != 3, "reading the environment");
}

// Ends by SIGSEGV, which is what is hoped for.
static void try_tests(void) {
  findings->tries++;
  volatile const char *tests = outside.tests.base;
  tried(*tests == 'T', "reading the text of the tests");
}

static void burn(void) {
  findings->tries++;
  for (volatile unsigned turns = 0;; turns++) {}
}

static void wait_forever(void) {
  findings->tries++;
  for (;;) pause();
}

// Python's own view: it asks the hook before it asks the kernel.
static void try_audit(void) {
  findings->tries++;
  tried(PyRun_SimpleString("import os\nos.system('true')\n") == 0, "os.system");
}

#define NO_FILTER (1u << LAYER_FILTER)
const struct trial trials[] = {
    {LAYER_USER, NO_FILTER | 1u << LAYER_CAPABILITIES, OUTCOME_RETURNS, try_user},
    {LAYER_MOUNT, NO_FILTER, OUTCOME_RETURNS, try_mounts},
    {LAYER_PROCESS, NO_FILTER, OUTCOME_RETURNS, try_processes},
    {LAYER_NETWORK, NO_FILTER, OUTCOME_RETURNS, try_network},
    {LAYER_IPC, NO_FILTER, OUTCOME_RETURNS, try_ipc},
    {LAYER_HOST, NO_FILTER, OUTCOME_RETURNS, try_host_name},
    {LAYER_ROOT, NO_FILTER, OUTCOME_RETURNS, try_root},
    {LAYER_FILES, NO_FILTER, OUTCOME_RETURNS, try_filling},
    {LAYER_FILES, NO_FILTER, OUTCOME_RETURNS, try_private_files},
    {LAYER_PRIVILEGES, NO_FILTER, OUTCOME_RETURNS, try_privileges},
    {LAYER_CAPABILITIES, NO_FILTER, OUTCOME_RETURNS, try_capabilities},
    {LAYER_LIMITS, NO_FILTER, OUTCOME_RETURNS, try_limits},
    {LAYER_LIMITS, NO_FILTER, OUTCOME_RETURNS, try_file_size},
    {LAYER_LIMITS, 0, OUTCOME_CPU, burn},
    {LAYER_LIMITS, 0, OUTCOME_WALL, wait_forever},
    {LAYER_DESCRIPTORS, NO_FILTER, OUTCOME_RETURNS, try_descriptors},
    {LAYER_TESTS, NO_FILTER, OUTCOME_FAULT, try_tests},
    {LAYER_TESTS, NO_FILTER, OUTCOME_RETURNS, try_stack},
    {LAYER_PROCESSES, NO_FILTER, OUTCOME_HELD, try_threads},
    {LAYER_AUDIT, NO_FILTER, OUTCOME_FORBIDDEN, try_audit},
};
const size_t trial_count = sizeof trials / sizeof *trials;
