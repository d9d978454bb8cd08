// The one file that a new commit compiles anew.
#include "build.h"

const char *assay_build_commit(void) { return ASSAY_COMMIT; }
