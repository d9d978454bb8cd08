#include "sandbox.h"
int probe_main(void) { return 0; }
