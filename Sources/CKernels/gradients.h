// Loops over elements of gradients and updates, compiled once for each instruction set beside elements.h. The arithmetic is
// spelled out, so every instruction set gives the same bits.

static double squares(const float *x, int64_t count) {
  float lane[16] = {0};
  int64_t whole = count / 16 * 16;
  double sum = 0;
  for (int64_t i = 0; i < whole; i += 16)
    for (int j = 0; j < 16; j++) lane[j] = __builtin_fmaf(x[i + j], x[i + j], lane[j]);
  for (int64_t i = whole; i < count; i++) lane[i - whole] = __builtin_fmaf(x[i], x[i], lane[i - whole]);
  for (int j = 0; j < 16; j++) sum += (double)lane[j];
  return sum;
}

// Sum of (offset + a) b c in 16 lanes; the lanes are added in float64.
static double dot3_offset(const float *a, float offset, const float *b, const float *c, int64_t count) {
  float lane[16] = {0};
  int64_t whole = count / 16 * 16;
  double sum = 0;
  for (int64_t i = 0; i < whole; i += 16)
    for (int j = 0; j < 16; j++) lane[j] = __builtin_fmaf((offset + a[i + j]) * b[i + j], c[i + j], lane[j]);
  for (int64_t i = whole; i < count; i++) lane[i - whole] = __builtin_fmaf((offset + a[i]) * b[i], c[i], lane[i - whole]);
  for (int j = 0; j < 16; j++) sum += (double)lane[j];
  return sum;
}

static float rms_norm_back(const float *x, int64_t C, const float *weight, float offset, float epsilon, const float *dy,
                           float *dx) {
  float scale = 1.0f / sqrtf((float)(squares(x, C) / (double)C) + epsilon);
  float along = (float)(dot3_offset(weight, offset, dy, x, C) / (double)C) * scale * scale * scale;
  for (int64_t i = 0; i < C; i++) dx[i] += (offset + weight[i]) * dy[i] * scale - x[i] * along;
  return scale;
}

static void add_product(float *y, const float *a, const float *b, float scale, int64_t count) {
  for (int64_t i = 0; i < count; i++) y[i] = __builtin_fmaf(a[i], b[i] * scale, y[i]);
}

static void silu_multiply_back(float *gate, float *up, const float *dy, int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    float g = gate[i], sigmoid = 1.0f / (1.0f + assay_exp_element(-g)), d = dy[i], u = up[i];
    up[i] = d * g * sigmoid;
    gate[i] = d * u * sigmoid * (1.0f + g * (1.0f - sigmoid));
  }
}

// As `gelu_multiply` has it. Beyond 30 the slope is 1 or 0 and would be made of infinities.
static void gelu_multiply_back(float *gate, float *up, const float *dy, int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    float g = gate[i], d = dy[i], u = up[i], near = g > 30.0f ? 30.0f : g < -30.0f ? -30.0f : g;
    float square = near * near, inner = 0.797884561f * __builtin_fmaf(0.044715f * square, near, near);
    float sigmoid = 1.0f / (1.0f + assay_exp_element(-2.0f * inner));
    float slope = 0.797884561f * __builtin_fmaf(0.134145f, square, 1.0f);
    up[i] = d * g * sigmoid;
    gate[i] = d * u * sigmoid * (1.0f + 2.0f * near * (1.0f - sigmoid) * slope);
  }
}

// The same without a gate: x becomes its gradient.
static void gelu_tanh_back(float *x, const float *dy, int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    float g = x[i], near = g > 30.0f ? 30.0f : g < -30.0f ? -30.0f : g;
    float square = near * near, inner = 0.797884561f * __builtin_fmaf(0.044715f * square, near, near);
    float sigmoid = 1.0f / (1.0f + assay_exp_element(-2.0f * inner));
    float slope = 0.797884561f * __builtin_fmaf(0.134145f, square, 1.0f);
    x[i] = dy[i] * sigmoid * (1.0f + 2.0f * near * (1.0f - sigmoid) * slope);
  }
}

// Of the exact GELU: the slope is Phi(x) + x phi(x). Beyond 14 both ends of it are exact.
static void gelu_back(float *x, const float *dy, int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    float h = x[i], near = h > 14.0f ? 14.0f : h < -14.0f ? -14.0f : h, square = 0.5f * near * near;
    float tail = gelu_tail(near), below = near > 0 ? 1.0f - tail : tail;
    x[i] = dy[i] * __builtin_fmaf(near, 0.398942280f * assay_exp_element(-square), below);
  }
}

// Of y = (x - mean) scale weight + shift: dx += scale (g - mean(g) - z mean(g z)), g = weight dy, z = (x - mean) scale. Sums in 16
// lanes, which are added in float64.
static float layer_norm_back(const float *x, int64_t C, const float *weight, float epsilon, const float *dy, float *dx,
                             float *mean) {
  float lane[16] = {0}, along[16] = {0};
  double total = 0, product = 0;
  float middle = lane_sum(x, C) / (float)C;
  int64_t whole = C / 16 * 16;
  for (int64_t i = 0; i < whole; i += 16)
    for (int j = 0; j < 16; j++) lane[j] = __builtin_fmaf(x[i + j] - middle, x[i + j] - middle, lane[j]);
  for (int64_t i = whole; i < C; i++) lane[i - whole] = __builtin_fmaf(x[i] - middle, x[i] - middle, lane[i - whole]);
  float scale = 1.0f / sqrtf(tree_sum(lane) / (float)C + epsilon);
  for (int j = 0; j < 16; j++) lane[j] = 0;
  for (int64_t i = 0; i < whole; i += 16)
    for (int j = 0; j < 16; j++) {
      float g = weight[i + j] * dy[i + j];
      lane[j] += g;
      along[j] = __builtin_fmaf(g, (x[i + j] - middle) * scale, along[j]);
    }
  for (int64_t i = whole; i < C; i++) {
    float g = weight[i] * dy[i];
    lane[i - whole] += g;
    along[i - whole] = __builtin_fmaf(g, (x[i] - middle) * scale, along[i - whole]);
  }
  for (int j = 0; j < 16; j++) {
    total += (double)lane[j];
    product += (double)along[j];
  }
  float constant = (float)(total / (double)C), slope = (float)(product / (double)C);
  for (int64_t i = 0; i < C; i++)
    dx[i] += scale * ((weight[i] * dy[i] - constant) - (x[i] - middle) * scale * slope);
  *mean = middle;
  return scale;
}

static void add_centred_product(float *y, const float *dy, const float *x, float mean, float scale, int64_t count) {
  for (int64_t i = 0; i < count; i++) y[i] = __builtin_fmaf(dy[i], (x[i] - mean) * scale, y[i]);
}

static void soft_cap_slope(float *x, float cap, float *slope, int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    float t = assay_tanh_element(x[i] / cap);
    x[i] = cap * t;
    slope[i] = 1.0f - t * t;
  }
}

static void multiply_elements(float *y, const float *x, int64_t count) {
  for (int64_t i = 0; i < count; i++) y[i] *= x[i];
}

static void softmax_back(float *p, float *dp, float inverse, float delta, float scale, int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    p[i] *= inverse;
    dp[i] = p[i] * (dp[i] - delta) * scale;
  }
}

static void scale_row(float *x, float scale, int64_t count) {
  for (int64_t i = 0; i < count; i++) x[i] *= scale;
}

// SplitMix64's finisher: a bijection whose output bits all depend on all input bits.
static inline uint64_t mix(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

static void dropout(const float *x, uint64_t key, uint32_t threshold, float scale, int64_t count, float *y) {
  for (int64_t i = 0; i < count; i++) {
    uint32_t draw = (uint32_t)(mix(key + (uint64_t)(i + 1) * 0x9E3779B97F4A7C15u) >> 32);
    y[i] = draw >= threshold ? x[i] * scale : 0.0f;
  }
}

static void add_noise(float *x, uint64_t key, float largest, int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    int32_t draw = (int32_t)(mix(key + (uint64_t)(i + 1) * 0x9E3779B97F4A7C15u) >> 40) - (1 << 23);
    x[i] += largest * ((float)draw * 0x1p-23f);
  }
}

static void adamw(float *p, float *m, float *v, const float *gradient, assay_adamw a, int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    float g = gradient[i] * a.gradient_scale;
    m[i] = m[i] + (1.0f - a.beta1) * (g - m[i]);
    v[i] = a.beta2 * v[i] + (1.0f - a.beta2) * g * g;
    p[i] = p[i] * a.decay - a.step * m[i] / (sqrtf(v[i]) * a.second_scale + a.epsilon);
  }
}

static const assay_gradient_kernels gradient_kernels = {
    rms_norm_back,     add_product, silu_multiply_back, gelu_multiply_back, soft_cap_slope,
    multiply_elements, softmax_back, scale_row,         dropout,            add_noise,      adamw,
    layer_norm_back,   add_centred_product, gelu_back, gelu_tanh_back};
