import Files

/// Puts a text in front of every text that is not empty.
struct PrependText: TextNormalizer {
  private let content: [UInt8]

  init(_ step: StepObject) throws(Diagnostic) { content = Array(try step.text("prepend").utf8) }

  func normalize(_ text: inout [UInt8]) throws(Diagnostic) {
    if !text.isEmpty { text.insert(contentsOf: content, at: 0) }
  }
}
