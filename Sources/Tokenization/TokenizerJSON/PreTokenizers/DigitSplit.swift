import Files

/// Digits: numbers apart from other text, each digit alone where the file says so.
struct DigitSplit: PreTokenizer {
  private let behaviour: SplitBehaviour

  init(_ step: StepObject) throws(Diagnostic) {
    behaviour = try step.flag("individual_digits", default: false) ? .isolated : .contiguous
  }

  func cut(_ text: inout PieceText) throws(Diagnostic) { try text.split(by: ScalarClass.numeric, behaviour) }
}
