// zlib, for data files that end in .gz; only Datasets may import this module.
#include <zlib.h>

// inflateInit2 is a macro that Swift cannot import; 16 + MAX_WBITS accepts gzip members only.
static inline int assay_inflate_gzip_start(z_stream *stream) {
  return inflateInit2(stream, 16 + MAX_WBITS);
}
/// Starts packing a gzip file; level 9 makes it as small as it gets. `deflateInit2` is a macro.
static inline int assay_deflate_gzip_start(z_stream *stream, int level) {
  return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
}
