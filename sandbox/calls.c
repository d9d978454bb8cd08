// System calls that no program makes who only computes, each alone, for the filter ends the process; then those that it refuses.
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

// Whatever the answer: there must be none.
#define CALL(name, ...) \
  static void call_##name(void) { \
    findings->tries++; \
    syscall(SYS_##name __VA_OPT__(, ) __VA_ARGS__); \
    findings->tries--; \
    tried(true, #name); \
  }
CALL(socket, AF_INET, SOCK_STREAM, 0)
CALL(socketpair, AF_UNIX, SOCK_STREAM, 0, (int[2]){})
CALL(connect, 3, NULL, 0)
CALL(execve, "/bin/true", NULL, NULL)
CALL(execveat, 0, "", NULL, NULL, 0x1000)
CALL(kill, getppid(), 0)
CALL(tkill, 1, 0)
CALL(ptrace, PTRACE_SEIZE, getppid(), 0, 0)
CALL(process_vm_readv, getppid(), NULL, 0, NULL, 0, 0)
CALL(process_vm_writev, getppid(), NULL, 0, NULL, 0, 0)
CALL(pidfd_open, getppid(), 0)
CALL(mount, "none", "/", "assay-probe", 0, NULL)
CALL(unshare, CLONE_NEWUSER)
CALL(setns, 0, 0)
CALL(chroot, "/")
CALL(bpf, 0, NULL, 0)
CALL(memfd_create, "probe", 0)
CALL(userfaultfd, 0)
CALL(io_uring_setup, 1, NULL)
CALL(perf_event_open, NULL, 0, -1, -1, 0)
CALL(keyctl, 0, 0)
CALL(seccomp, 0, 0, NULL)
CALL(setresuid, 0, 0, 0)
CALL(clone, SIGCHLD, 0, 0, 0, 0)
#ifdef SYS_fork
CALL(fork)
CALL(vfork)
#endif

#ifdef __x86_64__
// The door of 32-bit programs, where the same numbers mean other calls.
static void call_other_door(void) {
  findings->tries++;
  long answer;
  __asm__ volatile("int $0x80" : "=a"(answer) : "a"(20L) : "memory", "r8", "r9", "r10", "r11");
  findings->tries--;
  tried(true, "a 32-bit system call");
}
#endif

static bool refused(long answer) { return answer == -1; }

static void try_refused(void) {
  tried(!refused(syscall(SYS_openat, AT_FDCWD, "/assay-probe", O_WRONLY | O_CREAT, 0600)), "a new file");
  tried(!refused(syscall(SYS_openat, AT_FDCWD, "/", O_TMPFILE | O_RDWR, 0600)), "a file without a name");
  tried(!refused(syscall(SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY)), "reading /etc/passwd");
  tried(!refused(syscall(SYS_unlinkat, AT_FDCWD, "/assay-probe", 0)) || errno == ENOENT, "removing a file");
  tried(!refused(syscall(SYS_mkdirat, AT_FDCWD, "/assay-probe", 0700)), "a new folder");
  tried(!refused(syscall(SYS_symlinkat, "/", AT_FDCWD, "/assay-probe")), "a new link");
  tried(!refused(syscall(SYS_fchmodat, AT_FDCWD, "/", 0777)), "other rights of a folder");
  tried(!refused(write(5, "x", 0)), "writing to descriptor 5");
  tried(mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED, "executable memory");
  void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  tried(page == MAP_FAILED || mprotect(page, 4096, PROT_READ | PROT_EXEC) == 0, "making memory executable");
  tried(!refused(ioctl(0, TIOCSTI, "x")), "typing into a terminal");
  tried(!refused(prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)), "being read by others");
  tried(!refused(syscall(SYS_prlimit64, 0, 0, (uint64_t[2]){~0ull, ~0ull}, NULL)), "raising a limit");
  tried(!refused(syscall(SYS_clone3, NULL, 0)) || errno != ENOSYS, "clone3");
  tried(!refused(syscall(SYS_shutdown, 0, 0)), "a call that no list names");
}

#define KILLED(name) {LAYER_FILTER, 0, OUTCOME_KILLED, call_##name}
const struct trial call_trials[] = {
    KILLED(socket), KILLED(socketpair), KILLED(connect), KILLED(execve), KILLED(execveat), KILLED(kill), KILLED(tkill),
    KILLED(ptrace), KILLED(process_vm_readv), KILLED(process_vm_writev), KILLED(pidfd_open), KILLED(mount),
    KILLED(unshare), KILLED(setns), KILLED(chroot), KILLED(bpf), KILLED(memfd_create), KILLED(userfaultfd),
    KILLED(io_uring_setup), KILLED(perf_event_open), KILLED(keyctl), KILLED(seccomp), KILLED(setresuid), KILLED(clone),
#ifdef SYS_fork
    KILLED(fork), KILLED(vfork),
#endif
#ifdef __x86_64__
    KILLED(other_door),
#endif
    {LAYER_FILTER, 0, OUTCOME_RETURNS, try_refused},
};
const size_t call_trial_count = sizeof call_trials / sizeof *call_trials;
