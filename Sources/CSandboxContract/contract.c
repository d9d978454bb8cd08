// The layout holds without padding, whatever compiler reads the header.
#include "CSandboxContract.h"

_Static_assert(sizeof(struct sandbox_limits) == 24, "limits are six words");
_Static_assert(sizeof(struct sandbox_request) == 56, "a request's head is fourteen words");
_Static_assert(sizeof(struct sandbox_reply) == 32, "a reply's head is eight words");
