import Files

/// Whitespace (words and runs of signs), WhitespaceSplit (between spaces) and Punctuation.
struct ClassSplit: PreTokenizer {
  private let pattern: any TextPattern
  private let behaviour: SplitBehaviour
  private let isInverted: Bool

  init(_ step: StepObject) throws(Diagnostic) {
    isInverted = step.type == "Whitespace"
    switch step.type {
    case "Whitespace": (pattern, behaviour) = (WordRuns(), .removed)
    case "WhitespaceSplit": (pattern, behaviour) = (ScalarClass.space, .removed)
    default: (pattern, behaviour) = (ScalarClass.punctuation, try step.behaviour("behavior", default: .isolated))
    }
  }

  func cut(_ text: inout PieceText) throws(Diagnostic) {
    try text.split(by: pattern, behaviour, isInverted: isInverted)
  }
}
