import Files

/// A stretch of a text in bytes, which a pattern fits or not.
struct TextMatch: Equatable {
  var start: Int
  var end: Int
  var isMatch: Bool
}

/// What a text is cut by, or what is replaced in it.
protocol TextPattern: Sendable {
  /// Appends the stretches of a text (whole UTF-8) in order, those between matches too; together they are the text.
  func cut(_ text: UnsafeRawBufferPointer, into stretches: inout [TextMatch]) throws(Diagnostic)
}

extension TextPattern {
  /// The text with every match replaced.
  func replaced(in text: [UInt8], by content: [UInt8]) throws(Diagnostic) -> [UInt8] {
    var stretches: [TextMatch] = []
    let result = text.withUnsafeBytes { bytes in
      Result { () throws(Diagnostic) in try cut(bytes, into: &stretches) }
    }
    try result.get()
    if !stretches.contains(where: \.isMatch) { return text }
    var new: [UInt8] = []
    new.reserveCapacity(text.count)
    for stretch in stretches {
      if stretch.isMatch { new += content } else { new += text[stretch.start..<stretch.end] }
    }
    return new
  }
}
