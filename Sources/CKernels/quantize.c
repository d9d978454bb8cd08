// From float32 into blocks of a few bits a weight; blocks.h says what they stand for. Compiled once, for any machine, so that the
// bytes are the same everywhere.
#include <math.h>

#include "internal.h"

enum { CHUNK = 1 << 16, GROUP = 32, GROUPS = 8 };

static int rounded(float x, int least, int most) {
  float whole = rintf(x);
  return whole < (float)least ? least : whole > (float)most ? most : (int)whole;
}

// Writes a scale as float16 and gives what was written; what is too large becomes the largest.
static float put_half(float x, uint8_t *bytes) {
  _Float16 half = (_Float16)(x > 65504.0f ? 65504.0f : x < -65504.0f ? -65504.0f : x);
  memcpy(bytes, &half, 2);
  return (float)half;
}

static void quantize_q8_0(const float *x, uint8_t *b) {
  float most = 0;
  for (int i = 0; i < GROUP; i++) most = fabsf(x[i]) > most ? fabsf(x[i]) : most;
  float scale = put_half(most / 127, b);
  for (int i = 0; i < GROUP; i++) b[2 + i] = (uint8_t)(scale > 0 ? rounded(x[i] / scale, -127, 127) : 0);
}

static void quantize_q4_0(const float *x, uint8_t *b) {
  // The number furthest from 0 becomes -8, of which there is no counterpart.
  float extreme = 0;
  for (int i = 0; i < GROUP; i++) extreme = fabsf(x[i]) > fabsf(extreme) ? x[i] : extreme;
  float scale = put_half(extreme / -8, b);
  for (int i = 0; i < 16; i++) {
    int low = scale != 0 ? rounded(x[i] / scale, -8, 7) : 0, high = scale != 0 ? rounded(x[i + 16] / scale, -8, 7) : 0;
    b[2 + i] = (uint8_t)((low + 8) | (high + 8) << 4);
  }
}

// x ≈ scale * q - least with q of 0 ... 15 and least >= 0.
typedef struct {
  double scale, least;
} line;

// The line through the numbers with the least squares, for given q.
static line fitted(const float *x, const int *q) {
  double sum_q = 0, sum_qq = 0, sum_x = 0, sum_xq = 0;
  for (int i = 0; i < GROUP; i++) {
    sum_q += q[i];
    sum_qq += q[i] * q[i];
    sum_x += x[i];
    sum_xq += (double)x[i] * q[i];
  }
  double determinant = GROUP * sum_qq - sum_q * sum_q;
  if (determinant <= 0) return (line){0, sum_x < 0 ? -sum_x / GROUP : 0};
  line l = {(GROUP * sum_xq - sum_x * sum_q) / determinant, (sum_q * sum_xq - sum_qq * sum_x) / determinant};
  if (l.least < 0) l = (line){sum_xq / sum_qq, 0};
  return l;
}

static line best_line(const float *x) {
  float low = 0, high = x[0];
  for (int i = 0; i < GROUP; i++) {
    low = x[i] < low ? x[i] : low;
    high = x[i] > high ? x[i] : high;
  }
  line best = {0, -low};
  double least_error = INFINITY;
  if (!(high > low)) return best;
  // Steps somewhat larger and smaller than a fifteenth of the range: what the extremes lose, the others may win.
  for (int step = 0; step <= 20; step++) {
    float inverse = (14.0f + 0.1f * (float)step) / (high - low);
    int q[GROUP];
    for (int i = 0; i < GROUP; i++) q[i] = rounded((x[i] - low) * inverse, 0, 15);
    line l = fitted(x, q);
    double error = 0;
    for (int i = 0; i < GROUP; i++) {
      double off = l.scale * q[i] - l.least - (double)x[i];
      error += off * off;
    }
    if (l.scale > 0 && error < least_error) {
      least_error = error;
      best = l;
    }
  }
  return best;
}

static void quantize_q4_k(const float *x, uint8_t *b) {
  line lines[GROUPS];
  double scale = 0, least = 0;
  for (int g = 0; g < GROUPS; g++) {
    lines[g] = best_line(x + g * GROUP);
    scale = lines[g].scale > scale ? lines[g].scale : scale;
    least = lines[g].least > least ? lines[g].least : least;
  }
  memset(b, 0, 144);
  float block_scale = put_half((float)(scale / 63), b), block_least = put_half((float)(least / 63), b + 2);
  uint8_t *packed = b + 4;
  for (int g = 0; g < GROUPS; g++) {
    int s = block_scale > 0 ? rounded((float)lines[g].scale / block_scale, 0, 63) : 0;
    int m = block_least > 0 ? rounded((float)lines[g].least / block_least, 0, 63) : 0;
    if (g < 4) {
      packed[g] |= (uint8_t)s;
      packed[g + 4] |= (uint8_t)m;
    } else {
      packed[g + 4] |= (uint8_t)((s & 15) | (m & 15) << 4);
      packed[g - 4] |= (uint8_t)(s >> 4 << 6);
      packed[g] |= (uint8_t)(m >> 4 << 6);
    }
    float step = block_scale * (float)s, offset = block_least * (float)m;
    for (int i = 0; i < GROUP; i++) {
      int q = step > 0 ? rounded((x[g * GROUP + i] + offset) / step, 0, 15) : 0;
      b[16 + g / 2 * GROUP + i] |= (uint8_t)(q << g % 2 * 4);
    }
  }
}

typedef struct {
  const float *x;
  assay_dtype dtype;
  int64_t count;
  uint8_t *y;
} job;

static void quantize_chunk(void *context, int64_t chunk, int worker) {
  (void)worker;
  const job *j = context;
  int64_t end = assay_min(j->count, (chunk + 1) * CHUNK), size = assay_block_numbers(j->dtype);
  for (int64_t i = chunk * CHUNK; i < end; i += size) {
    uint8_t *block = j->y + assay_bytes_of(j->dtype, i);
    switch (j->dtype) {
      case ASSAY_Q8_0: quantize_q8_0(j->x + i, block); break;
      case ASSAY_Q4_0: quantize_q4_0(j->x + i, block); break;
      default: quantize_q4_k(j->x + i, block);
    }
  }
}

void assay_quantize(assay_pool *pool, const float *x, assay_dtype dtype, int64_t count, void *y) {
  job j = {x, dtype, count, y};
  assay_pool_run(pool, assay_blocks(count, CHUNK), quantize_chunk, &j);
}
