#include "sentencepiece_training.h"

#include <sentencepiece_trainer.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <string>

// Exported by the library, declared in no header that it installs.
namespace sentencepiece {
namespace logging {
void SetMinLogLevel(int level);
}
}  // namespace sentencepiece

namespace {

class Sentences : public sentencepiece::SentenceIterator {
 public:
  Sentences(spm_sentence next, void *context) : next_(next), context_(context) { Next(); }
  bool done() const override { return done_; }
  void Next() override {
    size_t count = 0;
    const char *text = next_(context_, &count);
    done_ = text == nullptr;
    if (!done_) value_.assign(text, count);
  }
  const std::string &value() const override { return value_; }
  sentencepiece::util::Status status() const override { return sentencepiece::util::Status(); }

 private:
  spm_sentence next_;
  void *context_;
  std::string value_;
  bool done_ = false;
};

}  // namespace

extern "C" int spm_train(const char *options, spm_sentence next, void *context, void **model, size_t *count,
                         char *error, size_t capacity) {
  try {
    // The option of the same name only counts once the trainer has said what its options are.
    sentencepiece::logging::SetMinLogLevel(3);
    Sentences sentences(next, context);
    std::string bytes;
    auto status = sentencepiece::SentencePieceTrainer::Train(std::string(options), &sentences, &bytes);
    if (!status.ok()) {
      std::snprintf(error, capacity, "%s", status.ToString().c_str());
      return 1;
    }
    *model = std::malloc(bytes.size() ? bytes.size() : 1);
    if (*model == nullptr) {
      std::snprintf(error, capacity, "no memory");
      return 1;
    }
    std::memcpy(*model, bytes.data(), bytes.size());
    *count = bytes.size();
    return 0;
  } catch (const std::exception &problem) {
    std::snprintf(error, capacity, "%s", problem.what());
    return 1;
  }
}
