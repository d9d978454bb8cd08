import Files
import Synchronization

/// Encodes texts word by word and remembers the words: benchmarks ask about the same ones again and again,
/// and libsentencepiece takes more than twice the time for a text of twice the length.
///
/// The ids are those of the whole text. BPE joins two neighbours only into a piece of the vocabulary; in the
/// models that are accepted here (`SentencePieceTraits`) no piece has a `▁` behind another character, so
/// nothing is ever joined across the place where a space follows a word, and both sides merge as they would
/// alone. Neither does the normalizer look across it (it has no character map), nor is there an unknown piece
/// that could be joined with its neighbour (byte fallback). A text that holds a literal `▁` is left to
/// libsentencepiece. The property tests compare the two.
final class WordEncoder: Sendable {
  /// U+2581 `▁`.
  static let spaceSign: [UInt8] = [0xE2, 0x96, 0x81]

  private let model: SentencePieceModel
  let removesExtraSpaces: Bool
  private let table = Mutex(WordTable())

  /// nil where the words of a text depend on each other.
  init?(_ model: SentencePieceModel, bytes: [UInt8]) {
    let traits = SentencePieceTraits(bytes)
    guard traits.wordsAreIndependent else { return nil }
    self.model = model
    removesExtraSpaces = traits.removesExtraSpaces
  }

  func encode(_ text: String) throws(Diagnostic) -> [Int32] {
    var text = text
    let result = text.withUTF8 { utf8 -> Result<[Int32], Diagnostic>? in
      let bytes = UnsafeRawBufferPointer(utf8)
      if Self.holdsSpaceSign(bytes) { return nil }
      // Whoever finds the table taken does without: the ids are the same.
      return table.withLockIfAvailable { table in
        Result { () throws(Diagnostic) in try encode(bytes, &table) }
      }
    }
    if let result { return try result.get() }
    return try model.encode(text)
  }

  private func encode(_ text: UnsafeRawBufferPointer, _ table: inout WordTable) throws(Diagnostic) -> [Int32] {
    var ids: [Int32] = []
    ids.reserveCapacity(text.count / 3)
    var position = 0
    // A word is what SentencePiece is to encode with its own `▁` in front: the first as it stands, every
    // other one without one of the spaces before it.
    while let word = removesExtraSpaces ? nextWord(text, &position) : nextPart(text, &position) {
      if let known = table.ids(of: word) {
        ids += known
      } else {
        let new = try model.encode(String(decoding: word, as: UTF8.self))
        table.insert(word, new)
        ids += new
      }
    }
    return ids
  }

  /// What stands between spaces.
  private func nextWord(_ text: UnsafeRawBufferPointer, _ position: inout Int) -> UnsafeRawBufferPointer? {
    while position < text.count, text[position] == 0x20 { position += 1 }
    guard position < text.count else { return nil }
    let start = position
    while position < text.count, text[position] != 0x20 { position += 1 }
    return UnsafeRawBufferPointer(rebasing: text[start..<position])
  }

  /// Spaces and the word behind them. A single space that ends the text stays with the word before it,
  /// because nothing would be left of it.
  private func nextPart(_ text: UnsafeRawBufferPointer, _ position: inout Int) -> UnsafeRawBufferPointer? {
    guard position < text.count else { return nil }
    let start = position == 0 ? 0 : position + 1
    while position < text.count, text[position] == 0x20 { position += 1 }
    while position < text.count, text[position] != 0x20 { position += 1 }
    if position + 1 == text.count, position > 0, text[position - 1] != 0x20 { position += 1 }
    return UnsafeRawBufferPointer(rebasing: text[start..<position])
  }

  static func holdsSpaceSign(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count >= 3 else { return false }
    for place in 0..<bytes.count - 2
    where bytes[place] == 0xE2 && bytes[place + 1] == 0x96 && bytes[place + 2] == 0x81 { return true }
    return false
  }
}
