// libcrypto's digest interface; only Files may import this module.
#include <openssl/evp.h>
