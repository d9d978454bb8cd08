// assay-sandbox: runs Python programs that nobody has read. `assay` starts it; by hand, `assay-sandbox --probe` shows what
// holds and proves it.
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

// Descriptors 0 to 2 that were closed become the null device, before anything is opened: the next file would get their
// number, and what is meant for a reader would go into it.
static void open_standard(void) {
  for (int number = 0; number <= 2; number++)
    if (fcntl(number, F_GETFD) < 0 && open("/dev/null", number == 1 ? O_RDONLY : O_RDWR) != number) _exit(2);
}

// Requests and replies move away from 0 and 1, which become the null device.
static void take_descriptors(void) {
  host_in = fcntl(0, F_DUPFD_CLOEXEC, 100);
  host_out = fcntl(1, F_DUPFD_CLOEXEC, 100);
  int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (host_in < 0 || host_out < 0 || null < 0 || dup2(null, 0) != 0 || dup2(null, 1) != 1)
    die("descriptors: %s", strerror(errno));
  close(null);
}

// As after a login: what the host blocks or ignores is none of the programs' business.
static void reset_signals(void) {
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);  // refused for two of them
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);  // a file that grows too large is an error of the call
}

// Outside: waits for the worker and leaves with it, so that its host has one process to wait for and to end.
static int wait_for(pid_t worker) {
  int status = 0;
  close(host_in);
  close(host_out);
  while (waitpid(worker, &status, 0) < 0)
    if (errno != EINTR) return 2;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 5;
}

int main(int count, char **words) {
  open_standard();
  bool weaker = false, probe = false;
  for (int i = 1; i < count; i++) {
    if (strcmp(words[i], "--allow-weaker") == 0) weaker = true;
    else if (strcmp(words[i], "--probe") == 0) probe = true;
    else if (strcmp(words[i], "--without") == 0 && i + 1 < count) layer_leave_out(words[++i]);
    else if (strcmp(words[i], "--worker") != 0) die("%s: not understood; assay starts this program itself", words[i]);
  }
  set_environment();
  setsid();  // Ctrl-C is for the host, which then closes the pipe
  reset_signals();
  take_descriptors();
  if (probe) probe_prepare();
  choose_user();
  enter_namespaces();
  pid_t worker = fork();
  if (worker < 0) die_without_processes();
  if (worker > 0) return wait_for(worker);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const char *library = prepare_worker();
  return probe ? probe_main(library) : zygote_main(weaker);
}
