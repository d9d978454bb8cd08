import Datasets
import Files
import Transfers

extension Parcel {
  /// The bytes of its files, made of what came. A file that is not in it is left out.
  /// - Parameter path: where it lies.
  func make(of path: String) throws(Diagnostic) -> [(file: PublishedFile, bytes: [UInt8])] {
    switch making {
    case .byHand: return []
    case .whole:
      let bytes = try FileSystem.bytes(of: path)
      let unpacked = url.hasSuffix(".gz") ? try Gzip.unpack(bytes, place: url) : bytes
      return files.map { ($0, unpacked) }
    case .pairs:
      let bytes = try Self.pairs(of: DataFile(name: url, bytes: FileSystem.bytes(of: path)))
      return files.map { ($0, bytes) }
    case .members:
      var found: [(PublishedFile, [UInt8])] = []
      try Archive(path).read { name in
        files.contains { Self.isCalled(name, $0.member) }
      } _: { (name, bytes) throws(Diagnostic) in
        found += files.filter { Self.isCalled(name, $0.member) }.map { ($0, bytes) }
      }
      return found
    case .lines(let folder):
      var lines: [(name: String, line: String)] = []
      try Archive(path).read { name in
        Self.isCalled(FileSystem.directory(of: name), folder) && name.hasSuffix(".txt")
      } _: { (name, bytes) throws(Diagnostic) in
        let record = try Record.object(of: DataFile(name: "\(url), \(name)", bytes: bytes), format: "a JSON object")
        lines.append((FileSystem.lastName(of: name), record.value.text()))
      }
      let text = lines.sorted { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }
        .map { $0.line + "\n" }.joined()
      return lines.isEmpty ? [] : files.map { ($0, Array(text.utf8)) }
    }
  }

  /// Whether the path of a member ends so, folder by folder.
  private static func isCalled(_ name: String, _ wanted: String) -> Bool {
    name == wanted || name.hasSuffix("/" + wanted)
  }

  /// `Q:` and `A:` in turn, without what the text has around them: white space, and the ends of lines in a text of a template.
  private static func pairs(of file: DataFile) throws(Diagnostic) -> [UInt8] {
    var pairs: [String] = [], question: String?
    for line in try file.text().split(separator: "\n") {
      var text = line.drop { $0 == " " }
      while let ending = ["\\", "\\n", " "].first(where: { text.hasSuffix($0) }) { text = text.dropLast(ending.count) }
      if text.hasPrefix("Q: ") {
        question = String(text)
      } else if text.hasPrefix("A: "), let asked = question {
        pairs.append(asked + "\n" + text)
        question = nil
      }
    }
    return Array(pairs.joined(separator: "\n\n").utf8)
  }
}
