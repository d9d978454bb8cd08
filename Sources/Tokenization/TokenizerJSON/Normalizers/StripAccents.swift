import Files

/// Drops combining marks. What is composed keeps its accents: a step of NFD or NFKD stands in front where it should not.
struct StripAccents: TextNormalizer {
  init(_ step: StepObject) throws(Diagnostic) {}

  func normalize(_ text: inout [UInt8]) throws(Diagnostic) {
    if text.isASCII { return }
    text = text.filtered {
      ![.nonspacingMark, .spacingMark, .enclosingMark].contains($0.properties.generalCategory)
    }
  }
}
