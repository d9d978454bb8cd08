import Files

/// `\w+|[^\w\s]+`: runs of letters, digits and underscores, and runs of other signs; spaces fit nothing.
struct WordRuns: TextPattern {
  private enum Kind { case word, sign, space }

  func cut(_ text: UnsafeRawBufferPointer, into stretches: inout [TextMatch]) throws(Diagnostic) {
    var position = 0, start = 0
    var last: Kind?
    while position < text.count {
      let place = position
      let scalar = text.scalar(at: &position)
      let kind: Kind =
        AddedTokenSplitter.isWord(scalar) ? .word : scalar.properties.isWhitespace ? .space : .sign
      if let last, last != kind {
        stretches.append(TextMatch(start: start, end: place, isMatch: last != .space))
        start = place
      }
      last = kind
    }
    if let last { stretches.append(TextMatch(start: start, end: text.count, isMatch: last != .space)) }
  }
}
