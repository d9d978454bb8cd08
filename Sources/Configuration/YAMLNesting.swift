import Files

/// How deep a YAML text nests, told before it is parsed: a parser that calls itself for each level would end with its stack.
enum YAMLNesting {
  /// Far more than any configuration needs.
  static let deepest = 100

  /// Throws where lists and maps stand in one another more than `deepest` levels deep. Counted from above: brackets in texts and
  /// comments count too, so long as they are not closed, and each column of a line's indentation is taken for a level.
  static func check(_ text: String, place: String) throws(Diagnostic) {
    var line = 1, brackets = 0, columns = 0, isIndentation = true, dashes = 0
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\n"):
        line += 1
        (columns, dashes, isIndentation) = (0, 0, true)
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        brackets += 1
        isIndentation = false
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        brackets = max(0, brackets - 1)
        isIndentation = false
      case UInt8(ascii: " "): if isIndentation { columns += 1 }
      // A list in a list may begin on the same line, and so may a key that is a map: `- - - ? ? x`.
      case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"): if isIndentation { dashes += 1 }
      default: isIndentation = false
      }
      // Two columns a level at the least, but the outermost.
      guard brackets <= deepest, columns <= 2 * deepest, dashes <= deepest || columns < dashes - 1 else {
        throw Diagnostic(
          "\(place):\(line)", "is nested too deeply", expected: "at most \(deepest) levels of lists and maps",
          status: .wrongUsage)
      }
    }
  }
}
