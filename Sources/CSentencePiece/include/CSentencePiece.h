#pragma once
#include <stddef.h>
#include <stdint.h>

#include "sentencepiece_training.h"

// The part of libsentencepiece that Assay uses, for callers that know no C++. No exception crosses: a call that can fail
// says so and leaves a sentence in `error`, cut to `capacity` bytes, always ended by a zero.

#ifdef __cplusplus
extern "C" {
#endif

typedef struct spm_model spm_model;

enum {
  SPM_NORMAL = 0,
  SPM_UNKNOWN = 1,
  SPM_CONTROL = 2,
  SPM_UNUSED = 3,
  SPM_BYTE = 4,
};

/// Reads a serialized model; NULL when it is none. The bytes are copied.
spm_model *spm_open(const void *bytes, size_t count, char *error, size_t capacity);
void spm_close(spm_model *model);

int32_t spm_piece_count(const spm_model *model);
/// -1 where the model has no such piece.
int32_t spm_unknown_id(const spm_model *model);
int32_t spm_bos_id(const spm_model *model);
int32_t spm_eos_id(const spm_model *model);

/// The bytes of a piece, valid as long as the model; NULL for an id outside the model.
const char *spm_piece(const spm_model *model, int32_t id, size_t *count);
/// SPM_NORMAL and so on; SPM_UNUSED for an id outside the model.
int32_t spm_kind(const spm_model *model, int32_t id);
float spm_score(const spm_model *model, int32_t id);
/// The id of exactly this piece, -1 when there is none.
int32_t spm_find(const spm_model *model, const char *piece, size_t count);

/// Encodes `count` bytes of UTF-8, which may hold zeros, without BOS and EOS. On success gives 0 and an array that the
/// caller frees with `free`. Safe to call from several threads at once.
int32_t spm_encode(const spm_model *model, const char *text, size_t count, int32_t **ids,
                   size_t *id_count, char *error, size_t capacity);

/// The text of ids that stand at the beginning of a text: on success 0 and bytes that the caller frees with `free`. Ids
/// outside the model are left out.
int32_t spm_decode(const spm_model *model, const int32_t *ids, size_t id_count, char **text,
                   size_t *count, char *error, size_t capacity);

#ifdef __cplusplus
}
#endif
