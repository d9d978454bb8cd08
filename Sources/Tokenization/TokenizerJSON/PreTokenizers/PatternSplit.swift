import Files

/// Split: by a text or a regular expression, with any behaviour.
struct PatternSplit: PreTokenizer {
  private let pattern: any TextPattern
  private let behaviour: SplitBehaviour
  private let isInverted: Bool

  init(_ step: StepObject) throws(Diagnostic) {
    pattern = try step.pattern("pattern")
    behaviour = try step.behaviour("behavior")
    isInverted = try step.flag("invert")
  }

  func cut(_ text: inout PieceText) throws(Diagnostic) {
    try text.split(by: pattern, behaviour, isInverted: isInverted)
  }
}
