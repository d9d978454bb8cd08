// Rows become columns: four rows and four columns at a time, then what is left.
#include "internal.h"

typedef float four __attribute__((vector_size(16), aligned(4)));

void assay_transpose(const float *rows, int64_t ld, int count, int64_t columns, float *out) {
  int whole_rows = count / 4 * 4;
  int64_t whole = columns / 4 * 4;
  for (int i = 0; i < whole_rows; i += 4)
    for (int64_t t = 0; t < whole; t += 4) {
      const float *r = rows + i * ld + t;
      four a = *(const four *)r, b = *(const four *)(r + ld), c = *(const four *)(r + 2 * ld),
           d = *(const four *)(r + 3 * ld);
      four e = __builtin_shufflevector(a, b, 0, 4, 1, 5), f = __builtin_shufflevector(c, d, 0, 4, 1, 5);
      four g = __builtin_shufflevector(a, b, 2, 6, 3, 7), h = __builtin_shufflevector(c, d, 2, 6, 3, 7);
      float *o = out + t * count + i;
      *(four *)o = __builtin_shufflevector(e, f, 0, 1, 4, 5);
      *(four *)(o + count) = __builtin_shufflevector(e, f, 2, 3, 6, 7);
      *(four *)(o + 2 * count) = __builtin_shufflevector(g, h, 0, 1, 4, 5);
      *(four *)(o + 3 * count) = __builtin_shufflevector(g, h, 2, 3, 6, 7);
    }
  for (int i = 0; i < count; i++)
    for (int64_t t = i < whole_rows ? whole : 0; t < columns; t++) out[t * count + i] = rows[i * ld + t];
}
