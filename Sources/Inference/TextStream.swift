import Tokenization

/// The text of new tokens while they come in, in whole characters.
///
/// Tokens can be parts of a character: their bytes are held back until the character is whole, or cannot become one any more; then
/// it becomes U+FFFD, as often as the tokenizer says. Special tokens are no text.
struct TextStream {
  /// UTF-8, whole characters.
  private(set) var bytes: [UInt8] = []
  private let tokenizer: any Tokenizer
  private var leadingSpaces: LeadingSpaces
  /// What may become a character.
  private var partial: [UInt8] = []

  private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

  /// `beginsText`: the tokens stand at the beginning of a text, so that decoding them drops spaces there; else they continue one.
  init(_ tokenizer: any Tokenizer, beginsText: Bool) {
    self.tokenizer = tokenizer
    leadingSpaces = beginsText ? tokenizer.leadingSpaces : .kept
  }

  mutating func append(_ id: Int32) {
    if tokenizer.isSpecial(id) { return }
    var new = tokenizer.bytes(of: id)[...]
    if leadingSpaces != .kept, !new.isEmpty {
      // A space that was written as a byte is one that was meant.
      let isSign = tokenizer.piece(of: id)?.unicodeScalars.first == "\u{2581}"
      if isSign { new.removeFirst() }
      if leadingSpaces == .firstDropped || !isSign || !new.isEmpty { leadingSpaces = .kept }
    }
    // A piece of a byte-level tokenizer may begin or end inside of a character.
    if partial.isEmpty, new.allSatisfy({ $0 < 0x80 }) {
      bytes += new
      return
    }
    partial += new
    takeCharacters(isLast: false)
  }

  /// No more tokens: bytes that are still held back become U+FFFD.
  mutating func finish() { takeCharacters(isLast: true) }

  private mutating func takeCharacters(isLast: Bool) {
    var rest = partial[...]
    while !rest.isEmpty {
      switch Self.character(at: rest) {
      case .whole(let length):
        bytes += rest.prefix(length)
        rest = rest.dropFirst(length)
      case .beginning where !isLast:
        partial = Array(rest)
        return
      case .beginning:
        bytes += Self.replacement
        rest = tokenizer.brokenCharacters == .once ? [] : rest.dropFirst()
      case .broken(let length):
        bytes += Self.replacement
        rest = rest.dropFirst(tokenizer.brokenCharacters == .once ? length : 1)
      }
    }
    partial = []
  }

  private enum Character {
    case whole(Int), beginning
    /// With the bytes that could have begun one.
    case broken(Int)
  }

  /// What the bytes begin with. Source: The Unicode Standard, table 3-7.
  private static func character(at bytes: ArraySlice<UInt8>) -> Character {
    let first = bytes[bytes.startIndex]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0x00...0x7F: return .whole(1)
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF:
      length = 3
      if first == 0xE0 { second = 0xA0...0xBF }
      if first == 0xED { second = 0x80...0x9F }
    case 0xF0...0xF4:
      length = 4
      if first == 0xF0 { second = 0x90...0xBF }
      if first == 0xF4 { second = 0x80...0x8F }
    default: return .broken(1)
    }
    for (index, byte) in bytes.prefix(length).enumerated().dropFirst() {
      guard (index == 1 ? second : 0x80...0xBF).contains(byte) else { return .broken(index) }
    }
    return bytes.count < length ? .beginning : .whole(length)
  }
}
