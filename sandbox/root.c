// The two roots of a worker: read-only, nothing in them can be executed, and they hold only the standard library of Python, so
// that modules which were not imported before the fork can still be imported, a few files that tell a program who and where
// it is, and the folder for its own files (files.c). The candidate has one and the judge the other: neither sees what the
// other writes. A process gets into its root by chroot(2), which nobody leaves who holds no descriptor of a folder outside and
// no capability.
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

static const unsigned long locked = MS_NOSUID | MS_NODEV | MS_NOEXEC;
const char *const program_roots[2] = {"/candidate", "/judge"};

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

// A folder or device of the machine, seen below the current folder, read-only.
static bool bind(const char *path, unsigned long held) {
  const char *here = path + 1;
  return mount(path, here, NULL, MS_BIND, NULL) == 0 &&
         mount(NULL, here, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | held | flags_of(here), NULL) == 0;
}

static bool write_text(const char *path, const char *text) {
  int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  bool done = file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text);
  if (file >= 0) close(file);
  return done;
}

// Without these glibc would ask a daemon by a socket who the user is.
static bool write_settings(void) {
  char line[160];
  snprintf(line, sizeof line, "%s:x:%u:%u:a program:%s:/bin/false\n", USER_NAME, program_user(), program_user(), HOME_FOLDER);
  if (!make_folders("/etc") || !write_text("etc/passwd", line)) return false;
  snprintf(line, sizeof line, "%s:x:%u:\n", USER_NAME, program_user());
  return write_text("etc/group", line) && write_text("etc/hosts", "127.0.0.1 localhost\n127.0.1.1 assay\n") &&
         write_text("etc/nsswitch.conf", "passwd: files\ngroup: files\nshadow: files\nhosts: files\nservices: files\n");
}

// In the folder that is to be a program's root.
static const char *fill_root(const char *library) {
  static const char time_zones[] = "/usr/share/zoneinfo";
  struct stat status;
  if (!make_folders(library) || !bind(library, locked)) return "the library's folder";
  if (stat(time_zones, &status) == 0 && (!make_folders(time_zones) || !bind(time_zones, locked))) return "the time zones";
  if (!make_folders("/dev") || !write_text("dev/null", "") || !bind("/dev/null", MS_NOSUID | MS_NOEXEC)) return "a null device";
  if (symlink(HOME_FOLDER, "dev/shm") != 0 || !write_settings()) return "settings";
  return make_folders(HOME_FOLDER) ? NULL : "a folder for files";
}

static const char *build_roots(const char *library) {
  if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) return "making mounts private";
  if (mount("assay", "/tmp", "tmpfs", locked, "size=256k,mode=0755") != 0 || chdir("/tmp") != 0) return "an empty file system";
  for (size_t i = 0; i < 2; i++) {
    if (mkdir(program_roots[i] + 1, 0755) != 0 || chdir(program_roots[i] + 1) != 0) return "a folder";
    const char *failed = fill_root(library);
    if (failed != NULL) return failed;
    if (chdir("..") != 0) return "a folder";
  }
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
  const mode_t mask = umask(022);
  const char *failed = build_roots(library);
  umask(mask);
  if (failed == NULL) {
    layer_held(LAYER_ROOT);
  } else {
    layer_lost(LAYER_ROOT, "%s: %s; instead no file can be opened at all", failed, strerror(errno));
  }
}

bool enter_program_root(enum role role) {
  return chroot(program_roots[role == ROLE_JUDGE]) == 0 && chdir(layer_is_held(LAYER_FILES) ? HOME_FOLDER : "/") == 0;
}

const char *null_device(void) { return layer_is_held(LAYER_ROOT) ? "/candidate/dev/null" : "/dev/null"; }
