import Evaluation
import Files
import Glibc

/// The lines of one sample file, found without reading what stands in them.
struct SampleLines: Sendable {
  let file: MappedFile
  /// `Benchmark.id` that the file's first line names.
  let task: String

  /// All sample files of a run's folder that have a line; none where there is no such folder.
  static func all(in folder: String) throws(Diagnostic) -> [SampleLines] {
    guard FileSystem.isDirectory(folder) else { return [] }
    var files: [SampleLines] = []
    for name in try FileSystem.names(in: folder).sorted() where name.hasPrefix("samples_") && name.hasSuffix(".jsonl") {
      let file = try MappedFile(folder + "/" + name)
      guard let first = Self.lines(file).first else { continue }
      let line = SampleLines(file: file, task: "").end(first, from: .filtered)
      guard let task = line?["assay"]?["protocol"]?.string else { throw notSamples(file.path, 1) }
      files.append(SampleLines(file: file, task: task))
    }
    return files
  }

  var lines: [Range<Int>] { Self.lines(file) }

  private static func lines(_ file: MappedFile) -> [Range<Int>] { file.withBytes(WholeLines.places) }

  /// The line as a whole.
  func whole(_ line: Range<Int>) -> JSON? {
    withExtendedLifetime(file) { try? JSON(parsing: UnsafeRawBufferPointer(rebasing: file.bytes[line])) }
  }

  /// What a line ends with.
  enum Ending {
    /// From the answers on, without prompt and record, which are most of a line.
    case answers
    /// From what the filter made of them on.
    case filtered

    fileprivate var key: StaticString { self == .answers ? "\"resps\": " : "\"filtered_resps\": " }
  }

  /// The end of a line. Within a text a quotation mark stands behind a backslash, so the last one that does not begins the key.
  func end(_ line: Range<Int>, from ending: Ending) -> JSON? {
    withExtendedLifetime(file) { Self.end(UnsafeRawBufferPointer(rebasing: file.bytes[line]), ending.key) }
  }

  /// What a page shows from elsewhere, or not at all.
  private static let unread: [String] = [
    "metrics", "doc_hash", "prompt_hash", "target_hash", "context_tokens", "continuation_tokens",
  ]

  private static func end(_ line: UnsafeRawBufferPointer, _ key: StaticString) -> JSON? {
    let length = key.utf8CodeUnitCount
    guard line.count > length, let bytes = line.baseAddress else { return nil }
    for place in stride(from: line.count - length, to: 0, by: -1)
    where line[place] == UInt8(ascii: "\"") && line[place - 1] == UInt8(ascii: " ") {
      guard memcmp(bytes + place, key.utf8Start, length) == 0 else { continue }
      return try? JSON(parsingEndOfObject: UnsafeRawBufferPointer(rebasing: line[place...]), without: unread)
    }
    return nil
  }

  static func notSamples(_ path: String, _ line: Int) -> Diagnostic {
    Diagnostic("\(path):\(line)", "is no sample", expected: "the file as the run wrote it")
  }
}
