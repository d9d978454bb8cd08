import Files

/// A class of characters: each of them is a match of its own, or a whole run where it is said.
struct ScalarClass: TextPattern {
  /// Of ASCII, whether it belongs to the class.
  private let ascii: [Bool]
  private let holds: @Sendable (Unicode.Scalar) -> Bool

  init(_ holds: @escaping @Sendable (Unicode.Scalar) -> Bool) {
    self.holds = holds
    ascii = (0..<0x80).map { holds(Unicode.Scalar(UInt8($0))) }
  }

  func cut(_ text: UnsafeRawBufferPointer, into stretches: inout [TextMatch]) throws(Diagnostic) {
    var last = 0, position = 0
    while position < text.count {
      let byte = text[position], start = position
      let isMember: Bool
      if byte < 0x80 {
        position += 1
        isMember = ascii[Int(byte)]
      } else {
        isMember = holds(text.scalar(at: &position))
      }
      guard isMember else { continue }
      if last < start { stretches.append(TextMatch(start: last, end: start, isMatch: false)) }
      stretches.append(TextMatch(start: start, end: position, isMatch: true))
      last = position
    }
    if last < text.count { stretches.append(TextMatch(start: last, end: text.count, isMatch: false)) }
  }

  /// `char::is_whitespace` of Rust.
  static let space = ScalarClass(\.properties.isWhitespace)
  /// `char::is_numeric` of Rust: the categories Nd, Nl and No.
  static let numeric = ScalarClass {
    [.decimalNumber, .letterNumber, .otherNumber].contains($0.properties.generalCategory)
  }
  /// Signs of ASCII, `$` and `+` too, and what Unicode calls punctuation.
  static let punctuation = ScalarClass(BertText.isPunctuation)
}
