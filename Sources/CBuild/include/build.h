#pragma once

/// The commit that was built, as the Makefile names it; empty where nobody said.
const char *assay_build_commit(void);
