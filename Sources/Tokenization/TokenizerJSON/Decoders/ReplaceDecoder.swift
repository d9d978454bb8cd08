import Files

/// Puts a text in the place of whatever a pattern fits in a token.
struct ReplaceDecoder: TokenDecoder {
  private let pattern: any TextPattern
  private let content: [UInt8]

  init(_ step: StepObject) throws(Diagnostic) {
    pattern = try step.pattern("pattern")
    content = Array(try step.text("content").utf8)
  }

  func decode(_ tokens: [[UInt8]]) throws(Diagnostic) -> [[UInt8]] {
    var result: [[UInt8]] = []
    result.reserveCapacity(tokens.count)
    for token in tokens { result.append(try pattern.replaced(in: token, by: content)) }
    return result
  }
}
