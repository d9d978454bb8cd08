// Weights in blocks, as GGUF files hold them: a few bits a weight, with scales for a block of 32 or 256 of a row. What a block
// stands for is computed in float32 in the order that is written here, each operation rounded once, so that the numbers are
// the same everywhere. Included by elements.h, and so compiled for each instruction set.
//
// Source of the layouts: the GGUF specification and ggml's description of its tensor types. A block of 256 holds 8 or 16
// groups with scales of their own, which are integers times the block's.

static inline float half_at(const uint8_t *bytes) {
  uint16_t bits;
  memcpy(&bits, bytes, 2);
  return assay_half_to_float(bits);
}

static inline uint32_t word_at(const uint8_t *bytes) {
  uint32_t word;
  memcpy(&word, bytes, 4);
  return word;
}

// ---- blocks of 32: the low halves of 16 bytes are the first 16 weights, the high halves the others

static void widen_q8_0(const uint8_t *b, float *y) {
  const float scale = half_at(b);
  const int8_t *q = (const int8_t *)(b + 2);
  for (int i = 0; i < 32; i++) y[i] = (float)q[i] * scale;
}

static void widen_q4_0(const uint8_t *b, float *y) {
  const float scale = half_at(b);
  const uint8_t *q = b + 2;
  for (int i = 0; i < 16; i++) {
    y[i] = (float)((q[i] & 15) - 8) * scale;
    y[i + 16] = (float)((q[i] >> 4) - 8) * scale;
  }
}

static void widen_q4_1(const uint8_t *b, float *y) {
  const float scale = half_at(b), least = half_at(b + 2);
  const uint8_t *q = b + 4;
  for (int i = 0; i < 16; i++) {
    y[i] = (float)(q[i] & 15) * scale + least;
    y[i + 16] = (float)(q[i] >> 4) * scale + least;
  }
}

static void widen_q5_0(const uint8_t *b, float *y) {
  const float scale = half_at(b);
  const uint32_t high = word_at(b + 2);
  const uint8_t *q = b + 6;
  for (int i = 0; i < 16; i++) {
    int first = (q[i] & 15) | (int)(high >> i & 1) << 4, second = (q[i] >> 4) | (int)(high >> (i + 16) & 1) << 4;
    y[i] = (float)(first - 16) * scale;
    y[i + 16] = (float)(second - 16) * scale;
  }
}

static void widen_q5_1(const uint8_t *b, float *y) {
  const float scale = half_at(b), least = half_at(b + 2);
  const uint32_t high = word_at(b + 4);
  const uint8_t *q = b + 8;
  for (int i = 0; i < 16; i++) {
    int first = (q[i] & 15) | (int)(high >> i & 1) << 4, second = (q[i] >> 4) | (int)(high >> (i + 16) & 1) << 4;
    y[i] = (float)first * scale + least;
    y[i + 16] = (float)second * scale + least;
  }
}

// What the sixteen values of IQ4 stand for: denser around 0.
static const int8_t iq4_values[16] = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};

static void widen_iq4(const uint8_t *q, float scale, float *y) {
  for (int i = 0; i < 16; i++) {
    y[i] = (float)iq4_values[q[i] & 15] * scale;
    y[i + 16] = (float)iq4_values[q[i] >> 4] * scale;
  }
}

static void widen_iq4_nl(const uint8_t *b, float *y) { widen_iq4(b + 2, half_at(b), y); }

// ---- blocks of 256

// 16 groups of 16, with a scale and a least value of 4 bits each.
static void widen_q2_k(const uint8_t *b, float *y) {
  const uint8_t *scales = b, *q = b + 16;
  const float scale = half_at(b + 80), least = half_at(b + 82);
  for (int group = 0; group < 16; group++) {
    // Four groups of a half of the block stand above each other in the same bytes.
    const uint8_t *bytes = q + group / 8 * 32 + group % 2 * 16;
    const int shift = group % 8 / 2 * 2;
    const float s = scale * (float)(scales[group] & 15), m = least * (float)(scales[group] >> 4);
    for (int i = 0; i < 16; i++) y[group * 16 + i] = s * (float)(bytes[i] >> shift & 3) - m;
  }
}

// 16 groups of 16, with a scale of 6 bits each; the third bit of a weight stands apart.
static void widen_q3_k(const uint8_t *b, float *y) {
  const uint8_t *high = b, *q = b + 32, *scales = b + 96;
  const float scale = half_at(b + 108);
  for (int group = 0; group < 16; group++) {
    const int low = group < 8 ? scales[group] & 15 : scales[group - 8] >> 4;
    const int top = scales[8 + group % 4] >> (group / 4 * 2) & 3;
    const float s = scale * (float)((low | top << 4) - 32);
    const uint8_t *bytes = q + group / 8 * 32 + group % 2 * 16, *bits = high + group % 2 * 16;
    const int shift = group % 8 / 2 * 2, bit = group / 2;
    for (int i = 0; i < 16; i++)
      y[group * 16 + i] = s * (float)((bytes[i] >> shift & 3) - (bits[i] >> bit & 1 ? 0 : 4));
  }
}

// Scale and least value, 6 bits each, of one of the 8 groups of Q4_K and Q5_K: those of the last four are in two pieces.
static inline void scale_and_least(const uint8_t *packed, int group, int *scale, int *least) {
  if (group < 4) {
    *scale = packed[group] & 63;
    *least = packed[group + 4] & 63;
  } else {
    *scale = (packed[group + 4] & 15) | packed[group - 4] >> 6 << 4;
    *least = packed[group + 4] >> 4 | packed[group] >> 6 << 4;
  }
}

// 8 groups of 32.
static void widen_q4_k(const uint8_t *b, float *y) {
  const float scale = half_at(b), least = half_at(b + 2);
  for (int group = 0; group < 8; group++) {
    int s6, m6;
    scale_and_least(b + 4, group, &s6, &m6);
    const float s = scale * (float)s6, m = least * (float)m6;
    const uint8_t *q = b + 16 + group / 2 * 32;
    const int shift = group % 2 * 4;
    for (int i = 0; i < 32; i++) y[group * 32 + i] = s * (float)(q[i] >> shift & 15) - m;
  }
}

static void widen_q5_k(const uint8_t *b, float *y) {
  const float scale = half_at(b), least = half_at(b + 2);
  const uint8_t *high = b + 16;
  for (int group = 0; group < 8; group++) {
    int s6, m6;
    scale_and_least(b + 4, group, &s6, &m6);
    const float s = scale * (float)s6, m = least * (float)m6;
    const uint8_t *q = b + 48 + group / 2 * 32;
    const int shift = group % 2 * 4;
    for (int i = 0; i < 32; i++)
      y[group * 32 + i] = s * (float)((q[i] >> shift & 15) | (high[i] >> group & 1) << 4) - m;
  }
}

// 16 groups of 16, with a scale of 8 bits each.
static void widen_q6_k(const uint8_t *b, float *y) {
  const int8_t *scales = (const int8_t *)(b + 192);
  const float scale = half_at(b + 208);
  for (int group = 0; group < 16; group++) {
    // A half of the block: 64 bytes of low halves, 32 bytes of upper pairs, four rows of 32 weights.
    const int row = group % 8 / 2, column = group % 2 * 16;
    const uint8_t *low = b + group / 8 * 64 + row % 2 * 32 + column, *high = b + 128 + group / 8 * 32 + column;
    const float s = scale * (float)scales[group];
    const int shift = row / 2 * 4;
    for (int i = 0; i < 16; i++)
      y[group * 16 + i] = s * (float)(((low[i] >> shift & 15) | (high[i] >> row * 2 & 3) << 4) - 32);
  }
}

// 8 groups of 32, with a scale of 6 bits each.
static void widen_iq4_xs(const uint8_t *b, float *y) {
  const float scale = half_at(b);
  const int high = b[2] | b[3] << 8;
  for (int group = 0; group < 8; group++) {
    const int low = b[4 + group / 2] >> group % 2 * 4 & 15, top = high >> group * 2 & 3;
    widen_iq4(b + 8 + group * 16, scale * (float)((low | top << 4) - 32), y + group * 32);
  }
}

// y = the numbers of `count` weights, whole blocks.
static void widen_blocks(const void *x, assay_dtype dtype, int64_t count, float *y) {
  const uint8_t *b = x;
#define BLOCKS(type, widen, size, bytes) \
  case type:                             \
    for (int64_t i = 0; i < count; i += size, b += bytes) widen(b, y + i); \
    break;
  switch (dtype) {
    BLOCKS(ASSAY_Q8_0, widen_q8_0, 32, 34)
    BLOCKS(ASSAY_Q4_0, widen_q4_0, 32, 18)
    BLOCKS(ASSAY_Q4_1, widen_q4_1, 32, 20)
    BLOCKS(ASSAY_Q5_0, widen_q5_0, 32, 22)
    BLOCKS(ASSAY_Q5_1, widen_q5_1, 32, 24)
    BLOCKS(ASSAY_IQ4_NL, widen_iq4_nl, 32, 18)
    BLOCKS(ASSAY_Q2_K, widen_q2_k, 256, 84)
    BLOCKS(ASSAY_Q3_K, widen_q3_k, 256, 110)
    BLOCKS(ASSAY_Q4_K, widen_q4_k, 256, 144)
    BLOCKS(ASSAY_Q5_K, widen_q5_k, 256, 176)
    BLOCKS(ASSAY_Q6_K, widen_q6_k, 256, 210)
    BLOCKS(ASSAY_IQ4_XS, widen_iq4_xs, 256, 136)
    default: break;
  }
#undef BLOCKS
}
