#include "lapack.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Fortran's routines get the lengths of texts behind all other arguments.
typedef const int *in;
typedef const char *text;

static struct {
  void (*set_threads)(int);
  char *(*core)(void);
  void (*gemm)(int, int, int, int, int, int, double, const double *, int, const double *, int, double, double *, int);
  void (*geqrf)(in, in, double *, in, double *, double *, in, int *);
  void (*orgqr)(in, in, in, double *, in, const double *, double *, in, int *);
  void (*ormqr)(
      text, text, in, in, in, double *, in, const double *, double *, in, double *, in, int *, size_t, size_t);
  void (*gesdd)(
      text, in, in, double *, in, double *, double *, in, double *, in, double *, in, int *, int *, size_t);
  void (*syevd)(text, text, in, double *, in, double *, double *, in, int *, in, int *, size_t, size_t);
  void (*potrf)(text, in, double *, in, int *, size_t);
  void (*potrs)(text, in, in, double *, in, double *, in, int *, size_t);
} blas;

static char problem[512];
static pthread_once_t once = PTHREAD_ONCE_INIT;

// A library that is opened starts as many threads as there are processors, unless it is told otherwise beforehand.
static void *open_alone(const char *name) {
  static const char variable[] = "OPENBLAS_NUM_THREADS";
  const char *given = getenv(variable);
  char *old = given != NULL ? strdup(given) : NULL;
  setenv(variable, "1", 1);
  void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (old != NULL) {
    setenv(variable, old, 1);
  } else {
    unsetenv(variable);
  }
  free(old);
  return library;
}

static void load(void) {
  void *library = open_alone("libopenblas.so.0");
  if (library == NULL) {
    const char *reason = dlerror();
    snprintf(problem, sizeof problem, "%s", reason != NULL ? reason : "cannot be opened");
    return;
  }
  struct {
    const char *name;
    void *place;
  } wanted[] = {
      {"openblas_set_num_threads", &blas.set_threads},
      {"openblas_get_corename", &blas.core},
      {"cblas_dgemm", &blas.gemm},
      {"dgeqrf_", &blas.geqrf},
      {"dorgqr_", &blas.orgqr},
      {"dormqr_", &blas.ormqr},
      {"dgesdd_", &blas.gesdd},
      {"dsyevd_", &blas.syevd},
      {"dpotrf_", &blas.potrf},
      {"dpotrs_", &blas.potrs},
  };
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
    void *symbol = dlsym(library, wanted[i].name);
    if (symbol == NULL) {
      snprintf(problem, sizeof problem, "has no %s", wanted[i].name);
      return;
    }
    memcpy(wanted[i].place, &symbol, sizeof symbol);
  }
}

const char *assay_lapack_open(void) {
  pthread_once(&once, load);
  if (problem[0] != 0) return problem;
  // Whoever else uses the library in this process may have set another number.
  blas.set_threads(1);
  return NULL;
}

const char *assay_lapack_core(void) { return blas.core != NULL ? blas.core() : "unknown"; }

// Where memory lies must not change how a kernel adds numbers up.
static void *room(size_t count, size_t size) {
  size_t bytes = (count * size + 63) / 64 * 64;
  return aligned_alloc(64, bytes > 0 ? bytes : 64);
}

static int least(int a, int b) { return a < b ? a : b; }
// A stride must be 1 at least.
static int stride(int rows) { return rows > 1 ? rows : 1; }

void assay_lapack_multiply(
    int a_transposed, int b_transposed, int m, int n, int k, const double *a, int a_stride, const double *b,
    int b_stride, double beta, double *c, int c_stride) {
  enum { by_columns = 102, plain = 111, transposed = 112 };
  blas.gemm(
      by_columns, a_transposed ? transposed : plain, b_transposed ? transposed : plain, m, n, k, 1, a, a_stride, b,
      b_stride, beta, c, c_stride);
}

int assay_lapack_qr(int m, int n, double *a, double *tau) {
  int info = 0, asked = -1, lda = stride(m);
  double size = 0;
  blas.geqrf(&m, &n, a, &lda, tau, &size, &asked, &info);
  if (info != 0) return info;
  asked = (int)size;
  double *work = room((size_t)asked, sizeof *work);
  if (work == NULL) return assay_lapack_no_memory;
  blas.geqrf(&m, &n, a, &lda, tau, work, &asked, &info);
  free(work);
  return info;
}

int assay_lapack_form_q(int m, int n, double *a, const double *tau) {
  int info = 0, asked = -1, lda = stride(m);
  double size = 0;
  blas.orgqr(&m, &n, &n, a, &lda, tau, &size, &asked, &info);
  if (info != 0) return info;
  asked = (int)size;
  double *work = room((size_t)asked, sizeof *work);
  if (work == NULL) return assay_lapack_no_memory;
  blas.orgqr(&m, &n, &n, a, &lda, tau, work, &asked, &info);
  free(work);
  return info;
}

int assay_lapack_apply_q(int m, int n, int k, double *a, const double *tau, double *c) {
  int info = 0, asked = -1, lda = stride(m);
  double size = 0;
  blas.ormqr("L", "N", &m, &n, &k, a, &lda, tau, c, &lda, &size, &asked, &info, 1, 1);
  if (info != 0) return info;
  asked = (int)size;
  double *work = room((size_t)asked, sizeof *work);
  if (work == NULL) return assay_lapack_no_memory;
  blas.ormqr("L", "N", &m, &n, &k, a, &lda, tau, c, &lda, work, &asked, &info, 1, 1);
  free(work);
  return info;
}

int assay_lapack_svd(int m, int n, double *a, double *s, double *u, double *vt) {
  int info = 0, asked = -1, count = least(m, n), lda = stride(m), ldvt = stride(count);
  double size = 0;
  int *whole = room(8 * (size_t)stride(count), sizeof *whole);
  if (whole == NULL) return assay_lapack_no_memory;
  blas.gesdd("S", &m, &n, a, &lda, s, u, &lda, vt, &ldvt, &size, &asked, whole, &info, 1);
  double *work = NULL;
  if (info == 0) {
    asked = (int)size;
    work = room((size_t)asked, sizeof *work);
    if (work == NULL) info = assay_lapack_no_memory;
  }
  if (info == 0) blas.gesdd("S", &m, &n, a, &lda, s, u, &lda, vt, &ldvt, work, &asked, whole, &info, 1);
  free(work);
  free(whole);
  return info;
}

int assay_lapack_eigen(int n, double *a, double *values) {
  int info = 0, asked = -1, whole_asked = -1, lda = stride(n), whole_size = 0;
  double size = 0;
  blas.syevd("V", "U", &n, a, &lda, values, &size, &asked, &whole_size, &whole_asked, &info, 1, 1);
  if (info != 0) return info;
  asked = (int)size;
  whole_asked = whole_size;
  double *work = room((size_t)asked, sizeof *work);
  int *whole = room((size_t)whole_asked, sizeof *whole);
  if (work == NULL || whole == NULL) {
    info = assay_lapack_no_memory;
  } else {
    blas.syevd("V", "U", &n, a, &lda, values, work, &asked, whole, &whole_asked, &info, 1, 1);
  }
  free(work);
  free(whole);
  return info;
}

int assay_lapack_cholesky(int n, double *a) {
  int info = 0, lda = stride(n);
  blas.potrf("U", &n, a, &lda, &info, 1);
  return info;
}

void assay_lapack_solve(int n, int columns, double *u, double *b) {
  int info = 0, lda = stride(n);
  blas.potrs("U", &n, &columns, u, &lda, b, &lda, &info, 1);
}
