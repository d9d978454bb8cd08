#include "CSentencePiece.h"

#include <sentencepiece_processor.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <memory>
#include <string>
#include <vector>

struct spm_model {
  sentencepiece::SentencePieceProcessor processor;
  int32_t piece_count = 0;
  bool holds(int32_t id) const { return id >= 0 && id < piece_count; }
};

namespace {

void tell(char *error, size_t capacity, const char *text) {
  if (error && capacity) std::snprintf(error, capacity, "%s", text);
}

// Runs `body`, which gives true on success, and turns everything thrown into a sentence.
template <typename Body>
bool guarded(char *error, size_t capacity, Body body) {
  try {
    return body();
  } catch (const std::exception &caught) {
    tell(error, capacity, caught.what());
  } catch (...) {
    tell(error, capacity, "an unknown exception");
  }
  return false;
}

}  // namespace

spm_model *spm_open(const void *bytes, size_t count, char *error, size_t capacity) {
  std::unique_ptr<spm_model> model;
  bool ok = guarded(error, capacity, [&] {
    model = std::make_unique<spm_model>();
    auto status = model->processor.LoadFromSerializedProto(
        absl::string_view(static_cast<const char *>(bytes), count));
    if (!status.ok()) {
      tell(error, capacity, status.ToString().c_str());
      return false;
    }
    model->piece_count = model->processor.GetPieceSize();
    return true;
  });
  return ok ? model.release() : nullptr;
}

void spm_close(spm_model *model) { delete model; }

int32_t spm_piece_count(const spm_model *model) { return model->piece_count; }
int32_t spm_unknown_id(const spm_model *model) { return model->processor.unk_id(); }
int32_t spm_bos_id(const spm_model *model) { return model->processor.bos_id(); }
int32_t spm_eos_id(const spm_model *model) { return model->processor.eos_id(); }

const char *spm_piece(const spm_model *model, int32_t id, size_t *count) {
  *count = 0;
  if (!model->holds(id)) return nullptr;
  const std::string &piece = model->processor.IdToPiece(id);
  *count = piece.size();
  return piece.data();
}

int32_t spm_kind(const spm_model *model, int32_t id) {
  if (!model->holds(id)) return SPM_UNUSED;
  if (model->processor.IsUnknown(id)) return SPM_UNKNOWN;
  if (model->processor.IsControl(id)) return SPM_CONTROL;
  if (model->processor.IsUnused(id)) return SPM_UNUSED;
  if (model->processor.IsByte(id)) return SPM_BYTE;
  return SPM_NORMAL;
}

float spm_score(const spm_model *model, int32_t id) { return model->holds(id) ? model->processor.GetScore(id) : 0; }

int32_t spm_find(const spm_model *model, const char *piece, size_t count) {
  int32_t found = -1;
  guarded(nullptr, 0, [&] {
    // PieceToId answers the unknown id for what it does not have, so the answer is read back.
    int32_t id = model->processor.PieceToId(absl::string_view(piece, count));
    if (!model->holds(id)) return false;
    const std::string &text = model->processor.IdToPiece(id);
    if (text.size() == count && std::memcmp(text.data(), piece, count) == 0) found = id;
    return true;
  });
  return found;
}

int32_t spm_encode(const spm_model *model, const char *text, size_t count, int32_t **ids,
                   size_t *id_count, char *error, size_t capacity) {
  *ids = nullptr;
  *id_count = 0;
  bool ok = guarded(error, capacity, [&] {
    std::vector<int> found;
    auto status = model->processor.Encode(absl::string_view(text, count), &found);
    if (!status.ok()) {
      tell(error, capacity, status.ToString().c_str());
      return false;
    }
    if (found.empty()) return true;
    auto *copy = static_cast<int32_t *>(std::malloc(found.size() * sizeof(int32_t)));
    if (!copy) {
      tell(error, capacity, "out of memory");
      return false;
    }
    for (size_t i = 0; i < found.size(); i++) copy[i] = found[i];
    *ids = copy;
    *id_count = found.size();
    return true;
  });
  return ok ? 0 : 1;
}

int32_t spm_decode(const spm_model *model, const int32_t *ids, size_t id_count, char **text,
                   size_t *count, char *error, size_t capacity) {
  *text = nullptr;
  *count = 0;
  bool ok = guarded(error, capacity, [&] {
    std::vector<int> known;
    for (size_t i = 0; i < id_count; i++)
      if (model->holds(ids[i])) known.push_back(ids[i]);
    std::string decoded;
    auto status = model->processor.Decode(known, &decoded);
    if (!status.ok()) {
      tell(error, capacity, status.ToString().c_str());
      return false;
    }
    if (decoded.empty()) return true;
    *text = static_cast<char *>(std::malloc(decoded.size()));
    if (!*text) {
      tell(error, capacity, "out of memory");
      return false;
    }
    std::memcpy(*text, decoded.data(), decoded.size());
    *count = decoded.size();
    return true;
  });
  return ok ? 0 : 1;
}
