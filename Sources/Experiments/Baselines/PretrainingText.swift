import Configuration
import Corpora

/// What a comparison knows of the text that its base was trained on: files, or as much as the base itself writes.
struct PretrainingText: Sendable {
  /// Plain text; without files the base writes some.
  var source = CorpusSource()
  /// Texts that it writes, and the most tokens of each.
  var generated = 256, tokens = 512

  static let keys: [ConfigurationKey<PretrainingText>] = [
    ConfigurationKey(
      "pretraining.data",
      "plain text that the base was trained on, for ewc and replay: .txt, or .jsonl with a field text; null: the base writes some",
      \.source.files, .orEmpty(.paths)),
    ConfigurationKey(
      "pretraining.documents", "what is one document of a text file: file, paragraph or line", \.source.documents,
      .choice),
    ConfigurationKey(
      "pretraining.generated", "texts that the base writes where it has no data", \.generated, .whole(upTo: 1_000_000)),
    ConfigurationKey(
      "pretraining.tokens", "maximum number of tokens of such a text", \.tokens, .whole(upTo: 1 << 20)),
  ]
}
