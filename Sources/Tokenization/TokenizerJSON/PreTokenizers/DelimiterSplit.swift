import Files

/// CharDelimiterSplit: by one character, which is dropped.
struct DelimiterSplit: PreTokenizer {
  private let delimiter: LiteralPattern

  init(_ step: StepObject) throws(Diagnostic) {
    delimiter = LiteralPattern(content: Array(String(try step.scalar("delimiter")).utf8))
  }

  func cut(_ text: inout PieceText) throws(Diagnostic) { try text.split(by: delimiter, .removed) }
}
