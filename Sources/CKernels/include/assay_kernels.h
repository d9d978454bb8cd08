// The kernels of Assay's engine: plain C over caller-owned memory, no allocation that outlives a call, no globals that
// change after start-up.
//
// Accumulation order, the promise that everything above relies on: an element of a product is ONE chain of fused
// multiply-adds over k in ascending order, starting from +0,
//     y[m][n] = fma(x[m][K-1], w[n][K-1], ... fma(x[m][1], w[n][1], fma(x[m][0], w[n][0], 0)) ...)
// in float32, whatever M, the tile shape, the thread count and the instruction set. So a row of a result has the same
// bits alone and in any batch, and on every machine. Tests hold each kernel to its naive twin, bit for bit.
//
// Shapes are (rows, columns), row-major. Sizes are in elements.
#ifndef ASSAY_KERNELS_H
#define ASSAY_KERNELS_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// ---- threads

typedef struct assay_pool assay_pool;

// A pool of `threads` workers, the caller counted. Workers spin briefly for the next job, then sleep.
// NULL when the threads cannot be had.
assay_pool *assay_pool_create(int threads);
void assay_pool_destroy(assay_pool *pool);
int assay_pool_threads(const assay_pool *pool);

typedef void (*assay_task)(void *context, int64_t chunk, int worker);

// Calls task(context, chunk, worker) for every chunk in 0 ..< chunks; the chunks are claimed one by one, so a slow worker
// holds up nobody. Returns when all are done. worker < threads; no two tasks of one worker run at a time.
void assay_pool_run(assay_pool *pool, int64_t chunks, assay_task task, void *context);

// ---- what this machine can do

typedef enum { ASSAY_ISA_PORTABLE = 0, ASSAY_ISA_AVX2 = 1, ASSAY_ISA_AVX512 = 2 } assay_isa;

// The best instruction set that this machine and this build support.
assay_isa assay_isa_detect(void);
// Makes the pool use a lesser set than the detected one, for tests and measurements.
void assay_pool_set_isa(assay_pool *pool, assay_isa isa);
assay_isa assay_pool_isa(const assay_pool *pool);

// ---- products

// Numbers one by one, or in blocks of 32 (up to IQ4_NL) or 256 with scales of their own, as GGUF has them.
typedef enum {
  ASSAY_F32 = 0, ASSAY_F16 = 1, ASSAY_BF16 = 2,
  ASSAY_Q8_0, ASSAY_Q4_0, ASSAY_Q4_1, ASSAY_Q5_0, ASSAY_Q5_1, ASSAY_IQ4_NL,
  ASSAY_Q2_K, ASSAY_Q3_K, ASSAY_Q4_K, ASSAY_Q5_K, ASSAY_Q6_K, ASSAY_IQ4_XS,
} assay_dtype;

// Numbers of a block, 1 for the first three, and its bytes.
int64_t assay_block_numbers(assay_dtype dtype);
int64_t assay_block_bytes(assay_dtype dtype);

// A weight matrix (N, K) as it lies in a checkpoint; `data` need not be aligned. In blocks, a row is whole blocks. Products with
// weights in blocks are those with the float32 numbers that they stand for, to the bit.
typedef struct {
  const void *data;
  assay_dtype dtype;
  int64_t rows, columns;
} assay_weight;

// y = x w^T:  x (M, K) with row stride ldx, w (N, K), y (M, N) with row stride ldy.
// Returns false when scratch memory cannot be had.
bool assay_matmul(assay_pool *pool, const float *x, int64_t ldx, int64_t M, const assay_weight *w, float *y,
                  int64_t ldy);

// Several products of the same x in one parallel region: y[i] = x w[i]^T.
bool assay_matmul_many(assay_pool *pool, const float *x, int64_t ldx, int64_t M, int count,
                       const assay_weight *w, float *const *y, const int64_t *ldy);

// The two products of gradients. An element is one chain over the inner dimension in ascending order here too; it starts
// from what stands in y where the product adds to it, so that pieces one after the other give the bits of the whole.

// y = x w (or y += x w where it continues):  x (M, K) with row stride ldx, w (K, N), y (M, N) with row stride ldy.
bool assay_matmul_across(assay_pool *pool, const float *x, int64_t ldx, int64_t M, const assay_weight *w, float *y,
                         int64_t ldy, bool continues);

// y += x^T z:  x (T, M) with row stride ldx, z (T, N), y (M, N) with row stride ldy.
bool assay_add_outer(assay_pool *pool, const float *x, int64_t ldx, int64_t M, const assay_weight *z, float *y,
                     int64_t ldy);

// ---- scoring: log-softmax where it is needed, tiled over the vocabulary

// What is asked: the log-probability of `id` at row `row` of x.
typedef struct {
  int32_t row;
  int32_t id;
} assay_target;

typedef struct {
  double log_probability;  // in nats
  int32_t argmax;          // the first id with the greatest logit
  double most;             // its log-probability, to the bit as it would be asked for
} assay_token_score;

// logits = x[row] w^T over the N rows of w, and cap tanh(logits / cap) where cap is above 0; a result is logit[id] - logsumexp(logits). Logits and exponentials are float32,
// their sum is float64: 16 lanes within each tile of 512 ids, tiles in ascending order. The logits are never held whole.
// Rows of x may be asked for several ids or none. x (M, K) with row stride ldx. False when memory cannot be had.
bool assay_score_tokens(assay_pool *pool, const float *x, int64_t ldx, int64_t M, const assay_weight *w, float cap,
                        const assay_target *targets, int64_t target_count, assay_token_score *results);

// The same from logits that are there, (M, V).
bool assay_score_logits(assay_pool *pool, const float *logits, int64_t M, int64_t V, const assay_target *targets,
                        int64_t target_count, assay_token_score *results);

// y (M, V) from the logits (K, M, V) of K models: their mean, or the logarithm of the mean of their probabilities, which
// leaves log-probabilities in `logits`.
void assay_mix_logits(assay_pool *pool, float *logits, int64_t K, int64_t M, int64_t V, bool probabilities, float *y);

// ---- rows

// y[m] = x[m] / sqrt(mean(x[m]^2) + epsilon) * (offset + weight), (M, C). The mean is taken in 16 lanes of float32.
void assay_rms_norm(assay_pool *pool, const float *x, int64_t M, int64_t C, const float *weight, float offset,
                    float epsilon, float *y);
// x += delta, then y = rms_norm(x): the residual and the norm that follows it.
void assay_add_rms_norm(assay_pool *pool, float *x, const float *delta, int64_t M, int64_t C, const float *weight,
                        float offset, float epsilon, float *y);
// y += x, element by element.
void assay_add(assay_pool *pool, float *y, const float *x, int64_t count);
// gate = silu(gate) * up, element by element, (M, C).
void assay_silu_multiply(assay_pool *pool, float *gate, const float *up, int64_t M, int64_t C);
// gate = gelu(gate) * up with the tanh form of GELU, element by element. Source: arXiv:1606.08415, section 2.
void assay_gelu_multiply(assay_pool *pool, float *gate, const float *up, int64_t count);
// x = cap tanh(x / cap), element by element. Source: arXiv:2408.00118, section 2.
void assay_soft_cap(assay_pool *pool, float *x, float cap, int64_t count);
// y += scale * x (one fused multiply-add an element).
void assay_add_scaled(assay_pool *pool, float *y, const float *x, float scale, int64_t count);

// Rotates the halves of the first R numbers of each head (Hugging Face's layout): x (M, heads * D) with row stride ldx;
// position[m] picks the row of cosine and sine, (positions, R / 2).
void assay_rotary(assay_pool *pool, float *x, int64_t ldx, int64_t M, int64_t heads, int64_t D, int64_t R,
                  const int32_t *position, const float *cosine, const float *sine);

// ---- attention over a path of segments

enum { ASSAY_KEY_BLOCK = 32 };

// Keys and values of consecutive positions. Keys stand in blocks of 32 positions, (head, block, D, 32), so that a
// product with them is a product with packed panels; values are (head, position, D). Both have room for
// 32 * `blocks` positions of each head.
typedef struct {
  float *keys;
  float *values;
  int64_t blocks;
  int32_t start;  // position of the first one in its sequence
  int32_t count;
} assay_segment;

// Rows of queries of one sequence: row i of the span stands at position `position + i` and sees the positions
// [its own - window + 1, its own] of its segments; window 0 sees all before it. The segments follow each other without gaps
// and the last one ends at or behind the last row.
typedef struct {
  const assay_segment *segments;
  int32_t segment_count;
  int32_t first_row;
  int32_t rows;
  int32_t position;
} assay_query_span;

// out[r] = softmax(scores) v for every head; q and out (M, heads * D). Scores are scale * q[r] k^T, bent by cap tanh(score / cap)
// where cap is above 0, plus slopes[head] times how far the key lies behind the query, negative, where slopes is not NULL
// (ALiBi, arXiv:2108.12409). Scores are chains over D, the sum of
// exponentials and the weighted sum of values are chains over positions: a row's bits depend on its own sequence only.
bool assay_attention(assay_pool *pool, const float *q, int64_t ldq, float *out, int64_t ldo, int64_t heads,
                     int64_t kv_heads, int64_t D, float scale, float cap, const float *slopes, int32_t window,
                     const assay_query_span *spans, int32_t span_count);

// Rows [first_row, first_row + rows) of keys and values, (M, kv_heads * D), become positions [offset, offset + rows) of
// a segment.
typedef struct {
  assay_segment segment;
  int32_t first_row;
  int32_t rows;
  int32_t offset;
} assay_store_span;

void assay_store_keys_values(assay_pool *pool, const float *keys, const float *values, int64_t ld, int64_t kv_heads,
                             int64_t D, const assay_store_span *spans, int32_t span_count);

// ---- encoders (BERT and its kin)

// x = layer_norm(x + delta + bias) * weight + shift for each row, in place; x, delta (M, C), the others (C). Mean and variance
// are taken in 16 lanes of float32, one after the other. Source: arXiv:1607.06450.
void assay_add_layer_norm(assay_pool *pool, float *x, const float *delta, const float *bias, int64_t M, int64_t C,
                          const float *weight, const float *shift, float epsilon);
// x = gelu(x + bias) with the exact error function, in place; x (M, C). Source: arXiv:1606.08415.
void assay_bias_gelu(assay_pool *pool, float *x, const float *bias, int64_t M, int64_t C);
// y = layer_norm(x) * weight + shift for each row; x, y (M, C).
void assay_layer_norm(assay_pool *pool, const float *x, int64_t M, int64_t C, const float *weight, const float *shift,
                      float epsilon, float *y);
// x = gelu(x), in place: exact as above, or in its tanh form.
void assay_gelu(assay_pool *pool, float *x, int64_t count);
void assay_gelu_tanh(assay_pool *pool, float *x, int64_t count);

// Queries, keys and values as products leave them, (M, count * D), and the biases (count * D) that they lack.
typedef struct {
  const float *q, *k, *v, *q_bias, *k_bias, *v_bias;
  // What is added to a score for how far its key stands behind its query: (count, 2 reach - 1), the middle is distance 0;
  // NULL for nothing. No sequence is longer than `reach`.
  const float *relative;
  int64_t reach;
  int64_t count, D;
  float scale;
} assay_encoder_heads;

// out[r] = softmax(scale * q[r] k^T + relative) v for every head, over all rows of the row's own sequence: sequence i has the
// rows starts[i] ..< starts[i + 1]. Scores are chains over D, sums over positions chains too. False when memory cannot be had.
bool assay_attention_both_ways(assay_pool *pool, const assay_encoder_heads *heads, const int32_t *starts,
                               int32_t sequences, float *out);

// ---- gradients
//
// Sums over rows go on from what stands in the result (dx of the norm, dweight, scattered rows), in ascending order of rows.

// Of y = rms_norm(x): dx += its gradient, and dweight (C) += that of the weight, where it is not NULL. False without memory.
bool assay_rms_norm_backward(assay_pool *pool, const float *x, int64_t M, int64_t C, const float *weight, float offset,
                             float epsilon, const float *dy, float *dx, float *dweight);
// Of y = silu(gate) * up, in place: gate and up become their gradients.
void assay_silu_multiply_backward(assay_pool *pool, float *gate, float *up, const float *dy, int64_t count);
// The same of y = gelu(gate) * up.
void assay_gelu_multiply_backward(assay_pool *pool, float *gate, float *up, const float *dy, int64_t count);
// Of x = gelu(x), exact or in its tanh form, in place: x becomes its gradient.
void assay_gelu_backward(assay_pool *pool, float *x, const float *dy, int64_t count);
void assay_gelu_tanh_backward(assay_pool *pool, float *x, const float *dy, int64_t count);
// Of y = layer_norm(x): dx += its gradient, and dweight (C) and dshift (C) += theirs, both or neither NULL. False without memory.
bool assay_layer_norm_backward(assay_pool *pool, const float *x, int64_t M, int64_t C, const float *weight,
                               float epsilon, const float *dy, float *dx, float *dweight, float *dshift);
// x = cap tanh(x / cap), and slope its derivative.
void assay_soft_cap_slope(assay_pool *pool, float *x, float cap, float *slope, int64_t count);
// y *= x, element by element.
void assay_multiply_elements(assay_pool *pool, float *y, float *x, int64_t count);
// y[ids[m]] += dx[m]: the gradient of `assay_gather_rows`; dx (M, C).
void assay_scatter_rows(assay_pool *pool, const float *dx, const int32_t *ids, int64_t M, int64_t C, float *y);

// Of causal attention over whole sequences: sequence i has the rows starts[i] ..< starts[i + 1] of q, out and dout
// (M, heads * D), k and v (M, kv_heads * D). Probabilities are computed anew, some rows at a time.
// cap and slopes as in `assay_attention`; window 0 sees all before.
bool assay_attention_backward(assay_pool *pool, const float *q, const float *k, const float *v, const float *out,
                              const float *dout, int64_t heads, int64_t kv_heads, int64_t D, float scale, float cap,
                              const float *slopes, int32_t window, const int32_t *starts, int32_t sequences, float *dq,
                              float *dk, float *dv);

// logits (M, V) become weights[m] * (softmax - one at labels[m]), the gradient of the weighted sum of losses;
// losses[m] = logsumexp - logit of the label, in nats.
void assay_cross_entropy(assay_pool *pool, float *logits, const int32_t *labels, const float *weights, int64_t M,
                         int64_t V, double *losses);

// ---- parameters

// y = x / (1 - p) where a draw from (keys[m], column) keeps it, 0 elsewhere; x, y (M, C), may be the same.
void assay_dropout(assay_pool *pool, const float *x, const uint64_t *keys, int64_t M, int64_t C, float probability,
                   float *y);
// x[m, i] += a draw from (keys[m], i), uniform in +-largest[m]; x (M, C).
void assay_add_noise(assay_pool *pool, float *x, const uint64_t *keys, const float *largest, int64_t M, int64_t C);
// Sum of squares in float64, in pieces of fixed size; NaN without memory.
double assay_sum_squares(assay_pool *pool, const float *x, int64_t count);

// labels[m] is drawn from the softmax of row m of the logits (M, V) by draws[m], uniform in [0, 1).
void assay_draw_labels(assay_pool *pool, const float *logits, const double *draws, int64_t M, int64_t V,
                       int32_t *labels);

// y += x^2.
void assay_add_squares(assay_pool *pool, const float *x, float *y, int64_t count);

// One update of torch's AdamW: g *= gradient_scale, m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2,
// p = p * decay - step * m / (sqrt(v) * second_scale + epsilon), with decay = 1 - rate * weight decay,
// step = rate / (1 - beta1^t), second_scale = 1 / sqrt(1 - beta2^t).
typedef struct {
  float gradient_scale, beta1, beta2, epsilon, decay, step, second_scale;
} assay_adamw;
void assay_adamw_update(assay_pool *pool, float *p, float *m, float *v, const float *g, int64_t count, assay_adamw a);

// ---- conversions and checks

// y[i] = (float)x[i].
void assay_widen(assay_pool *pool, const void *x, assay_dtype dtype, int64_t count, float *y);
// y[m] = the row ids[m] of w, widened: (M, w->columns).
void assay_gather_rows(assay_pool *pool, const assay_weight *w, const int32_t *ids, int64_t M, float *y);
// The blocks of the dtype nearest to x: Q8_0, Q4_0 and Q4_K; whole blocks. What cannot be reached exactly is rounded; of Q4_K the
// scales are those with the least sum of squared errors among some that are tried.
void assay_quantize(assay_pool *pool, const float *x, assay_dtype dtype, int64_t count, void *y);
// y[i] = x[i] rounded to nearest even; dtype F16 or BF16.
void assay_narrow(assay_pool *pool, const float *x, assay_dtype dtype, int64_t count, void *y);
// The same for a piece, in the calling thread alone: for use inside a task.
void assay_widen_piece(const assay_pool *pool, const void *x, assay_dtype dtype, int64_t count, float *y);
void assay_narrow_piece(const assay_pool *pool, const float *x, assay_dtype dtype, int64_t count, void *y);
// Index of the first element that is NaN or infinite, or -1.
int64_t assay_first_not_finite(assay_pool *pool, const void *x, assay_dtype dtype, int64_t count);
// The sum of all words, modulo 2^64; does nothing else, so its time says how quickly memory can be read.
uint64_t assay_sum_words(assay_pool *pool, const uint64_t *words, int64_t count);

// exp as the kernels compute it: the same bits in every kernel and on every machine.
float assay_exp(float x);

#ifdef __cplusplus
}
#endif
#endif
