// A program's own files: a file system in memory, bounded in bytes and in files, at the place of its home and temporary
// folder. There is one for the candidate and one for the judge. After a program that touched it, it is thrown away with all
// that it holds, and a new one is mounted; whether it was touched, the folder itself tells.
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>

struct folder {
  struct stat fresh;
  struct statfs room;
};
static struct folder folders[2];

static void path_of(int which, char path[64]) { snprintf(path, 64, "%s%s", program_roots[which], HOME_FOLDER); }

static bool mount_fresh(int which) {
  char path[64], options[96];
  path_of(which, path);
  // In a user namespace the worker is the user already.
  int length = snprintf(options, sizeof options, "size=%u,nr_inodes=%u,mode=0700", FILES_BYTES, FILES_COUNT);
  if (geteuid() == 0)
    snprintf(options + length, sizeof options - (size_t)length, ",uid=%u,gid=%u", program_user(), program_user());
  if (mount("assay-files", path, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME, options) != 0) return false;
  // No change of the folder leaves this time of its last change, however coarse the clock is.
  const struct timespec never[2] = {};
  return utimensat(AT_FDCWD, path, never, 0) == 0 && stat(path, &folders[which].fresh) == 0 &&
         statfs(path, &folders[which].room) == 0;
}

static bool same_time(struct timespec a, struct timespec b) { return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec; }

static bool is_fresh(int which, const char *path) {
  struct stat now;
  struct statfs room;
  const struct folder *folder = &folders[which];
  if (stat(path, &now) != 0 || statfs(path, &room) != 0) return false;
  return now.st_mode == folder->fresh.st_mode && now.st_nlink == folder->fresh.st_nlink &&
         now.st_size == folder->fresh.st_size && same_time(now.st_mtim, folder->fresh.st_mtim) &&
         same_time(now.st_ctim, folder->fresh.st_ctim) && room.f_bfree == folder->room.f_bfree &&
         room.f_ffree == folder->room.f_ffree;
}

void make_files(void) {
  if (layer_left_out(LAYER_FILES)) return;
  if (!layer_is_held(LAYER_ROOT)) layer_lost(LAYER_FILES, "needs the read-only root; instead files live in the interpreter");
  else if (mount_fresh(0) && mount_fresh(1)) layer_held(LAYER_FILES);
  else layer_lost(LAYER_FILES, "a file system in memory: %s", strerror(errno));
}

void renew_files(void) {
  for (int which = 0; layer_is_held(LAYER_FILES) && which < 2; which++) {
    char path[64];
    path_of(which, path);
    if (is_fresh(which, path)) continue;
    if (umount2(path, MNT_DETACH) != 0 || !mount_fresh(which)) die("the files of a program: %s", strerror(errno));
  }
}
