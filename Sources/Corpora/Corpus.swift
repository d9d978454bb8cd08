import Datasets
public import Files

/// The records of the files of a corpus, in their order.
public struct Corpus: Sendable {
  public var records: [CorpusRecord]
  /// SHA-256 over the files' bytes (unpacked) and how they were read.
  public let digest: String

  /// How plain text is cut into documents.
  public enum Documents: String, Sendable, CaseIterable {
    case file
    /// Between empty lines.
    case paragraph
    case line
  }

  /// Reads files; a `.gz` is unpacked. `format` nil asks each file's first record.
  public init(
    files paths: [String], format: CorpusFormat? = nil, turns: CorpusFormat.TurnChoice = .first,
    documents: Documents = .paragraph
  ) throws(Diagnostic) {
    records = []
    var hash = SHA256()
    hash.update("\(format?.rawValue ?? "auto") \(turns.rawValue) \(documents.rawValue)")
    for path in paths {
      let file = try Self.file(path)
      file.bytes.withUnsafeBytes { hash.update($0) }
      records += try Self.records(of: file, format: format, turns: turns, documents: documents)
    }
    digest = hash.hexadecimal()
    guard !records.isEmpty else {
      throw Diagnostic(paths.joined(separator: ", "), "holds no records", expected: "a corpus to learn from")
    }
  }

  private static func file(_ path: String) throws(Diagnostic) -> DataFile {
    try FolderSeal.checkWorld(file: path)
    let bytes = try FileSystem.bytes(of: path)
    return DataFile(name: path, bytes: path.hasSuffix(".gz") ? try Gzip.unpack(bytes, place: path) : bytes)
  }

  private static func records(
    of file: DataFile, format: CorpusFormat?, turns: CorpusFormat.TurnChoice, documents: Documents
  ) throws(Diagnostic) -> [CorpusRecord] {
    let name = file.name.hasSuffix(".gz") ? String(file.name.dropLast(3)) : file.name
    if name.hasSuffix(".json") {
      let records = try Record.array(of: file, format: (format ?? .messages).description)
      return try contents(of: records, format: format, turns: turns, file: file.name)
    }
    guard name.hasSuffix(".jsonl") else {
      guard format == nil || format == .text else {
        throw Diagnostic(file.name, "is neither .jsonl nor .json", expected: "only plain text may have other names")
      }
      return try texts(of: file, documents)
    }
    let records = try JSONLines.records(of: file, format: (format ?? .alpaca).description)
    return try contents(of: records, format: format, turns: turns, file: file.name)
  }

  private static func contents(
    of records: [Record], format: CorpusFormat?, turns: CorpusFormat.TurnChoice, file: String
  ) throws(Diagnostic) -> [CorpusRecord] {
    guard let first = records.first else { return [] }
    guard let format = format ?? first.value.object.flatMap(CorpusFormat.of) else {
      let forms = CorpusFormat.allCases.map { "\($0.rawValue): \($0.description)" }
      throw Diagnostic(first.place, "is a record of no known form", expected: forms.joined(separator: "; "))
    }
    var result: [CorpusRecord] = []
    for record in records {
      let named = Record(record.value, place: record.place, format: format.description)
      let source = record.value["source"]?.string ?? record.value["dataset"]?.string ?? file
      result.append(
        CorpusRecord(name: record.place, source: source, content: try format.content(of: named, turns: turns)))
    }
    return result
  }

  private static func texts(of file: DataFile, _ documents: Documents) throws(Diagnostic) -> [CorpusRecord] {
    let text = try file.text()
    if documents == .file {
      return text.isEmpty ? [] : [CorpusRecord(name: "\(file.name):1", source: file.name, content: .text(text))]
    }
    var result: [CorpusRecord] = []
    var lines: [Substring] = [], first = 0
    func end() {
      if !lines.isEmpty {
        result.append(
          CorpusRecord(
            name: "\(file.name):\(first)", source: file.name, content: .text(lines.joined(separator: "\n"))))
      }
      lines = []
    }
    let all = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for (index, line) in all.enumerated() {
      if line.allSatisfy(\.isWhitespace) {
        end()
      } else {
        if lines.isEmpty { first = index + 1 }
        lines.append(line)
        if documents == .line { end() }
      }
    }
    end()
    return result
  }
}
