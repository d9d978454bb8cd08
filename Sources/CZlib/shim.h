// zlib, for data files that end in .gz; only Datasets may import this module.
#include <zlib.h>

// inflateInit2 is a macro that Swift cannot import; 16 + MAX_WBITS accepts gzip members only.
static inline int assay_inflate_gzip_start(z_stream *stream) {
  return inflateInit2(stream, 16 + MAX_WBITS);
}
