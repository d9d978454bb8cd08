// OpenBLAS, the ceiling that assay-perf measures Assay's own kernels against.
#include <cblas.h>
