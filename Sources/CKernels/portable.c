// The kernel set for machines without a faster one; also the plainest statement of what the others compute.
#include "elements.h"
#include "encoder.h"
#include "gradients.h"

enum { PANEL = 16, TILE = 4 };

static void pack(const void *w, assay_dtype dtype, int64_t ldw, int64_t rows, int64_t kc, float *out) {
  for (int64_t k = 0; k < kc; k++)
    for (int64_t n = 0; n < PANEL; n++)
      out[k * PANEL + n] = n < rows ? assay_element(w, dtype, n * ldw + k) : 0.0f;
}

static void multiply(int rows, int64_t kc, const float *x, const float *w, int64_t ldw, float *c, int64_t ldc,
                     int64_t columns, bool continues) {
  float sum[TILE][PANEL];
  for (int m = 0; m < rows; m++)
    for (int n = 0; n < PANEL; n++) sum[m][n] = continues && n < columns ? c[m * ldc + n] : 0.0f;
  for (int64_t k = 0; k < kc; k++)
    for (int m = 0; m < rows; m++)
      for (int n = 0; n < columns; n++) sum[m][n] = __builtin_fmaf(x[k * rows + m], w[k * ldw + n], sum[m][n]);
  for (int m = 0; m < rows; m++)
    for (int n = 0; n < columns; n++) c[m * ldc + n] = sum[m][n];
}

const assay_kernel_set assay_kernels_portable = {PANEL, TILE, 0, pack, multiply, NULL, &element_kernels,
                                               &gradient_kernels, &encoder_kernels};

float assay_exp(float x) { return assay_exp_element(x); }
