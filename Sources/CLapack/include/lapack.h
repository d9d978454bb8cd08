// Dense linear algebra from OpenBLAS, which is opened when it is first needed: nothing else of Assay pays for it at its start.
// Matrices are float64, column by column. Every call runs on the thread that makes it, and on no other.
#ifndef ASSAY_LAPACK_H
#define ASSAY_LAPACK_H

// Opens the library once, and keeps it to one thread. NULL, or what is wrong. To be called before anything below.
const char *assay_lapack_open(void);

// The kernels that OpenBLAS picked for this processor; "unknown" before assay_lapack_open.
const char *assay_lapack_core(void);

// No memory for a call's own use; all other results are LAPACK's info: 0, or above 0 where an algorithm did not come to an end.
enum { assay_lapack_no_memory = -1000 };

// c (m, n) = a (m, k) b (k, n) + beta c; a or b transposed where it is said.
void assay_lapack_multiply(
    int a_transposed, int b_transposed, int m, int n, int k, const double *a, int a_stride, const double *b,
    int b_stride, double beta, double *c, int c_stride);

// a (m, n) becomes R above reflectors of Q; tau: min(m, n).
int assay_lapack_qr(int m, int n, double *a, double *tau);
// a (m, n), of which assay_lapack_qr made n reflectors, becomes the first n columns of Q.
int assay_lapack_form_q(int m, int n, double *a, const double *tau);
// c (m, n) becomes Q c; a (m, k) holds k reflectors.
int assay_lapack_apply_q(int m, int n, int k, double *a, const double *tau, double *c);

// a (m, n) = u (m, least) diag(s) vt (least, n), least = min(m, n), s descending; a is lost.
int assay_lapack_svd(int m, int n, double *a, double *s, double *u, double *vt);
// The symmetric a (n, n) = v diag(values) vᵀ, values ascending; a becomes v. Its upper half is read.
int assay_lapack_eigen(int n, double *a, double *values);

// a (n, n) = uᵀ u, u in its upper half, which alone is read. Above 0 where a is not positive definite.
int assay_lapack_cholesky(int n, double *a);
// b (n, columns) becomes the solution x of uᵀ u x = b.
void assay_lapack_solve(int n, int columns, double *u, double *b);

#endif
