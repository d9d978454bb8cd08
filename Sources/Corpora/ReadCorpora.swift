public import Files

/// Corpora that a job of many steps asks for again and again: each is read once. In memory as long as this lives.
public final class ReadCorpora {
  private var known: [(source: CorpusSource, stamps: [FileStamp], corpus: Corpus)] = []

  public init() {}

  /// The corpus of a source. Throws where one of its files is not what it was when it was read.
  public func corpus(_ source: CorpusSource) throws(Diagnostic) -> Corpus {
    if let read = known.first(where: { $0.source == source }) {
      for stamp in read.stamps { try stamp.check() }
      return read.corpus
    }
    let stamps = try source.files.map { (path) throws(Diagnostic) in try FileStamp(path) }
    let corpus = try source.read()
    for stamp in stamps { try stamp.check() }
    known.append((source, stamps, corpus))
    return corpus
  }
}
