public import Configuration
public import Files

/// Files of a corpus, and how they are read.
public struct CorpusSource: Sendable, Equatable {
  public var files: [String] = []
  /// nil: by the fields of each file's first record.
  public var format: CorpusFormat?
  public var turns = CorpusFormat.TurnChoice.first
  public var documents = Corpus.Documents.paragraph
  public var badRecords = BadRecords.auto

  public init() {}

  /// All records, before any choice.
  public func read() throws(Diagnostic) -> Corpus {
    try Corpus(files: files, format: format, turns: turns, documents: documents, badRecords: badRecords)
  }

  /// The same, from what was read already where there is something.
  public func read(from corpora: ReadCorpora?) throws(Diagnostic) -> Corpus {
    if let corpora { return try corpora.corpus(self) }
    return try read()
  }

  public static let keys: [ConfigurationKey<CorpusSource>] = [
    ConfigurationKey(
      "data", "file or list of files: .jsonl, .json, .jsonl.gz, or plain text", \.files, .paths, changesResult: false),
    ConfigurationKey(
      "format", "alpaca, messages, completion, text, or auto: by the fields of each file's first record", \.format,
      .automatic),
    ConfigurationKey("turns", "turns of a dialogue that count: first, or all", \.turns, .choice),
    ConfigurationKey(
      "documents", "what is one document of plain text: file, paragraph or line", \.documents, .choice),
    // Which records are left out is part of the corpus's digest.
    ConfigurationKey("on_bad_record", BadRecords.help, \.badRecords, .choice, changesResult: false),
  ]
}

extension ValueType where Value == CorpusFormat? {
  /// A format's name, or auto for nil.
  fileprivate static var automatic: ValueType {
    let names = ["auto"] + CorpusFormat.allCases.map(\.rawValue)
    return ValueType(.choice(names), show: { .string($0?.rawValue ?? "auto") }) { (s) throws(Diagnostic) in
      CorpusFormat(rawValue: try s.choice(of: names))
    }
  }
}
