// Nothing is left that could be used: no user but nobody, no capability, and no way to gain one.
#include "sandbox.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// Known to be so in this process and in all that it forks.
static bool bounding_set_is_empty;

bool drop_bounding_set(void) {
  if (bounding_set_is_empty) return true;
  bool empty = true;
  for (unsigned long capability = 0; capability < 64; capability++) {
    int present = prctl(PR_CAPBSET_READ, capability, 0, 0, 0);
    if (present < 0) {
      bounding_set_is_empty = empty && errno == EINVAL;
      return errno == EINVAL;  // beyond the last one
    }
    // Without CAP_SETPCAP the bounding set stays; with no capability and no new privileges it gives nothing.
    if (present == 1 && prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0) {
      if (errno != EPERM) return false;
      empty = false;
    }
  }
  bounding_set_is_empty = empty;
  return true;
}

static const uid_t nobody = 65534;
static uid_t user = nobody;

// Is `id` a user here? In somebody else's user namespace only a few are.
static bool exists(uid_t id) {
  FILE *map = fopen("/proc/self/uid_map", "re");
  unsigned first, outside, count;
  bool found = false;
  while (map != NULL && !found && fscanf(map, "%u %u %u", &first, &outside, &count) == 3)
    found = id >= first && id - first < count;
  if (map != NULL) fclose(map);
  return found;
}

// The kernel counts processes by user. A range that no distribution and no container engine gives to anybody; within it the
// number of this process, which no other worker has.
void choose_user(void) {
  const uid_t own = 0x70000000u + ((uid_t)getpid() & 0x0fffffff);
  if (geteuid() == 0 && exists(own)) user = own;
}

bool has_own_user(void) { return user != nobody; }

uid_t program_user(void) {
  if (layer_is_held(LAYER_USER)) return nobody;
  return geteuid() == 0 ? user : geteuid();
}

bool become_nobody(void) {
  if (geteuid() != 0) return true;
  // Inside somebody else's user namespace there may be no nobody, and root there is an ordinary user outside.
  if (setresgid(user, user, user) != 0) return errno == EINVAL;
  return setgroups(0, NULL) == 0 && setresuid(user, user, user) == 0;
}

static bool drop_capabilities(void) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  struct __user_cap_data_struct none[2] = {};
  prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  return syscall(SYS_capset, &header, none) == 0;
}

bool drop_privileges(void) { return drop_bounding_set() && become_nobody() && drop_capabilities(); }
