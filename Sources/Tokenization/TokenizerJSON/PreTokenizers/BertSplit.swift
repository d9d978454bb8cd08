import Files

/// BertPreTokenizer: words between white space, each sign of punctuation alone.
struct BertSplit: PreTokenizer {
  init(_ step: StepObject) throws(Diagnostic) {}

  func cut(_ text: inout PieceText) throws(Diagnostic) {
    try text.split(by: ScalarClass.space, .removed)
    try text.split(by: ScalarClass.punctuation, .isolated)
  }
}
