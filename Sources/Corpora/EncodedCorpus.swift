public import Files

/// A corpus as samples, and what became of its records.
public struct EncodedCorpus: Sendable {
  public private(set) var samples: [TrainingSample] = []
  /// Records whose end was cut off.
  public private(set) var truncated = 0
  /// Names of the records with nothing left to learn; they are left out.
  public private(set) var dropped: [String] = []
  /// Records of the files that never became records of the corpus.
  public let leftOut: [LeftOutRecord]
  /// Records in which the two label boundaries differ.
  public private(set) var differing = 0

  /// Throws where a sample holds a token that the model has no row for: some tokenizers have more tokens than the embedding, for
  /// padding.
  public func check(rows: Int) throws(Diagnostic) {
    for sample in samples {
      guard let id = sample.ids.first(where: { $0 >= rows }) else { continue }
      throw Diagnostic(
        sample.name, "holds token \(id), for which the model has no weights",
        expected: "texts of the \(rows) tokens that the embedding has")
    }
  }

  /// Throws when nothing is left.
  public init(_ corpus: Corpus, by encoder: SampleEncoder) throws(Diagnostic) {
    leftOut = corpus.leftOut
    for record in corpus.records {
      let outcome = try encoder.encode(record)
      truncated += outcome.isTruncated ? 1 : 0
      differing += outcome.differs ? 1 : 0
      var kept = outcome.samples.filter { $0.labelCount > 0 }
      for index in kept.indices { kept[index].taskType = record.taskType }
      if kept.isEmpty { dropped.append(record.name) }
      samples += kept
    }
    guard !samples.isEmpty else {
      throw Diagnostic(
        corpus.records.first?.name ?? "the corpus", "nothing is left to learn of any record",
        expected:
          "prompts shorter than the maximum length (\(encoder.maxLength) tokens), and responses that are not empty")
    }
  }

  public var tokens: Int { samples.reduce(0) { $0 + $1.ids.count } }
  public var labels: Int { samples.reduce(0) { $0 + $1.labelCount } }
}
