import Files

/// A step of "pre_tokenizer": cuts the pieces of a text into smaller ones, and may write them anew.
protocol PreTokenizer: Sendable {
  init(_ step: StepObject) throws(Diagnostic)
  func cut(_ text: inout PieceText) throws(Diagnostic)
}

/// All steps of "pre_tokenizer", one after the other.
struct PreTokenizerChain: Sendable {
  private let steps: [any PreTokenizer]

  static let kinds: [String: any PreTokenizer.Type] = [
    "ByteLevel": ByteLevelSplit.self, "Split": PatternSplit.self, "Digits": DigitSplit.self,
    "Metaspace": MetaspaceSplit.self, "Whitespace": ClassSplit.self, "WhitespaceSplit": ClassSplit.self,
    "Punctuation": ClassSplit.self, "BertPreTokenizer": BertSplit.self, "CharDelimiterSplit": DelimiterSplit.self,
  ]

  init(_ value: JSON?, place: String) throws(Diagnostic) {
    var steps: [any PreTokenizer] = []
    for step in try StepObject.steps(value, place, "pre_tokenizer", members: "pretokenizers") {
      guard let kind = Self.kinds[step.type] else { throw step.unknown(Self.kinds.keys) }
      steps.append(try kind.init(step))
    }
    self.steps = steps
  }

  func cut(_ text: inout PieceText) throws(Diagnostic) {
    for step in steps { try step.cut(&text) }
  }
}
