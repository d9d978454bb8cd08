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
CALL(execve, "/bin/true", NULL, NULL)
CALL(execveat, 0, "", NULL, NULL, 0x1000)
CALL(kill, getppid(), 0)
CALL(tkill, 1, 0)
CALL(ptrace, PTRACE_SEIZE, getppid(), 0, 0)
CALL(process_vm_readv, getppid(), NULL, 0, NULL, 0, 0)
CALL(process_vm_writev, getppid(), NULL, 0, NULL, 0, 0)
CALL(mount, "none", "/", "assay-probe", 0, NULL)
CALL(unshare, CLONE_NEWUSER)
CALL(setns, 0, 0)
CALL(chroot, "/")
CALL(bpf, 0, NULL, 0)
CALL(userfaultfd, 0)
CALL(io_uring_setup, 1, NULL)
CALL(perf_event_open, NULL, 0, -1, -1, 0)
CALL(keyctl, 0, 0)
CALL(seccomp, 0, 0, NULL)
CALL(setresuid, 0, 0, 0)

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
  tried(!refused(syscall(SYS_openat, AT_FDCWD, outside.executable, O_RDONLY)), "reading the sandbox's own file");
  static const int families[] = {AF_INET, AF_INET6, AF_UNIX, AF_NETLINK, AF_PACKET, AF_ALG, AF_VSOCK};
  for (size_t i = 0; i < sizeof families / sizeof *families; i++)
    tried(!refused(syscall(SYS_socket, families[i], SOCK_DGRAM, 0)), "a socket");
  int pair[2] = {-1, -1};
  tried(!refused(syscall(SYS_socketpair, AF_INET, SOCK_STREAM, 0, pair)), "a pair of sockets of the network");
  tried(refused(syscall(SYS_socketpair, AF_UNIX, SOCK_DGRAM, 0, pair)), "hiding pairs of local sockets");
  tried(!refused(syscall(SYS_connect, pair[0], &outside.local, outside.local_size)), "a pair connected to the host");
  tried(!refused(syscall(SYS_sendto, pair[0], "x", 1, 0, &outside.local, outside.local_size)), "a message to the host");
  tried(!refused(syscall(SYS_setsockopt, pair[0], SOL_SOCKET, SO_ATTACH_FILTER, NULL, 0)), "a program for packets");
  tried(!refused(syscall(SYS_sendmsg, pair[0], NULL, 0)) || errno != EPERM, "passing descriptors");
  // What would be the new process's leaves at once.
  long made = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
  if (made == 0) _exit(0);
  tried(!refused(made), "a new process");
#ifdef SYS_fork
  made = syscall(SYS_fork);
  if (made == 0) _exit(0);
  tried(!refused(made), "a fork");
#endif
  tried(!refused(syscall(SYS_unlinkat, AT_FDCWD, "/assay-probe", 0)) || errno == ENOENT, "removing a file");
  tried(!refused(syscall(SYS_mkdirat, AT_FDCWD, "/assay-probe", 0700)), "a new folder");
  tried(!refused(syscall(SYS_symlinkat, "/", AT_FDCWD, "/assay-probe")), "a new link");
  tried(!refused(syscall(SYS_fchmodat, AT_FDCWD, "/", 0777)), "other rights of a folder");
  tried(!refused(syscall(SYS_pidfd_open, getppid(), 0)), "a descriptor of another process");  // asyncio asks for its own
  tried(!refused(syscall(SYS_memfd_create, "probe", 0)), "a file without a file system");
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
    KILLED(execve), KILLED(execveat), KILLED(kill), KILLED(tkill),
    KILLED(ptrace), KILLED(process_vm_readv), KILLED(process_vm_writev), KILLED(mount),
    KILLED(unshare), KILLED(setns), KILLED(chroot), KILLED(bpf), KILLED(userfaultfd),
    KILLED(io_uring_setup), KILLED(perf_event_open), KILLED(keyctl), KILLED(seccomp), KILLED(setresuid),
#ifdef __x86_64__
    KILLED(other_door),
#endif
    {LAYER_FILTER, 0, OUTCOME_RETURNS, try_refused},
};
const size_t call_trial_count = sizeof call_trials / sizeof *call_trials;
