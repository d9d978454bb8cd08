import Files

/// Drops white space at the beginning of a text, at its end, or both.
struct StripSpaces: TextNormalizer {
  private let left: Bool
  private let right: Bool

  init(_ step: StepObject) throws(Diagnostic) {
    left = try step.flag("strip_left")
    right = try step.flag("strip_right")
  }

  func normalize(_ text: inout [UInt8]) throws(Diagnostic) {
    let bounds = text.withUnsafeBytes { bytes in
      // Where the first other character begins, and where the last one ends.
      var first: Int?, last = 0, position = 0
      while position < bytes.count {
        let start = position
        if bytes.scalar(at: &position).properties.isWhitespace { continue }
        if first == nil { first = start }
        last = position
      }
      return (first ?? bytes.count, last)
    }
    let start = left ? bounds.0 : 0, end = right ? bounds.1 : text.count
    text = start < end ? Array(text[start..<end]) : []
  }
}
