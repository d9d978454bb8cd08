// Where the weights of each format stand, for block_columns.h: the layouts of blocks.h, eight rows at a time.
//
// Included by elements.h, and so compiled for each instruction set, which may bring a `BYTE_LOOKUP`.

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpsabi"

// `count` words of each row, of which an expression of d and e gives the vector of number d for the rows of eight e.
#define TAKE_WORDS(count, k, is_rounded, word)                   \
  NOT_UNROLLED                                                   \
  for (int d = 0; d < count; d++) {                              \
    words8 words[EIGHTS];                                        \
    for (int e = 0; e < shape.eights; e++) words[e] = (word);    \
    take(shape, is_rounded, s, (k) + 4 * d, words, &g);          \
  }
#define NOT_UNROLLED _Pragma("clang loop unroll(disable)")
#define EACH_EIGHT for (int e = 0; e < shape.eights; e++)

enum { LOW = 0x0F0F0F0F, PAIR = 0x03030303, BIT = 0x01010101 };

// ---- blocks of 32

BLOCK_INLINE void stream_q8_0(const block_shape shape, block_stream *s, int64_t K) {
  words8 t[8][EIGHTS];
  block_group g;
  for (int64_t k = 0, b = 0; k < K; k += 32, b += 34) {
    EACH_EIGHT {
      set_offset_group(&g, e, halves(s, e, b), 128);
      columns(s, e, b + 2, t);
      columns(s, e, b + 18, t + 4);
    }
    TAKE_WORDS(8, k, false, t[d][e] ^ 0x80808080u)
  }
}

BLOCK_INLINE void stream_q4_0(const block_shape shape, block_stream *s, int64_t K) {
  words8 t[4][EIGHTS];
  block_group g;
  for (int64_t k = 0, b = 0; k < K; k += 32, b += 18) {
    EACH_EIGHT {
      set_offset_group(&g, e, halves(s, e, b), 8);
      columns(s, e, b + 2, t);
    }
    TAKE_WORDS(4, k, false, t[d][e] & LOW)
    TAKE_WORDS(4, k + 16, false, t[d][e] >> 4 & LOW)
  }
}

BLOCK_INLINE void stream_q4_1(const block_shape shape, block_stream *s, int64_t K) {
  words8 t[4][EIGHTS];
  block_group g;
  for (int64_t k = 0, b = 0; k < K; k += 32, b += 20) {
    EACH_EIGHT {
      set_group(&g, e, halves(s, e, b), halves(s, e, b + 2));
      columns(s, e, b + 4, t);
    }
    TAKE_WORDS(4, k, true, t[d][e] & LOW)
    TAKE_WORDS(4, k + 16, true, t[d][e] >> 4 & LOW)
  }
}

// Four neighbours among 32 bits as the fifth bits of four bytes.
BLOCK_INLINE words8 fifth_bits(words8 bits, int first) {
  const words8 four = bits >> first & 15;
  return ((four | four << 7 | four << 14 | four << 21) & BIT) << 4;
}

// Q5_0, and Q5_1, which has a least value.
BLOCK_INLINE void stream_q5(const block_shape shape, const bool has_least, block_stream *s, int64_t K) {
  const int64_t head = has_least ? 4 : 2;
  words8 t[4][EIGHTS], high[EIGHTS];
  block_group g;
  for (int64_t k = 0, b = 0; k < K; k += 32, b += head + 20) {
    EACH_EIGHT {
      const eight scale = halves(s, e, b);
      set_group(&g, e, scale, has_least ? halves(s, e, b + 2) : scale * -16.0f);
      columns(s, e, b + head, t);
      high[e] = t[0][e];
      columns(s, e, b + head + 4, t);
    }
    TAKE_WORDS(4, k, has_least, (t[d][e] & LOW) | fifth_bits(high[e], 4 * d))
    TAKE_WORDS(4, k + 16, has_least, (t[d][e] >> 4 & LOW) | fifth_bits(high[e], 16 + 4 * d))
  }
}

// What the half bytes of IQ4 stand for, each 128 more.
BLOCK_INLINE words8 iq4_bytes(words8 q) {
  static const uint8_t values[32] = {1,  24, 45, 63, 79, 93, 106, 118, 129, 141, 153, 166, 181, 197, 217, 241,
                                     1,  24, 45, 63, 79, 93, 106, 118, 129, 141, 153, 166, 181, 197, 217, 241};
#ifdef BYTE_LOOKUP
  return BYTE_LOOKUP(values, q);
#else
  uint8_t bytes[32];
  memcpy(bytes, &q, 32);
  for (int i = 0; i < 32; i++) bytes[i] = values[bytes[i]];
  memcpy(&q, bytes, 32);
  return q;
#endif
}

BLOCK_INLINE void stream_iq4_nl(const block_shape shape, block_stream *s, int64_t K) {
  words8 t[4][EIGHTS];
  block_group g;
  for (int64_t k = 0, b = 0; k < K; k += 32, b += 18) {
    EACH_EIGHT {
      set_offset_group(&g, e, halves(s, e, b), 128);
      columns(s, e, b + 2, t);
    }
    TAKE_WORDS(4, k, false, iq4_bytes(t[d][e] & LOW))
    TAKE_WORDS(4, k + 16, false, iq4_bytes(t[d][e] >> 4 & LOW))
  }
}

// ---- blocks of 256

BLOCK_INLINE void stream_q2_k(const block_shape shape, block_stream *s, int64_t K) {
  words8 t[8][EIGHTS], scales[4][EIGHTS];
  eight scale[EIGHTS], least[EIGHTS];
  block_group g;
  for (int64_t k = 0, b = 0; k < K; k += 256, b += 84) {
    EACH_EIGHT {
      columns(s, e, b, scales);
      scale[e] = halves(s, e, b + 80);
      least[e] = -halves(s, e, b + 82);
    }
    NOT_UNROLLED
    for (int group = 0; group < 16; group++) {
      EACH_EIGHT {
        if (group % 8 == 0) {
          columns(s, e, b + 16 + 4 * group, t);
          columns(s, e, b + 32 + 4 * group, t + 4);
        }
        const words8 packed = byte_of(scales, e, group);
        set_group(&g, e, scale[e] * from_words(packed & 15), least[e] * from_words(packed >> 4));
      }
      TAKE_WORDS(4, k + 16 * group, true, t[group % 2 * 4 + d][e] >> group % 8 / 2 * 2 & PAIR)
    }
  }
}

BLOCK_INLINE void stream_q3_k(const block_shape shape, block_stream *s, int64_t K) {
  words8 t[8][EIGHTS], high[8][EIGHTS], tail[4][EIGHTS];
  eight scale[EIGHTS];
  block_group g;
  for (int64_t k = 0, b = 0; k < K; k += 256, b += 110) {
    EACH_EIGHT {
      columns(s, e, b, high);
      columns(s, e, b + 16, high + 4);
      // Two bytes of weights, twelve of scales, the block's scale.
      columns(s, e, b + 94, tail);
      scale[e] = from_halves(tail[3][e] >> 16);
    }
    NOT_UNROLLED
    for (int group = 0; group < 16; group++) {
      EACH_EIGHT {
        if (group % 8 == 0) {
          columns(s, e, b + 32 + 4 * group, t);
          columns(s, e, b + 48 + 4 * group, t + 4);
        }
        const words8 low = byte_of(tail, e, 2 + group % 8) >> group / 8 * 4 & 15;
        const words8 top = byte_of(tail, e, 10 + group % 4) >> group / 4 * 2 & 3;
        set_offset_group(&g, e, scale[e] * from_words((low | top << 4) - 32), 4);
      }
      TAKE_WORDS(4, k + 16 * group, false,
                 (t[group % 2 * 4 + d][e] >> group % 8 / 2 * 2 & PAIR)
                     | (high[group % 2 * 4 + d][e] >> group / 2 & BIT) << 2)
    }
  }
}

// Q4_K, and Q5_K, which has 32 bytes of fifth bits before the others.
BLOCK_INLINE void stream_k(const block_shape shape, const bool has_fifth, block_stream *s, int64_t K) {
  // Scale and least value of the block, and twelve bytes for those of its groups.
  words8 t[8][EIGHTS], head[4][EIGHTS], high[8][EIGHTS];
  eight scale[EIGHTS], least[EIGHTS];
  block_group g;
  for (int64_t k = 0, b = 0; k < K; k += 256, b += has_fifth ? 176 : 144) {
    EACH_EIGHT {
      columns(s, e, b, head);
      scale[e] = from_halves(head[0][e] & 0xFFFF);
      least[e] = -from_halves(head[0][e] >> 16);
      if (has_fifth) {
        columns(s, e, b + 16, high);
        columns(s, e, b + 32, high + 4);
      }
    }
    NOT_UNROLLED
    for (int group = 0; group < 8; group++) {
      const int place = group % 4 * 8;
      EACH_EIGHT {
        if (group % 2 == 0) {
          columns(s, e, b + (has_fifth ? 48 : 16) + 16 * group, t);
          columns(s, e, b + (has_fifth ? 64 : 32) + 16 * group, t + 4);
        }
        words8 s6 = head[1][e] >> place & 63, m6 = head[2][e] >> place & 63;
        if (group >= 4) {
          s6 = (head[3][e] >> place & 15) | (head[1][e] >> place >> 6 & 3) << 4;
          m6 = (head[3][e] >> place >> 4 & 15) | (head[2][e] >> place >> 6 & 3) << 4;
        }
        set_group(&g, e, scale[e] * from_words(s6), least[e] * from_words(m6));
      }
      const int shift = group % 2 * 4;
      if (has_fifth)
        TAKE_WORDS(8, k + 32 * group, true, (t[d][e] >> shift & LOW) | (high[d][e] >> group & BIT) << 4)
      else
        TAKE_WORDS(8, k + 32 * group, true, t[d][e] >> shift & LOW)
    }
  }
}

BLOCK_INLINE void stream_q6_k(const block_shape shape, block_stream *s, int64_t K) {
  words8 low[16][EIGHTS], high[8][EIGHTS], scales[4][EIGHTS];
  eight scale[EIGHTS];
  block_group g;
  for (int64_t k = 0, b = 0; k < K; k += 256, b += 210) {
    EACH_EIGHT {
      columns(s, e, b + 192, scales);
      scale[e] = halves(s, e, b + 208);
    }
    NOT_UNROLLED
    for (int group = 0; group < 16; group++) {
      // A half of the block: 64 bytes of low halves, 32 bytes of upper pairs, four lines of 32 weights.
      const int half = group / 8, line = group % 8 / 2, column = group % 2 * 4;
      EACH_EIGHT {
        if (group % 8 == 0) {
          for (int part = 0; part < 4; part++) columns(s, e, b + 64 * half + 16 * part, low + 4 * part);
          for (int part = 0; part < 2; part++) columns(s, e, b + 128 + 32 * half + 16 * part, high + 4 * part);
        }
        set_offset_group(&g, e, scale[e] * from_words(signed_byte_of(scales, e, group)), 32);
      }
      TAKE_WORDS(4, k + 16 * group, false,
                 (low[line % 2 * 8 + column + d][e] >> line / 2 * 4 & LOW)
                     | (high[column + d][e] >> 2 * line & PAIR) << 4)
    }
  }
}

BLOCK_INLINE void stream_iq4_xs(const block_shape shape, block_stream *s, int64_t K) {
  words8 t[4][EIGHTS], head[4][EIGHTS];
  eight scale[EIGHTS];
  block_group g;
  for (int64_t k = 0, b = 0; k < K; k += 256, b += 136) {
    EACH_EIGHT {
      columns(s, e, b, head);
      scale[e] = from_halves(head[0][e] & 0xFFFF);
    }
    NOT_UNROLLED
    for (int group = 0; group < 8; group++) {
      EACH_EIGHT {
        columns(s, e, b + 8 + 16 * group, t);
        const words8 low = head[1][e] >> 4 * group & 15, top = head[0][e] >> 16 >> 2 * group & 3;
        set_offset_group(&g, e, scale[e] * from_words((low | top << 4) - 32), 128);
      }
      TAKE_WORDS(4, k + 32 * group, false, iq4_bytes(t[d][e] & LOW))
      TAKE_WORDS(4, k + 32 * group + 16, false, iq4_bytes(t[d][e] >> 4 & LOW))
    }
  }
}

#undef TAKE_WORDS
#undef NOT_UNROLLED
#undef EACH_EIGHT
#pragma clang diagnostic pop
