// y = x w^T in panels: a worker widens a panel of w once into its cache and runs the rows of x over it.
//
// How the work is cut may depend on the number of threads: no element's chain crosses a cut except along k, where it is
// continued from where it stood.
#include "internal.h"

// k per packed panel: some panels of KC stay in the second-level cache, TILE * KC of x in the first.
enum { KC = 256, MOST = 8 };

typedef struct {
  const float *x;
  int64_t ldx;
  float *data;
  assay_packed_rows *packed;
  bool transposed;  // x (K, M)
} packing;

static int64_t tile_rows(const assay_packed_rows *x, int64_t tile) {
  return assay_min(x->tile, x->M - tile * x->tile);
}

// Where a tile stands: k blocks are whole matrices of M rows, one after the other.
static int64_t tile_offset(const assay_packed_rows *x, int64_t k0, int64_t kc, int64_t tile) {
  return k0 * x->M + tile * x->tile * kc;
}

static void pack_tile(void *context, int64_t tile, int worker) {
  (void)worker;
  packing *p = context;
  int64_t rows = tile_rows(p->packed, tile), K = p->packed->K;
  int64_t first = tile * p->packed->tile;
  for (int64_t k0 = 0; k0 < K; k0 += KC) {
    int64_t kc = assay_min(KC, K - k0);
    float *out = p->data + tile_offset(p->packed, k0, kc, tile);
    if (p->transposed)
      for (int64_t k = 0; k < kc; k++)
        memcpy(out + k * rows, p->x + (k0 + k) * p->ldx + first, (size_t)rows * sizeof(float));
    else
      for (int64_t m = 0; m < rows; m++) {
        const float *row = p->x + (first + m) * p->ldx + k0;
        for (int64_t k = 0; k < kc; k++) out[k * rows + m] = row[k];
      }
  }
}

static bool pack(assay_pool *pool, const float *x, int64_t ldx, bool transposed, int64_t M, int64_t K,
                 assay_packed_rows *packed) {
  const assay_kernel_set *set = assay_pool_kernels(pool);
  // Tiles of nearly equal height: the last one would have too few chains to keep the processor busy.
  int64_t tiles = assay_blocks(M, set->tile);
  *packed = (assay_packed_rows){set, x, M, K, tiles, assay_blocks(M, tiles)};
  if (M == 1 && !transposed) return true;  // one row is its own packed form
  packing p = {x, ldx, assay_pool_shared(pool, (size_t)(M * K) * sizeof(float)), packed, transposed};
  if (!p.data) return false;
  packed->data = p.data;
  assay_pool_run(pool, packed->tiles, pack_tile, &p);
  return true;
}

bool assay_pack_rows(assay_pool *pool, const float *x, int64_t ldx, int64_t M, int64_t K, assay_packed_rows *packed) {
  return pack(pool, x, ldx, false, M, K, packed);
}

int64_t assay_block_scratch(const assay_kernel_set *set, int64_t panels) { return panels * set->panel * KC; }

// A panel of w, from its row n0 and column k0 on.
static void pack_panel(const assay_kernel_set *set, const assay_weight *w, int64_t n0, int64_t k0, int64_t rows,
                       int64_t kc, float *panel) {
  if (assay_in_blocks(w->dtype))
    set->elements->pack_blocks(w, n0, rows, k0, kc, set->panel, panel);
  else
    set->pack(assay_place(w, n0, k0), w->dtype, w->columns, rows, kc, panel);
}

static void multiply_block(const assay_packed_rows *x, const assay_weight *w, bool across, bool continues,
                           int64_t panel0, int64_t panel1, int64_t tile0, int64_t tile1, float *y, int64_t ldy,
                           float *scratch) {
  const assay_kernel_set *set = x->set;
  int64_t panel_floats = set->panel * KC, outputs = across ? w->columns : w->rows;
  for (int64_t k0 = 0; k0 < x->K; k0 += KC) {
    int64_t kc = assay_min(KC, x->K - k0);
    for (int64_t p = panel0; p < panel1; p++) {
      int64_t n0 = p * set->panel;
      int64_t columns = assay_min(set->panel, outputs - n0);
      float *panel = scratch + (p - panel0) * panel_floats;
      if (across)
        set->elements->pack_across(assay_place(w, k0, n0), w->dtype, w->columns, columns, kc, set->panel, panel);
      else
        pack_panel(set, w, n0, k0, columns, kc, panel);
    }
    for (int64_t t = tile0; t < tile1; t++) {
      const float *rows = x->data + tile_offset(x, k0, kc, t);
      for (int64_t p = panel0; p < panel1; p++)
        set->multiply((int)tile_rows(x, t), kc, rows, scratch + (p - panel0) * panel_floats, set->panel,
                      y + t * x->tile * ldy + (p - panel0) * set->panel, ldy,
                      assay_min(set->panel, outputs - p * set->panel), continues || k0 > 0);
    }
  }
}

void assay_multiply_block(const assay_packed_rows *x, const assay_weight *w, int64_t panel0, int64_t panel1,
                          int64_t tile0, int64_t tile1, float *y, int64_t ldy, float *scratch) {
  multiply_block(x, w, false, false, panel0, panel1, tile0, tile1, y, ldy, scratch);
}

typedef struct {
  assay_pool *pool;
  const float *x;
  int64_t ldx, M;
  assay_packed_rows packed;
  const assay_weight *w;
  float *const *y;
  const int64_t *ldy;
  int count;
  bool across, continues;
  int64_t panels_per_chunk, tiles_per_chunk, row_chunks;
} job;

// Panels of one weight that are computed together.
typedef struct {
  int weight;
  int64_t panel0, panel1;
} piece;

static int64_t panel_count(const job *j, int weight) {
  const assay_weight *w = &j->w[weight];
  return assay_blocks(j->across ? w->columns : w->rows, assay_pool_kernels(j->pool)->panel);
}

// Goes on to the next piece; false behind the last one. Pieces become smaller towards the end, so that the workers end
// together even when there are few panels or one of the workers lost its core for a while. Starts at {0, 0, 0}.
static bool next_piece(const job *j, piece *p) {
  p->panel0 = p->panel1;
  while (p->panel0 == panel_count(j, p->weight)) {
    if (++p->weight == j->count) return false;
    p->panel0 = 0;
  }
  int64_t left = panel_count(j, p->weight) - p->panel0, all_left = left;
  for (int i = p->weight + 1; i < j->count; i++) all_left += panel_count(j, i);
  int64_t share = assay_max(1, all_left / (2 * assay_pool_threads(j->pool)));
  p->panel1 = p->panel0 + assay_min(left, assay_min(share, j->panels_per_chunk));
  return true;
}

static piece piece_number(const job *j, int64_t number) {
  piece p = {0, 0, 0};
  for (int64_t i = 0; i <= number; i++) next_piece(j, &p);
  return p;
}

static int64_t count_pieces(const job *j) {
  piece p = {0, 0, 0};
  int64_t count = 0;
  while (next_piece(j, &p)) count++;
  return count;
}

// A few rows: memory is the limit, so every panel is read front to back, once.
static void stream_panels(void *context, int64_t chunk, int worker) {
  (void)worker;
  job *j = context;
  const assay_kernel_set *set = assay_pool_kernels(j->pool);
  piece part = piece_number(j, chunk);
  const assay_weight *w = &j->w[part.weight];
  int64_t ldy = j->ldy[part.weight];
  if (assay_in_blocks(w->dtype)) {
    int64_t first = part.panel0 * set->panel, end = assay_min(part.panel1 * set->panel, w->rows);
    set->elements->stream_blocks((int)j->M, w, first, end - first, j->x, j->ldx, j->y[part.weight] + first, ldy);
    return;
  }
  for (int64_t p = part.panel0; p < part.panel1; p++) {
    int64_t n0 = p * set->panel, rows = assay_min(set->panel, w->rows - n0);
    const char *source = assay_place(w, n0, 0);
    float *y = j->y[part.weight] + n0;
    if (rows == set->panel) {
      set->stream((int)j->M, source, w->dtype, w->columns, w->columns, j->x, j->ldx, y, ldy);
      continue;
    }
    for (int64_t m = 0; m < j->M; m++)
      for (int64_t n = 0; n < rows; n++) {
        float sum = 0;
        for (int64_t k = 0; k < w->columns; k++)
          sum = __builtin_fmaf(j->x[m * j->ldx + k], assay_element(source, w->dtype, n * w->columns + k), sum);
        y[m * ldy + n] = sum;
      }
  }
}

static void multiply_panels(void *context, int64_t chunk, int worker) {
  job *j = context;
  const assay_kernel_set *set = j->packed.set;
  piece part = piece_number(j, chunk / j->row_chunks);
  int64_t tile0 = chunk % j->row_chunks * j->tiles_per_chunk;
  int64_t tile1 = assay_min(j->packed.tiles, tile0 + j->tiles_per_chunk);
  size_t bytes = (size_t)assay_block_scratch(set, j->panels_per_chunk) * sizeof(float);
  multiply_block(&j->packed, &j->w[part.weight], j->across, j->continues, part.panel0, part.panel1, tile0, tile1,
                 j->y[part.weight] + part.panel0 * set->panel, j->ldy[part.weight],
                 assay_pool_scratch(j->pool, worker, bytes));
}

// Shares out the products of rows that are packed already.
static bool multiply_packed(job *j) {
  const assay_kernel_set *set = j->packed.set;
  int64_t threads = assay_pool_threads(j->pool), panels = 0;
  for (int i = 0; i < j->count; i++) panels += panel_count(j, i);
  // Enough chunks that a worker that lost its core for a while does not hold up the rest, panels wide enough that x is read
  // seldom. Rows are split only when there are too few panels to go round.
  j->panels_per_chunk = assay_max(1, assay_min(panels / (threads * 6), 256 / set->panel));
  int64_t wanted = threads == 1 ? 1 : assay_blocks(threads * 4, assay_max(1, panels / j->panels_per_chunk));
  j->tiles_per_chunk = assay_max(assay_min(4, j->packed.tiles), assay_blocks(j->packed.tiles, wanted));
  j->row_chunks = assay_blocks(j->packed.tiles, j->tiles_per_chunk);
  size_t scratch = (size_t)assay_block_scratch(set, j->panels_per_chunk) * sizeof(float);
  for (int worker = 0; worker < threads; worker++)
    if (!assay_pool_scratch(j->pool, worker, scratch)) return false;
  assay_pool_run(j->pool, count_pieces(j) * j->row_chunks, multiply_panels, j);
  return true;
}

bool assay_matmul_many(assay_pool *pool, const float *x, int64_t ldx, int64_t M, int count, const assay_weight *w,
                       float *const *y, const int64_t *ldy) {
  if (M <= 0 || count <= 0) return true;
  if (count > MOST)
    return assay_matmul_many(pool, x, ldx, M, MOST, w, y, ldy) &&
           assay_matmul_many(pool, x, ldx, M, count - MOST, w + MOST, y + MOST, ldy + MOST);
  const assay_kernel_set *set = assay_pool_kernels(pool);
  job j = {.pool = pool, .x = x, .ldx = ldx, .M = M, .w = w, .y = y, .ldy = ldy, .count = count, .row_chunks = 1};
  bool streams = true;
  for (int i = 0; i < count; i++) streams &= assay_streams(set, &w[i], M);
  if (streams) {
    j.panels_per_chunk = 16;
    assay_pool_run(pool, count_pieces(&j), stream_panels, &j);
    return true;
  }
  return pack(pool, x, ldx, false, M, w[0].columns, &j.packed) && multiply_packed(&j);
}

bool assay_matmul(assay_pool *pool, const float *x, int64_t ldx, int64_t M, const assay_weight *w, float *y,
                  int64_t ldy) {
  return assay_matmul_many(pool, x, ldx, M, 1, w, &y, &ldy);
}

bool assay_matmul_across(assay_pool *pool, const float *x, int64_t ldx, int64_t M, const assay_weight *w, float *y,
                         int64_t ldy, bool continues) {
  if (M <= 0 || w->columns <= 0) return true;
  job j = {.pool = pool, .M = M, .w = w, .y = &y, .ldy = &ldy, .count = 1, .across = true, .continues = continues};
  return pack(pool, x, ldx, false, M, w->rows, &j.packed) && multiply_packed(&j);
}

bool assay_add_outer(assay_pool *pool, const float *x, int64_t ldx, int64_t M, const assay_weight *z, float *y,
                     int64_t ldy) {
  if (M <= 0 || z->rows <= 0) return true;
  job j = {.pool = pool, .M = M, .w = z, .y = &y, .ldy = &ldy, .count = 1, .across = true, .continues = true};
  return pack(pool, x, ldx, true, M, z->rows, &j.packed) && multiply_packed(&j);
}
