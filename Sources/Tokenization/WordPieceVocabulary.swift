import Files

/// `vocab.txt`: one piece a line, its number is its id. Pieces inside a word begin with `##`.
struct WordPieceVocabulary: Sendable {
  let count: Int
  private let ids: [ExactText: Int32]
  /// Scalars of the longest piece.
  private let longest: Int

  /// Words with more characters are unknown.
  private static let maxCharacters = 100

  init(file path: String) throws(Diagnostic) {
    guard let text = String(validating: try FileSystem.bytes(of: path), as: UTF8.self) else {
      throw Diagnostic(path, "is not valid UTF-8", expected: "one piece a line")
    }
    // Lines end with a line feed alone: a piece may be any other sign that separates lines elsewhere.
    var lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    guard !lines.isEmpty, lines.count < 1 << 24 else {
      throw Diagnostic(path, "holds \(lines.count) pieces", expected: "one piece a line")
    }
    var ids: [ExactText: Int32] = [:]
    ids.reserveCapacity(lines.count)
    var longest = 0
    for (id, line) in lines.enumerated() {
      let piece = String(Substring(line.last == 0x0D ? line.dropLast() : line))
      ids[ExactText(piece)] = Int32(id)
      longest = max(longest, piece.unicodeScalars.count)
    }
    count = lines.count
    self.ids = ids
    self.longest = longest
  }

  subscript(piece: String) -> Int32? { ids[ExactText(piece)] }

  /// The longest piece that the word begins with, then the longest of what is left, and so on; nil where there is none.
  func pieces(of word: String) -> [Int32]? {
    let scalars = Array(word.unicodeScalars)
    guard scalars.count <= Self.maxCharacters else { return nil }
    var result: [Int32] = [], start = 0
    while start < scalars.count {
      var end = min(scalars.count, start + longest)
      var found: Int32?
      while end > start {
        var piece = String.UnicodeScalarView(start > 0 ? "##".unicodeScalars : "".unicodeScalars)
        piece.append(contentsOf: scalars[start..<end])
        found = ids[ExactText(String(piece))]
        if found != nil { break }
        end -= 1
      }
      guard let found else { return nil }
      result.append(found)
      start = end
    }
    return result
  }
}
