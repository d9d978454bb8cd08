import Files

/// Puts a text in the place of whatever a pattern fits.
struct ReplaceText: TextNormalizer {
  private let pattern: any TextPattern
  private let content: [UInt8]

  init(_ step: StepObject) throws(Diagnostic) {
    pattern = try step.pattern("pattern")
    content = Array(try step.text("content").utf8)
  }

  func normalize(_ text: inout [UInt8]) throws(Diagnostic) { text = try pattern.replaced(in: text, by: content) }
}
