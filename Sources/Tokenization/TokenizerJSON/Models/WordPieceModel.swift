import Files

/// The longest piece that a word begins with, then the longest of what is left, and so on; the unknown token where there is none.
struct WordPieceModel: TokenModel {
  let vocabulary: PieceTable
  private let unknown: Int32
  private let prefix: [UInt8]
  private let maxCharacters: Int

  init(_ step: StepObject) throws(Diagnostic) {
    guard let pieces = step.object["vocab"]?.object else { throw step.wrong("vocab", "{\"piece\": id, …}") }
    vocabulary = try PieceTable(pieces, place: step.place)
    guard let unknown = vocabulary.id(of: try step.text("unk_token")) else {
      throw step.wrong("unk_token", "a piece of \"vocab\"")
    }
    self.unknown = unknown
    prefix = Array(try step.text("continuing_subword_prefix").utf8)
    maxCharacters = try step.count("max_input_chars_per_word")
  }

  func encode(_ piece: UnsafeRawBufferPointer, into ids: inout [Int32]) throws(Diagnostic) {
    // Continuation bytes begin no character.
    let characters = piece.reduce(0) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
    guard characters <= maxCharacters else { return ids.append(unknown) }
    let first = ids.count
    var start = 0
    while start < piece.count {
      var end = min(piece.count, start + vocabulary.longest)
      var found: Int32?
      while end > start {
        if end == piece.count || piece[end] & 0xC0 != 0x80 {
          let part = UnsafeRawBufferPointer(rebasing: piece[start..<end])
          found = start == 0 ? vocabulary.id(of: part) : vocabulary.id(of: prefix + Array(part))
          if found != nil { break }
        }
        end -= 1
      }
      guard let found else {
        ids.removeLast(ids.count - first)
        return ids.append(unknown)
      }
      ids.append(found)
      start = end
    }
  }
}
