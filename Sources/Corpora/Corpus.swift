import Datasets
public import Files

/// The records of the files of a corpus, in their order.
public struct Corpus: Sendable {
  public var records: [CorpusRecord]
  /// What else the files hold, in their order: nothing is learned from it.
  public private(set) var leftOut: [LeftOutRecord] = []
  /// SHA-256 over the files' bytes (unpacked) and how they were read; over which records were left out, too, where some were.
  public let digest: String

  /// How plain text is cut into documents.
  public enum Documents: String, Sendable, CaseIterable {
    case file
    /// Between empty lines.
    case paragraph
    case line
  }

  /// Reads files; a `.gz` is unpacked. `format` nil asks each file's first record.
  /// - Parameter badRecords: what becomes of records that cannot be read. Throws where none is left.
  public init(
    files paths: [String], format: CorpusFormat? = nil, turns: CorpusFormat.TurnChoice = .first,
    documents: Documents = .paragraph, badRecords: BadRecords = .auto
  ) throws(Diagnostic) {
    records = []
    var hash = SHA256()
    hash.update("\(format?.rawValue ?? "auto") \(turns.rawValue) \(documents.rawValue)")
    for (index, path) in paths.enumerated() {
      try FolderSeal.checkWorld(file: path)
      let file = try DataFile(packed: path)
      file.bytes.withUnsafeBytes { hash.update($0) }
      let read = try CorpusFile(file, format: format, turns: turns, documents: documents, badRecords: badRecords)
      records += read.records
      leftOut += read.leftOut
      if !read.leftOut.isEmpty { hash.update("left out of \(index): \(read.leftOutPositions)") }
    }
    digest = hash.hexadecimal()
    guard !records.isEmpty else {
      let problem = leftOut.isEmpty ? "holds no records" : "none of \(leftOut.count) records is left"
      throw Diagnostic(
        leftOut.first?.name ?? paths.joined(separator: ", "),
        problem + (leftOut.first.map { "; of the first: \($0.reason)" } ?? ""), expected: "a corpus to learn from")
    }
  }
}
