// Faults that come from outside the program while it runs, ended as the errors that they are: two lines, exit code 1.
#ifndef ASSAY_FAULTS_H
#define ASSAY_FAULTS_H

#include <stdbool.h>
#include <stddef.h>

// Makes a mapped file known: a page of it that cannot be read, because the file was made shorter or its disk failed, is then
// an error with this path. false: there is no memory to remember it. Any thread may call these two.
bool assay_faults_watch(const void *start, size_t length, const char *path);
void assay_faults_forget(const void *start);

// Makes a folder known in which a result is being made: it is removed where the process ends by one of these errors. So many at most
// are known at once; what is beyond them stays, as after any kill, until somebody makes the same again. Any thread may call these two.
enum { ASSAY_FAULTS_MOST_STAGED = 64 };
void assay_faults_stage(const char *path);
void assay_faults_unstage(const char *path);

// From now on a trap or a bad access is said to be a lack of memory where the process has a limit of memory and has used it up.
// Nothing else is changed by it: other faults end the process as before.
void assay_faults_expect_memory_limit(void);

// Ends the process: the system gives no so many bytes; 0: nobody knows how many.
_Noreturn void assay_faults_no_memory(size_t bytes);

// Touches each page of a range, so that one that cannot be read is told by name.
void assay_faults_touch(const void *start, size_t length);

#endif
