// What programs find in their environment, and nothing else.
#include "sandbox.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void set_environment(void) {
  clearenv();
  if (setenv("HOME", HOME_FOLDER, 1) != 0 || setenv("USER", USER_NAME, 1) != 0 || setenv("LOGNAME", USER_NAME, 1) != 0)
    die("the environment: %s", strerror(errno));
}
