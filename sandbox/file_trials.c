// Ways out by a program's own files, by threads, and by what the worker may have left of a request; see trials.c.
#include "probe.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

// In files of a quarter of what there is, for a single one is held by the limit of a file.
void try_filling(void) {
  static char block[1 << 16];
  size_t size = 0;
  for (int i = 0; i < 8; i++) {
    char path[32];
    snprintf(path, sizeof path, "full-%d", i);
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    for (size_t put = 0; file >= 0 && put < FILES_BYTES / 4 && write(file, block, sizeof block) == sizeof block;)
      put += sizeof block, size += sizeof block;
    if (file >= 0) close(file);
  }
  tried(size < FILES_BYTES / 2, "a look at the size of the own files");
  tried(size > FILES_BYTES, "more bytes in files than there may be");
  unsigned files = 0;
  for (char path[32]; files <= FILES_COUNT; files++) {
    snprintf(path, sizeof path, "empty-%u", files);
    if (mkdir(path, 0700) != 0) break;
  }
  tried(files > FILES_COUNT, "more files than there may be");
}

// After try_filling: a folder that is new.
void try_private_files(void) {
  struct stat status;
  tried(stat("full-0", &status) == 0 || stat("empty-0", &status) == 0, "finding the files of the program before");
  tried(!opens("own", O_RDWR | O_CREAT | O_EXCL), "hiding the own files");
  int file = open("own", O_RDWR | O_CLOEXEC);
  tried(ftruncate(file, 4096) != 0, "hiding the size of the own files");
  tried(mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, file, 0) != MAP_FAILED, "executing an own file");
  tried(mknod("device", S_IFCHR | 0600, makedev(1, 1)) == 0, "making a device");
  tried(symlink("/etc/shadow", "link") == 0 && opens("link", O_RDONLY), "following a link out");
  tried(link("/etc/passwd", "hard") == 0, "a second name for a file outside");
  tried(opens("../candidate/etc/passwd", O_RDONLY), "climbing to the worker's root");
  tried(mount(NULL, HOME_FOLDER, NULL, MS_REMOUNT, "size=1g") == 0, "more room");
}

// The worker left nothing of a request on the stack: neither lengths nor texts.
void try_stack(void) {
  extern void *__libc_stack_end;
  wipe_stack();
  findings->tries++;
  for (const char *at = __builtin_frame_address(0); at + 8 <= (const char *)__libc_stack_end; at += 4) {
    uint32_t word;
    uint64_t both;
    memcpy(&word, at, sizeof word);
    memcpy(&both, at, sizeof both);
    if (word == PROBE_LENGTH || both == 2 * (uint64_t)PROBE_LENGTH || both == 3 * (uint64_t)PROBE_LENGTH)
      tried(true, "finding the lengths of the tests");
  }
}

// A request whose lengths are known, read as the worker reads one.
bool leave_request(void) {
  const struct sandbox_request request = {.magic = SANDBOX_REQUEST_MAGIC, .candidate = 1, .helpers = PROBE_LENGTH, .tests = PROBE_LENGTH};
  const int input = host_in;
  host_in = memfd_create("request", MFD_CLOEXEC);
  bool done = host_in >= 0 && write_exact(host_in, &request, sizeof request) &&
              ftruncate(host_in, (off_t)sizeof request + 1 + SANDBOX_SECRET_BYTES + 2 * PROBE_LENGTH) == 0 && lseek(host_in, 0, SEEK_SET) == 0;
  explicit_bzero((void *)&request, sizeof request);
  wipe_stack();
  struct exchange *exchange = done ? make_exchange() : NULL;
  done = done && read_request(exchange) && region_inherited(&exchange->trusted, false);
  if (host_in >= 0) close(host_in);
  host_in = input;
  return done;
}

static void *wait_for_ever(void *nothing) {
  for (;;) pause();
  return nothing;
}

// Where the worker counts, it ends who has too many.
void try_threads(void) {
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 64 << 10);
  unsigned started = 0;
  pthread_t thread;
  findings->tries++;
  while (started <= 4 * MOST_PROCESSES && pthread_create(&thread, &small, wait_for_ever, NULL) == 0) started++;
  findings->tries--;
  if (!kernel_counts_processes()) usleep(100000);
  tried(started > MOST_PROCESSES, "more threads than there may be");
}
