import Evaluation
import Files
import Glibc

/// The lines of one sample file, found without reading what stands in them.
struct SampleLines {
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
      let line = Self.end(file, first)
      guard let task = line?["assay"]?["protocol"]?.string else { throw notSamples(file.path, 1) }
      files.append(SampleLines(file: file, task: task))
    }
    return files
  }

  var lines: [Range<Int>] { Self.lines(file) }

  private static func lines(_ file: MappedFile) -> [Range<Int>] {
    file.withBytes { bytes in
      var lines: [Range<Int>] = [], start = 0
      while start < bytes.count, let base = bytes.baseAddress {
        guard let found = memchr(base + start, 10, bytes.count - start) else { break }
        let end = base.distance(to: UnsafeRawPointer(found))
        lines.append(start..<end)
        start = end + 1
      }
      return lines
    }
  }

  /// The line as a whole.
  func whole(_ line: Range<Int>) -> JSON? {
    file.withBytes { bytes in try? JSON(parsing: UnsafeRawBufferPointer(rebasing: bytes[line])) }
  }

  /// The end of a line, from the answers on, without prompt and record, which are most of it. Within a text a quotation mark stands behind a
  /// backslash, so the last `"resps": ` without one is the key.
  func end(_ line: Range<Int>) -> JSON? { Self.end(file, line) }

  private static func end(_ file: MappedFile, _ line: Range<Int>) -> JSON? {
    file.withBytes { bytes in
      let key = Array("\"resps\": ".utf8)
      var place = line.upperBound - key.count
      while place > line.lowerBound {
        if bytes[place] == key[0], bytes[place - 1] == UInt8(ascii: " "),
          key.indices.allSatisfy({ bytes[place + $0] == key[$0] })
        {
          let text = [UInt8(ascii: "{")] + bytes[place..<line.upperBound]
          return text.withUnsafeBytes { try? JSON(parsing: $0) }
        }
        place -= 1
      }
      return nil
    }
  }

  static func notSamples(_ path: String, _ line: Int) -> Diagnostic {
    Diagnostic("\(path):\(line)", "is no sample", expected: "the file as the run wrote it")
  }
}
