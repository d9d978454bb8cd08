import Checkpoints
import Corpora
import Files
import Tokenization
import Training

/// Records that nothing is trained on, as the trainings would learn them.
struct HeldOutCorpus {
  let samples: [TrainingSample]
  /// What was read, and what became of it, for people.
  let facts: String
  /// Which of their records could not be read, for people; empty for none.
  let leftOut: String
  /// SHA-256 of the tokens that are asked.
  let digest: String

  /// Throws where one of them stands in the corpus that is trained on.
  /// - Parameters:
  ///   - training: says how records become tokens.
  ///   - model: whose vocabulary counts.
  init(
    _ files: [String], as training: TrainingConfiguration, for model: ModelConfiguration,
    _ tokenizer: any Tokenizer, apartFrom corpus: Corpus
  ) throws(Diagnostic) {
    var source = training.source
    source.files = files
    let read = try source.read()
    let learned = Set(corpus.records.map { "\($0.content)" })
    let both = read.records.filter { learned.contains("\($0.content)") }
    if let first = both.first {
      throw Diagnostic(
        "held_out", "\(both.count) of \(read.records.count) records stand in data, too, the first is \(first.name)",
        expected: "records that nothing is trained on")
    }
    let encoder = try training.encoder(tokenizer)
    let encoded = try EncodedCorpus(read, by: encoder)
    try encoded.check(rows: model.vocabularySize)
    samples = encoded.samples
    leftOut = read.leftOut.words
    facts =
      "held out: \(files.joined(separator: ", ")), \(samples.count) samples of \(read.records.count) records, "
      + "\(encoded.dropped.count + read.leftOut.count) records left out, \(encoded.truncated) cut"
    digest = Self.digest(of: samples)
  }
}

extension HeldOutCorpus {
  /// Records of the corpus itself, those of the clusters that a training is told.
  init(
    _ training: TrainingConfiguration, of base: String, from corpora: ReadCorpora?
  ) throws(Diagnostic) {
    let model = try Checkpoint(directory: base).configuration, tokenizer = try ModelTokenizer.open(directory: base)
    samples = try training.corpus(for: tokenizer, of: model, from: corpora).samples.samples
    leftOut = ""
    facts = "set aside: \(samples.count) samples of \(training.source.files.joined(separator: ", "))"
    digest = Self.digest(of: samples)
  }

  fileprivate static func digest(of samples: [TrainingSample]) -> String {
    SHA256.hexadecimal(of: samples.map { "\($0.ids) \($0.isLabel.map { $0 ? 1 : 0 })\n" }.joined())
  }
}
