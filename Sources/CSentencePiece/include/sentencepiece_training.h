#pragma once
#include <stddef.h>

// SentencePiece's trainer, for callers that know no C++.

#ifdef __cplusplus
extern "C" {
#endif

/// Gives the next sentence, valid until the next call; NULL at the end.
typedef const char *(*spm_sentence)(void *context, size_t *count);

/// Trains on the sentences with SentencePiece's own options (`--vocab_size=512 ...`). On success 0 and a serialized model that
/// the caller frees with `free`; else a sentence in `error`, cut to `capacity` bytes.
int spm_train(const char *options, spm_sentence next, void *context, void **model, size_t *count, char *error,
              size_t capacity);

#ifdef __cplusplus
}
#endif
