import Checkpoints
import Configuration
public import Corpora
import Files
import Tokenization

/// What replay is told.
public struct ReplaySettings: Sendable, Equatable {
  /// What `ratio` counts.
  public enum Unit: String, Sendable, CaseIterable {
    case samples
    case tokens
  }

  /// Plain text.
  public var source = CorpusSource()
  /// Replayed sequences, or tokens, for one of the corpus.
  public var ratio = 1.0
  public var unit = Unit.samples
  /// Of the replayed text's loss; nil: its part of what an update counts.
  public var weight: Double?

  public init() {}
}

extension TrainingMethod {
  /// Replay of text that the base knows: in each update the batch of the corpus and blocks of plain text,
  /// (1 - w) L(corpus) + w L(text), each loss a mean of its own.
  ///
  /// The Disperse-Then-Merge paper (arXiv:2405.13432, section 5) mixes the corpus one to one with pre-training data, and says neither
  /// what is counted nor how losses are weighed. Here epochs and updates are those of vanilla, and an update has more sequences: twice
  /// as many at a ratio of 1.
  /// Deviation: the text is the user's own, or the base's; RedPajama, which the paper takes, is not shipped.
  static let replay = TrainingMethod(
    "replay", "plain text beside the corpus in each update",
    source: "Chaudhry and others, arXiv:1902.10486",
    keys: [
      ConfigurationKey(
        "replay.data", "file or list of files with plain text: .txt, or .jsonl with a field text",
        \.replay.source.files, .paths, changesResult: false),
      ConfigurationKey(
        "replay.documents", "what is one document of a text file: file, paragraph or line",
        \.replay.source.documents, .choice),
      ConfigurationKey(
        "replay.ratio", "blocks, or tokens, of the text for each of the corpus; 0 is vanilla", \.replay.ratio,
        .number(from: 0, upTo: 100)),
      ConfigurationKey(
        "replay.unit", "what the ratio counts: samples (blocks of max_length) or tokens", \.replay.unit, .choice),
      ConfigurationKey(
        "replay.weight", "weight of the text's loss; null: its part of the update's samples or tokens",
        \.replay.weight, .optional(.part)),
    ],
    knowledge: .text(\.replay.source), files: { $0.replay.source.files },
    check: { (c) throws(Diagnostic) in
      guard c.replay.source.files.isEmpty else { return }
      throw Diagnostic(
        c.written["replay.data", "baseline"], "baseline: replay without replay.data",
        expected: "replay.data: files with plain text", status: .wrongUsage)
    },
    open: { (subject) throws(Diagnostic) in
      let c = subject.configuration, corpus = try c.replay.source.read()
      var addition = TrainingAddition()
      addition.identity = [("replay", corpus.digest)]
      let blocks = try TextBlocks(
        corpus, by: subject.tokenizer, addsBOS: c.bos ?? subject.tokenizer.addsBOS, length: c.maxLength,
        rows: subject.model.vocabularySize)
      guard c.replay.ratio > 0 else { return addition }
      addition.replay = ReplayStream(blocks, c.replay, seed: c.recipe.seed)
      addition.longest = blocks.longest
      addition.bytes = blocks.bytes
      return addition
    })
}
