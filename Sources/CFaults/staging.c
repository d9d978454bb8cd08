// Folders in which results are being made, for a process that ends where nothing of the language runs any more. Nothing here that the
// end needs takes memory, for it is often what there is none of.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "staging.h"

#include "include/faults.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// A path is written last and cleared first. It may lead to another folder by then, of another process: hence the numbers.
typedef struct {
  char *_Atomic path;
  dev_t device;
  ino_t inode;
} staged;

static staged all[ASSAY_FAULTS_MOST_STAGED];
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

void assay_faults_stage(const char *path) {
  struct stat status;
  if (lstat(path, &status) != 0) return;
  char *copy = strdup(path);
  if (!copy) return;
  pthread_mutex_lock(&mutex);
  staged *free_one = NULL;
  for (int i = 0; i < ASSAY_FAULTS_MOST_STAGED && !free_one; i++)
    if (!atomic_load(&all[i].path)) free_one = &all[i];
  if (free_one) {
    free_one->device = status.st_dev;
    free_one->inode = status.st_ino;
    atomic_store(&free_one->path, copy);
  } else {
    free(copy);
  }
  pthread_mutex_unlock(&mutex);
}

void assay_faults_unstage(const char *path) {
  pthread_mutex_lock(&mutex);
  for (int i = 0; i < ASSAY_FAULTS_MOST_STAGED; i++) {
    const char *known = atomic_load(&all[i].path);
    if (!known || strcmp(known, path) != 0) continue;
    free(atomic_exchange(&all[i].path, NULL));
    break;
  }
  pthread_mutex_unlock(&mutex);
}

enum { DEEPEST = 6, ENTRIES = 2048 };  // results are flat; the handler's stack is small

// Links are removed, never followed.
static void empty(int folder, int depth) {
  alignas(struct dirent64) char entries[ENTRIES];
  for (bool more = true; more;) {
    more = false;
    lseek(folder, 0, SEEK_SET);
    long length;
    while ((length = syscall(SYS_getdents64, folder, entries, sizeof entries)) > 0) {
      for (long at = 0; at < length;) {
        const struct dirent64 *entry = (const struct dirent64 *)(entries + at);
        at += entry->d_reclen;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        if (unlinkat(folder, entry->d_name, 0) == 0) {
          more = true;
          continue;
        }
        int below = depth > 0 ? openat(folder, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
        if (below < 0) continue;
        empty(below, depth - 1);
        close(below);
        if (unlinkat(folder, entry->d_name, AT_REMOVEDIR) == 0) more = true;
      }
    }
  }
}

void assay_faults_remove_staged(void) {
  for (int i = 0; i < ASSAY_FAULTS_MOST_STAGED; i++) {
    const char *path = atomic_load(&all[i].path);
    int folder = path ? open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
    if (folder < 0) continue;
    struct stat status;
    if (fstat(folder, &status) == 0 && status.st_dev == all[i].device && status.st_ino == all[i].inode) {
      empty(folder, DEEPEST);
      rmdir(path);
    }
    close(folder);
  }
}
