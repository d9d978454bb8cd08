// Weights in blocks, eight rows at a time: four bytes of each row are brought side by side, so that a vector of integers holds four
// columns of all of them. A byte of it is masked out where it stands and becomes float32; what its place multiplies it by, a power of two,
// is divided out of the scale, which rounds nothing. The numbers are added to chains, where a few rows of x go straight over the weights
// as they stream from memory, or stored in a packed panel. The numbers and the order of each chain are those of blocks.h and of every
// other product. block_formats.h says where the bytes of each format stand, stream_blocks.h makes functions of it.
//
// Included by elements.h, and so compiled for each instruction set.

// All functions that take or give vectors are inlined: how they would be handed over does not matter.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpsabi"

typedef uint32_t words4 __attribute__((vector_size(16), aligned(1)));
typedef uint32_t words8 __attribute__((vector_size(32)));
typedef int32_t integers8 __attribute__((vector_size(32)));
typedef uint16_t halfwords8 __attribute__((vector_size(16)));
typedef _Float16 halves8 __attribute__((vector_size(16)));

#define BLOCK_INLINE static inline __attribute__((always_inline))

// Most rows of w that are worked on together, in eights.
enum { EIGHTS = 4 };

// What one call works on: rows of w, and some rows of x or a panel.
typedef struct {
  const uint8_t *row[8 * EIGHTS];
  // Lines come so many bytes early; from the end of a row on, those of the rows that are next, `jump` bytes further.
  int64_t ahead, end, jump;
  const float *x[ASSAY_BLOCK_ROWS];
  float *panel;
  int64_t width;
  eight sum[ASSAY_BLOCK_ROWS][EIGHTS];
} block_stream;

// How many rows of x there are, 0 for a panel, and how many eights of rows of w: known to the compiler.
typedef struct {
  int rows, eights;
} block_shape;

// What the numbers of a group have in common: each is q scale + least, the product rounded or not.
typedef struct {
  // Times what the first, second and third byte of a word must be divided by.
  eight scale[3][EIGHTS];
  eight least[EIGHTS];
} block_group;

BLOCK_INLINE void set_group(block_group *g, int e, eight scale, eight least) {
  g->scale[0][e] = scale;
  g->scale[1][e] = scale * 0x1p-8f;
  g->scale[2][e] = scale * 0x1p-16f;
  g->least[e] = least;
}

// Of a format whose numbers are (q - offset) scale: as the offset is a power of two, one rounding of q scale - offset scale is that of the
// product. Where q is the offset this gives 0 where the product gives 0 or -0, which adds the same to every chain.
BLOCK_INLINE void set_offset_group(block_group *g, int e, eight scale, float offset) {
  set_group(g, e, scale, scale * -offset);
}

// Sixteen bytes from `offset` on of the eight rows of number `e`: t[i][e] has word i of each.
BLOCK_INLINE void columns(const block_stream *s, int e, int64_t offset, words8 (*t)[EIGHTS]) {
  words8 a[4], b[4];
  int64_t ahead = s->ahead;
  if (offset + ahead >= s->end) ahead += s->jump;
  for (int n = 0; n < 4; n++) {
    const uint8_t *first = s->row[8 * e + n] + offset, *second = s->row[8 * e + n + 4] + offset;
    a[n] = __builtin_shufflevector(*(const words4 *)first, *(const words4 *)second, 0, 1, 2, 3, 4, 5, 6, 7);
    __builtin_prefetch(first + ahead, 0, 3);
    __builtin_prefetch(second + ahead, 0, 3);
  }
  for (int n = 0; n < 4; n += 2) {
    b[n] = __builtin_shufflevector(a[n], a[n + 1], 0, 8, 1, 9, 4, 12, 5, 13);
    b[n + 1] = __builtin_shufflevector(a[n], a[n + 1], 2, 10, 3, 11, 6, 14, 7, 15);
  }
  for (int n = 0; n < 2; n++) {
    t[2 * n][e] = __builtin_shufflevector(b[n], b[n + 2], 0, 1, 8, 9, 4, 5, 12, 13);
    t[2 * n + 1][e] = __builtin_shufflevector(b[n], b[n + 2], 2, 3, 10, 11, 6, 7, 14, 15);
  }
}

// float16 in the lower halves of words.
BLOCK_INLINE eight from_halves(words8 bits) {
  return __builtin_convertvector((halves8)__builtin_convertvector(bits, halfwords8), eight);
}

BLOCK_INLINE eight halves(const block_stream *s, int e, int64_t offset) {
  halfwords8 bits;
  for (int n = 0; n < 8; n++) {
    uint16_t word;
    memcpy(&word, s->row[8 * e + n] + offset, 2);
    bits[n] = word;
  }
  return __builtin_convertvector((halves8)bits, eight);
}

BLOCK_INLINE eight from_words(words8 q) { return __builtin_convertvector((integers8)q, eight); }
// Byte `i` of sixteen that stand in four words of each row; the signed one.
BLOCK_INLINE words8 byte_of(words8 (*t)[EIGHTS], int e, int i) { return t[i / 4][e] >> (8 * (i % 4)) & 255; }
BLOCK_INLINE words8 signed_byte_of(words8 (*t)[EIGHTS], int e, int i) {
  return (words8)((integers8)(t[i / 4][e] << (24 - 8 * (i % 4))) >> 24);
}

// Weights k to k + 3, which stand as bytes in the words of each row: times x onto the chains, or into the panel.
BLOCK_INLINE void take(const block_shape shape, const bool is_rounded, block_stream *s, int64_t k, const words8 *words,
                       const block_group *g) {
#pragma unroll
  for (int i = 0; i < 4; i++) {
    const int place = i % 3;  // the last byte is shifted
    eight x[ASSAY_BLOCK_ROWS];
#pragma unroll
    for (int m = 0; m < shape.rows; m++) {
      const float one = s->x[m][k + i];
      x[m] = (eight){one, one, one, one, one, one, one, one};
    }
#pragma unroll
    for (int e = 0; e < shape.eights; e++) {
      const eight q = from_words(i == 3 ? words[e] >> 24 : words[e] & (255u << (8 * place)));
      const eight weights = is_rounded ? q * g->scale[place][e] + g->least[e]
                                      : __builtin_elementwise_fma(q, g->scale[place][e], g->least[e]);
      if (shape.rows == 0) *(eight *)(s->panel + (k + i) * s->width + 8 * e) = weights;
#pragma unroll
      for (int m = 0; m < shape.rows; m++) s->sum[m][e] = __builtin_elementwise_fma(x[m], weights, s->sum[m][e]);
    }
  }
}

#pragma clang diagnostic pop
