// The root folder of all programs of a worker: read-only, nothing in it can be executed, and it holds only the standard
// library of Python, so that modules which were not imported before the fork can still be imported.
#include "sandbox.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

// Folders of `path` below the current one.
static bool make_folders(const char *path) {
  char part[512];
  size_t length = strlen(path);
  if (length >= sizeof part) return false;
  for (size_t i = 1; i <= length; i++) {
    if (path[i] != '/' && path[i] != 0) continue;
    memcpy(part, path + 1, i - 1);
    part[i - 1] = 0;
    if (mkdir(part, 0755) != 0 && errno != EEXIST) return false;
  }
  return true;
}

// A flag that the mount has already cannot be taken off in a user namespace, so it is named again.
static unsigned long flags_of(const char *path) {
  struct statvfs status;
  if (statvfs(path, &status) != 0) return 0;
  unsigned long flags = 0;
  if (status.f_flag & ST_NOATIME) flags |= MS_NOATIME;
  if (status.f_flag & ST_NODIRATIME) flags |= MS_NODIRATIME;
  if (status.f_flag & ST_RELATIME) flags |= MS_RELATIME;
  return flags;
}

static const char *build_root(const char *library) {
  const unsigned long locked = MS_NOSUID | MS_NODEV | MS_NOEXEC;
  if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) return "making mounts private";
  if (mount("assay", "/tmp", "tmpfs", locked, "size=64k,mode=0755") != 0) return "an empty file system";
  if (chdir("/tmp") != 0 || !make_folders(library)) return "folders for the library";
  if (mount(library, library + 1, NULL, MS_BIND, NULL) != 0) return "the library's folder";
  if (mount(NULL, library + 1, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | locked | flags_of(library + 1), NULL) != 0)
    return "a read-only library";
  if (syscall(SYS_pivot_root, ".", ".") != 0) return "pivot_root";
  if (umount2(".", MNT_DETACH) != 0 || chdir("/") != 0) return "leaving the old root";
  if (mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | locked | flags_of("/"), NULL) != 0)
    return "a read-only root";
  return NULL;
}

void enter_root(const char *library) {
  if (layer_left_out(LAYER_ROOT)) return;
  if (!layer_is_held(LAYER_MOUNT)) {
    layer_lost(LAYER_ROOT, "needs the mount namespace; instead no file can be opened at all");
    return;
  }
  const char *failed = build_root(library);
  if (failed == NULL) {
    layer_held(LAYER_ROOT);
  } else {
    layer_lost(LAYER_ROOT, "%s: %s; instead no file can be opened at all", failed, strerror(errno));
  }
}
