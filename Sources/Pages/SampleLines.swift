import Evaluation
import Files

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
      guard let first = file.withBytes(WholeLines.first) else { continue }
      let line = SampleLines(file: file, task: "").end(first, from: .filtered)
      guard let task = line?["assay"]?["protocol"]?.string else { throw notSamples(file.path, 1) }
      files.append(SampleLines(file: file, task: task))
    }
    return files
  }

  var lines: [Range<Int>] { file.withBytes(WholeLines.places) }

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

    fileprivate var mark: KeyMark { self == .answers ? Self.answersMark : Self.filteredMark }
    private static let answersMark = KeyMark(#" "resps": "#), filteredMark = KeyMark(#" "filtered_resps": "#)
  }

  /// The end of a line.
  func end(_ line: Range<Int>, from ending: Ending) -> JSON? {
    withEnd(of: line, from: ending) { end in try? JSON(parsingEndOfObject: end) }
  }

  /// The bytes of a line's end. Within a text a quotation mark stands behind a backslash, so the key is where it stands last.
  func withEnd<Value>(of line: Range<Int>, from ending: Ending, _ body: (UnsafeRawBufferPointer) -> Value?) -> Value? {
    file.withBytes { bytes in
      let line = UnsafeRawBufferPointer(rebasing: bytes[line])
      return ending.mark.lastPlace(in: line).flatMap { body(UnsafeRawBufferPointer(rebasing: line[$0...])) }
    }
  }

  static func notSamples(_ path: String, _ line: Int) -> Diagnostic {
    Diagnostic("\(path):\(line)", "is no sample", expected: "the file as the run wrote it")
  }
}
