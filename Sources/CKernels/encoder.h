// Loops over elements of encoders (BERT and its kin), and of decoders with their norms, compiled once for each instruction set beside elements.h. The
// arithmetic is spelled out, so every instruction set gives the same bits.

// Sum in 16 lanes.
static float lane_sum(const float *x, int64_t C) {
  float lane[16] = {0};
  int64_t whole = C / 16 * 16;
  for (int64_t i = 0; i < whole; i += 16)
    for (int j = 0; j < 16; j++) lane[j] += x[i + j];
  for (int64_t i = whole; i < C; i++) lane[i - whole] += x[i];
  return tree_sum(lane);
}

// y may be x.
static void layer_norm(const float *x, int64_t C, const float *weight, const float *shift, float epsilon, float *y) {
  float mean = lane_sum(x, C) / (float)C;
  float lane[16] = {0};
  int64_t whole = C / 16 * 16;
  for (int64_t i = 0; i < C; i++) y[i] = x[i] - mean;
  for (int64_t i = 0; i < whole; i += 16)
    for (int j = 0; j < 16; j++) lane[j] = __builtin_fmaf(y[i + j], y[i + j], lane[j]);
  for (int64_t i = whole; i < C; i++) lane[i - whole] = __builtin_fmaf(y[i], y[i], lane[i - whole]);
  float scale = 1.0f / sqrtf(tree_sum(lane) / (float)C + epsilon);
  for (int64_t i = 0; i < C; i++) y[i] = __builtin_fmaf(y[i] * scale, weight[i], shift[i]);
}

static void add_layer_norm(float *x, const float *delta, const float *bias, int64_t C, const float *weight,
                           const float *shift, float epsilon) {
  for (int64_t i = 0; i < C; i++) x[i] += delta[i] + bias[i];
  layer_norm(x, C, weight, shift, epsilon, x);
}

// erfc(z) = t p(t) exp(-z^2) with t = 1 / (1 + 0.4 z) for z >= 0; p was fitted to the smallest relative error, 5e-8.
// So the small values of negative x, which 1 + erf would cancel, keep their digits.
// What is given is half of it for z = |h| / sqrt(2): the smaller tail of the normal distribution at h.
static inline __attribute__((always_inline)) float gelu_tail_factor(float h, float *power) {
  float z = (h < 0 ? -h : h) * 0.707106781f, t = 1.0f / __builtin_fmaf(0.4f, z, 1.0f);
  float p = 0.0326317822f;
  p = __builtin_fmaf(p, t, -0.0969815112f);
  p = __builtin_fmaf(p, t, -0.00898826471f);
  p = __builtin_fmaf(p, t, 0.198940176f);
  p = __builtin_fmaf(p, t, -0.000692268201f);
  p = __builtin_fmaf(p, t, 0.229594471f);
  p = __builtin_fmaf(p, t, 0.19202933f);
  p = __builtin_fmaf(p, t, 0.227926416f);
  p = __builtin_fmaf(p, t, 0.225539903f);
  *power = z * z;
  return p * t;
}

static inline __attribute__((always_inline)) float gelu_element(float h) {
  float power, factor = gelu_tail_factor(h, &power);
  float tail = 0.5f * h * (factor * assay_exp_element(-power));
  return h > 0 ? h - tail : tail;
}

static inline __attribute__((always_inline)) float gelu_tail(float h) {
  float power, factor = gelu_tail_factor(h, &power);
  return 0.5f * (factor * assay_exp_element(-power));
}

static void bias_gelu(float *x, const float *bias, int64_t C) {
  for (int64_t i = 0; i < C; i++) x[i] = gelu_element(x[i] + bias[i]);
}

static void gelu(float *x, int64_t count) {
  for (int64_t i = 0; i < count; i++) x[i] = gelu_element(x[i]);
}

// The tanh form, as `gelu_multiply` has it.
static void gelu_tanh(float *x, int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    float g = x[i], u = 0.797884561f * __builtin_fmaf(0.044715f * g * g, g, g);
    x[i] = g / (1.0f + assay_exp_element(-2.0f * u));
  }
}

static const assay_encoder_kernels encoder_kernels = {add_layer_norm, bias_gelu, layer_norm, gelu, gelu_tanh};
