import Files

/// BPEDecoder: what marks the end of a word becomes a space, but for the last word.
struct SuffixDecoder: TokenDecoder {
  private let suffix: any TextPattern

  init(_ step: StepObject) throws(Diagnostic) {
    let text = try step.text("suffix", default: "</w>")
    suffix = text.isEmpty ? try RegularExpression("", place: step.place) : LiteralPattern(content: Array(text.utf8))
  }

  func decode(_ tokens: [[UInt8]]) throws(Diagnostic) -> [[UInt8]] {
    var result: [[UInt8]] = []
    for (index, token) in tokens.enumerated() {
      result.append(try suffix.replaced(in: token, by: index == tokens.count - 1 ? [] : [0x20]))
    }
    return result
  }
}
