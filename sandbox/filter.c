// The system-call filter: a list of what Python needs to compute. All else is refused with EPERM, which a program sees as an
// OSError that it may catch: where the call is not made, nothing is lost by going on. Death is kept for what no library of
// Python's own tries and only an attack on the kernel, on other processes or on the rights of this one does: there each
// further try counts, and the verdict should say so.
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct sock_fprog program;

// By name: a name that this processor's kernel does not have is left out.
static const char *const allowed[] = {
    "brk", "munmap", "mremap", "madvise", "futex", "futex_waitv", "set_robust_list", "rseq", "set_tid_address",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "restart_syscall", "exit", "exit_group",
    "getpid", "gettid", "getppid", "getuid", "geteuid", "getgid", "getegid", "getpgid", "getsid", "getgroups",
    "clock_gettime", "clock_getres", "gettimeofday", "time", "times", "getrusage", "nanosleep", "clock_nanosleep",
    "sched_yield", "sched_getaffinity", "getcpu", "getrandom", "uname", "sysinfo", "getrlimit",
    "alarm", "setitimer", "getitimer", "read", "readv", "pread64", "preadv", "write", "writev", "pwrite64", "pwritev", "close",
    "fstat", "lseek", "poll", "ppoll", "select", "pselect6", "membarrier", "rt_sigpending", "rt_sigtimedwait", "pause",
    "getresuid", "getresgid", "getpgrp", "getpriority", "sched_getparam", "sched_getscheduler", "sched_get_priority_max",
    "sched_get_priority_min", "dup", "dup2", "dup3", "pipe", "pipe2", "eventfd", "eventfd2", "epoll_create", "epoll_create1",
    "epoll_ctl", "epoll_wait", "epoll_pwait", "epoll_pwait2", "recvfrom", "shutdown", "getsockname", "getpeername", "msync",
};
// Only where the root is the program's own: all of it is read-only but the folder that is thrown away after the program.
static const char *const changing_files[] = {
    "openat", "mkdir", "mkdirat", "rmdir", "unlink", "unlinkat", "rename", "renameat", "renameat2", "link", "linkat", "symlink",
    "symlinkat", "truncate", "ftruncate", "fallocate", "chmod", "fchmod", "fchmodat", "fchmodat2", "utimensat", "futimesat",
    "utimes", "utime", "umask", "chdir", "fchdir", "fsync", "fdatasync", "flock", "sendfile", "copy_file_range", "fadvise64",
    "getxattr", "lgetxattr", "fgetxattr", "listxattr", "llistxattr", "flistxattr",
};
static const char *const file_reading[] = {
    "newfstatat", "stat", "lstat", "statx", "access", "faccessat", "faccessat2", "readlink", "readlinkat", "getdents64",
    "getcwd", "fstatfs", "statfs",
};
static const char *const deadly[] = {
    "execve", "execveat", "tkill", "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise",
    "kcmp", "bpf", "mount", "umount2", "pivot_root", "chroot", "unshare", "setns", "fsopen", "fsmount", "move_mount",
    "open_tree", "mount_setattr", "io_uring_setup", "io_uring_enter", "io_uring_register", "io_setup",
    "memfd_secret", "userfaultfd", "pidfd_getfd", "pidfd_send_signal", "perf_event_open", "keyctl",
    "add_key", "request_key", "init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot",
    "open_by_handle_at", "name_to_handle_at", "personality", "iopl", "ioperm", "modify_ldt", "swapon", "swapoff",
    "sethostname", "setdomainname", "acct", "quotactl", "settimeofday", "clock_settime", "adjtimex", "vhangup",
    "setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid", "setgroups", "capset", "setsid", "setpgid",
    "rt_sigqueueinfo", "rt_tgsigqueueinfo", "shmget", "shmat", "semget", "msgget", "mq_open", "seccomp",
    "landlock_create_ruleset", "fanotify_init", "lookup_dcookie", "syslog", "nfsservctl", "vmsplice", "migrate_pages",
};

static bool add(scmp_filter_ctx filter, uint32_t action, const char *const *names, size_t count) {
  for (size_t i = 0; i < count; i++) {
    int number = seccomp_syscall_resolve_name(names[i]);
    if (number == __NR_SCMP_ERROR || number < 0) continue;
    if (seccomp_rule_add(filter, action, number, 0) != 0) return false;
  }
  return true;
}

static bool add_files(scmp_filter_ctx filter) {
  return add(filter, SCMP_ACT_ALLOW, file_reading, sizeof file_reading / sizeof *file_reading) &&
         add(filter, SCMP_ACT_ALLOW, changing_files, sizeof changing_files / sizeof *changing_files);
}

// One argument of a call may be one of a few values.
static bool add_values(scmp_filter_ctx filter, int call, unsigned argument, const unsigned *values, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1, SCMP_CMP32(argument, SCMP_CMP_EQ, values[i])) != 0) return false;
  return true;
}
#define ADD_VALUES(call, argument, ...) \
  add_values(filter, SCMP_SYS(call), argument, (const unsigned[]){__VA_ARGS__}, \
             sizeof((const unsigned[]){__VA_ARGS__}) / sizeof(unsigned))

// A program may send itself what it can handle. It knows its own number only where a process namespace makes it the first.
static bool add_own_signals(scmp_filter_ctx filter, bool first) {
  static const int own[] = {SIGINT, SIGTERM, SIGHUP, SIGALRM, SIGVTALRM, SIGPROF, SIGUSR1, SIGUSR2, SIGCHLD, SIGPIPE, SIGCONT,
                            SIGWINCH};
  for (size_t i = 0; first && i < sizeof own / sizeof *own; i++)
    if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 2, SCMP_CMP32(0, SCMP_CMP_EQ, 1),
                         SCMP_CMP32(2, SCMP_CMP_EQ, (unsigned)own[i])) != 0 ||
        seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(kill), 2, SCMP_CMP32(0, SCMP_CMP_EQ, 1),
                         SCMP_CMP32(1, SCMP_CMP_EQ, (unsigned)own[i])) != 0)
      return false;
  return first ? seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS(kill), 1, SCMP_CMP32(0, SCMP_CMP_NE, 1)) == 0
               : seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS(kill), 0) == 0;
}

// Pairs of sockets are pipes in two directions, and nobody else is reached by them: no address is ever taken. Other families
// and options are refused (a socket may be given a program for its packets).
static bool add_pairs(scmp_filter_ctx filter) {
  return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(socketpair), 1, SCMP_CMP32(0, SCMP_CMP_EQ, AF_UNIX)) == 0 &&
         seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(sendto), 1, SCMP_A4(SCMP_CMP_EQ, 0, 0)) == 0 &&
         ADD_VALUES(getsockopt, 2, SO_ERROR, SO_TYPE, SO_PROTOCOL, SO_DOMAIN, SO_ACCEPTCONN, SO_SNDBUF, SO_RCVBUF);
}

static bool add_conditional(scmp_filter_ctx filter) {
  // A new process is refused; a new thread is fine; clone3 hides its flags, and without it glibc takes clone.
  return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
         seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
         seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                          SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD | CLONE_VM, CLONE_THREAD | CLONE_VM)) == 0 &&
         seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0 &&
         seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, SCMP_A2(SCMP_CMP_EQ, 0, 0)) == 0 &&
         seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1, SCMP_CMP32(1, SCMP_CMP_EQ, FIONBIO)) == 0 &&
         seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOTTY), SCMP_SYS(ioctl), 1, SCMP_CMP32(1, SCMP_CMP_NE, FIONBIO)) == 0 &&
         // Without it os.closerange ends in glibc's closefrom, which aborts where it finds no /proc.
         ADD_VALUES(close_range, 2, 0, CLOSE_RANGE_CLOEXEC) &&
         ADD_VALUES(fcntl, 1, F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETLK, F_SETLK, F_SETLKW,
                    F_OFD_GETLK, F_OFD_SETLK, F_OFD_SETLKW) &&
         add_own_signals(filter, layer_is_held(LAYER_PROCESS)) && add_pairs(filter);
}

// libseccomp writes a program only to a descriptor.
static bool compile(scmp_filter_ctx filter) {
  int memory = memfd_create("filter", MFD_CLOEXEC);
  if (memory < 0) return false;
  bool done = false;
  off_t size = 0;
  if (seccomp_export_bpf(filter, memory) == 0 && (size = lseek(memory, 0, SEEK_END)) > 0) {
    void *bytes = malloc((size_t)size);
    if (bytes != NULL && pread(memory, bytes, (size_t)size, 0) == size) {
      program.filter = bytes;
      program.len = (unsigned short)((size_t)size / sizeof(struct sock_filter));
      done = true;
    }
  }
  close(memory);
  return done;
}

bool build_filter(bool files) {
  if (layer_left_out(LAYER_FILTER)) return false;
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
  if (filter == NULL) return false;
  seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
  seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);  // a binary tree
  bool done = add(filter, SCMP_ACT_ALLOW, allowed, sizeof allowed / sizeof *allowed) &&
              add(filter, SCMP_ACT_KILL_PROCESS, deadly, sizeof deadly / sizeof *deadly) &&
              (!files || add_files(filter)) && add_conditional(filter) && compile(filter);
  seccomp_release(filter);
  return done;
}

bool load_filter(void) { return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0; }
