// The system-call filter: a list of what Python needs to compute. What an attack would try first ends the process at once, so
// that the verdict can say so; all else is refused with EPERM.
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
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
    "alarm", "setitimer", "getitimer", "read", "readv", "pread64", "close", "fstat", "lseek", "poll", "ppoll", "select",
    "pselect6", "membarrier", "rt_sigpending", "rt_sigtimedwait", "pause",
};
static const char *const file_reading[] = {
    "newfstatat", "stat", "lstat", "statx", "access", "faccessat", "faccessat2", "readlink", "readlinkat", "getdents64",
    "getcwd", "fstatfs", "statfs",
};
static const char *const deadly[] = {
    "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg", "sendmmsg", "execve",
    "execveat", "fork", "vfork", "kill", "tkill", "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise",
    "kcmp", "bpf", "mount", "umount2", "pivot_root", "chroot", "unshare", "setns", "fsopen", "fsmount", "move_mount",
    "open_tree", "mount_setattr", "io_uring_setup", "io_uring_enter", "io_uring_register", "io_setup", "memfd_create",
    "memfd_secret", "userfaultfd", "pidfd_open", "pidfd_getfd", "pidfd_send_signal", "perf_event_open", "keyctl",
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
  const int writing = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
  return add(filter, SCMP_ACT_ALLOW, file_reading, sizeof file_reading / sizeof *file_reading) &&
         seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
                          SCMP_A2(SCMP_CMP_MASKED_EQ, (unsigned)writing | (O_TMPFILE & ~O_DIRECTORY), 0)) == 0;
}

static bool add_conditional(scmp_filter_ctx filter) {
  // 1, 2: the null device; 4: the pipe to the judge (closed where there is none).
  for (unsigned descriptor = 1; descriptor <= 4; descriptor++) {
    if (descriptor == 3) continue;
    if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, SCMP_A0(SCMP_CMP_EQ, descriptor, 0)) != 0) return false;
  }
  // A new process ends the program; a new thread is fine; clone3 hides its flags, and without it glibc takes clone.
  return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
         seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
         seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                          SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD | CLONE_VM, CLONE_THREAD | CLONE_VM)) == 0 &&
         seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS(clone), 1,
                          SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0)) == 0 &&
         seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0 &&
         seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, SCMP_A2(SCMP_CMP_EQ, 0, 0)) == 0 &&
         seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOTTY), SCMP_SYS(ioctl), 0) == 0 &&
         seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, SCMP_A1(SCMP_CMP_EQ, F_GETFD, 0)) == 0 &&
         seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, SCMP_A1(SCMP_CMP_EQ, F_SETFD, 0)) == 0 &&
         seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, SCMP_A1(SCMP_CMP_EQ, F_GETFL, 0)) == 0;
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
