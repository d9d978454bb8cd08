// Log-probabilities of chosen tokens: the last product of the model and the log-softmax behind it, tile by tile.
#include <math.h>
#include <stdlib.h>

#include "internal.h"

// Ids per tile; fixed, because the sum of exponentials is taken tile by tile.
enum { TILE_IDS = 512 };

// What a row's softmax needs to know of one tile.
typedef struct {
  double sum;  // of exp(logit - maximum)
  float maximum;
  int32_t argmax;
} tile_summary;

typedef struct {
  assay_pool *pool;
  // Either rows x and the weights of the product, or the logits themselves, (M, ids).
  const float *x;
  int64_t ldx;
  assay_packed_rows packed;
  const assay_weight *w;
  const float *given;
  float cap;  // of logits; 0 for none
  const assay_kernel_set *set;
  int64_t M, ids;
  const assay_target *targets;
  int64_t target_count;
  assay_token_score *results;
  tile_summary *summaries;  // (tiles, M)
  double *totals;           // (M): logsumexp
  int32_t *argmax;          // (M)
  double *maxima;           // (M)
  int64_t tiles;
} job;

static size_t logits_bytes(const job *j) {
  return ((size_t)(j->M * TILE_IDS) + (size_t)assay_block_scratch(j->set, TILE_IDS / j->set->panel)) * sizeof(float);
}

// Logits of the ids from `first`, (M, TILE_IDS).
static void tile_logits(const job *j, int64_t first, int64_t ids, float *logits) {
  const assay_kernel_set *set = j->set;
  if (j->given) {
    for (int64_t m = 0; m < j->M; m++)
      memcpy(logits + m * TILE_IDS, j->given + m * j->ids + first, (size_t)ids * sizeof(float));
  } else if (assay_in_blocks(j->w->dtype) && assay_streams(set, j->w, j->M)) {
    set->elements->stream_blocks((int)j->M, j->w, first, ids, j->x, j->ldx, logits, TILE_IDS);
  } else if (assay_streams(set, j->w, j->M) && ids % set->panel == 0) {
    // A few rows: memory is the limit, as in matmul.c.
    for (int64_t n = 0; n < ids; n += set->panel)
      set->stream((int)j->M, assay_place(j->w, first + n, 0), j->w->dtype, j->w->columns, j->w->columns, j->x, j->ldx,
                  logits + n, TILE_IDS);
  } else {
    int64_t panel0 = first / set->panel;
    assay_multiply_block(&j->packed, j->w, panel0, panel0 + assay_blocks(ids, set->panel), 0, j->packed.tiles, logits,
                         TILE_IDS, logits + j->M * TILE_IDS);
  }
  for (int64_t m = 0; j->cap > 0 && m < j->M; m++) set->elements->soft_cap(logits + m * TILE_IDS, j->cap, ids);
}

static void score_tile(void *context, int64_t tile, int worker) {
  job *j = context;
  const assay_row_kernels *elements = j->set->elements;
  float *logits = assay_pool_scratch(j->pool, worker, logits_bytes(j));
  int64_t first = tile * TILE_IDS, ids = assay_min(TILE_IDS, j->ids - first);
  tile_logits(j, first, ids, logits);
  for (int64_t i = 0; i < j->target_count; i++) {
    int64_t id = j->targets[i].id - first;
    // The logit is kept where its log-probability will stand.
    if (id >= 0 && id < ids) j->results[i].log_probability = logits[j->targets[i].row * TILE_IDS + id];
  }
  for (int64_t m = 0; m < j->M; m++) {
    float *row = logits + m * TILE_IDS;
    tile_summary *s = &j->summaries[tile * j->M + m];
    s->maximum = elements->maximum(row, ids);
    s->argmax = (int32_t)first;
    for (int64_t i = 0; i < ids; i++)
      if (row[i] == s->maximum) {
        s->argmax = (int32_t)(first + i);
        break;
      }
    elements->exponentials(row, ids, s->maximum);
    s->sum = elements->sum(row, ids);
  }
}

static void combine_tiles(void *context, int64_t m, int worker) {
  (void)worker;
  job *j = context;
  const tile_summary *best = &j->summaries[m];
  for (int64_t t = 1; t < j->tiles; t++) {
    const tile_summary *s = &j->summaries[t * j->M + m];
    if (s->maximum > best->maximum) best = s;
  }
  double sum = 0;
  for (int64_t t = 0; t < j->tiles; t++) {
    const tile_summary *s = &j->summaries[t * j->M + m];
    sum += s->sum * exp((double)s->maximum - (double)best->maximum);
  }
  j->totals[m] = (double)best->maximum + log(sum);
  j->argmax[m] = best->argmax;
  j->maxima[m] = (double)best->maximum;
}

// Scores in bounded pieces of rows, so that the logits of a tile stay in the cache and the scratch stays small.
static bool score(job j, int64_t M, const assay_target *targets, int64_t target_count, assay_token_score *results) {
  enum { MOST_ROWS = 256 };
  if (target_count <= 0 || M <= 0) return true;
  const float *x = j.x, *given = j.given;
  j.set = assay_pool_kernels(j.pool);
  j.tiles = assay_blocks(j.ids, TILE_IDS);
  size_t summaries = (size_t)(j.tiles * MOST_ROWS) * sizeof(tile_summary);
  char *memory = malloc(summaries + MOST_ROWS * (2 * sizeof(double) + sizeof(int32_t)));
  if (!memory) return false;
  j.summaries = (tile_summary *)memory;
  j.totals = (double *)(memory + summaries);
  j.maxima = j.totals + MOST_ROWS;
  j.argmax = (int32_t *)(memory + summaries + 2 * MOST_ROWS * sizeof(double));
  assay_target *piece = malloc((size_t)target_count * sizeof *piece);
  assay_token_score *piece_results = malloc((size_t)target_count * sizeof *piece_results);
  int64_t *origin = malloc((size_t)target_count * sizeof *origin);
  bool done = piece && piece_results && origin;
  for (int64_t row0 = 0; done && row0 < M; row0 += MOST_ROWS) {
    int64_t count = 0;
    j.M = assay_min(MOST_ROWS, M - row0);
    for (int64_t i = 0; i < target_count; i++)
      if (targets[i].row >= row0 && targets[i].row < row0 + j.M) {
        piece[count] = (assay_target){targets[i].row - (int32_t)row0, targets[i].id};
        origin[count++] = i;
      }
    if (count == 0) continue;
    j.targets = piece;
    j.results = piece_results;
    j.target_count = count;
    if (given) {
      j.given = given + row0 * j.ids;
    } else {
      j.x = x + row0 * j.ldx;
      done = assay_pack_rows(j.pool, j.x, j.ldx, j.M, j.w->columns, &j.packed);
    }
    for (int worker = 0; done && worker < assay_pool_threads(j.pool); worker++)
      done = assay_pool_scratch(j.pool, worker, logits_bytes(&j)) != NULL;
    if (!done) break;
    assay_pool_run(j.pool, j.tiles, score_tile, &j);
    assay_pool_run(j.pool, j.M, combine_tiles, &j);
    for (int64_t i = 0; i < count; i++) {
      results[origin[i]].log_probability = piece_results[i].log_probability - j.totals[piece[i].row];
      results[origin[i]].argmax = j.argmax[piece[i].row];
      results[origin[i]].most = j.maxima[piece[i].row] - j.totals[piece[i].row];
    }
  }
  free(memory);
  free(piece);
  free(piece_results);
  free(origin);
  return done;
}

bool assay_score_tokens(assay_pool *pool, const float *x, int64_t ldx, int64_t M, const assay_weight *w, float cap,
                        const assay_target *targets, int64_t target_count, assay_token_score *results) {
  return score((job){.pool = pool, .x = x, .ldx = ldx, .w = w, .cap = cap, .ids = w->rows}, M, targets, target_count,
               results);
}

bool assay_score_logits(assay_pool *pool, const float *logits, int64_t M, int64_t V, const assay_target *targets,
                        int64_t target_count, assay_token_score *results) {
  return score((job){.pool = pool, .given = logits, .ids = V}, M, targets, target_count, results);
}
