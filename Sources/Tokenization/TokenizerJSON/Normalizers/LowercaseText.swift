import Files

/// Lower case, character by character: no letter looks at its neighbours.
struct LowercaseText: TextNormalizer {
  init(_ step: StepObject) throws(Diagnostic) {}
  init() {}

  func normalize(_ text: inout [UInt8]) throws(Diagnostic) {
    if text.isASCII {
      for index in text.indices where (0x41...0x5A).contains(text[index]) { text[index] += 0x20 }
      return
    }
    text = text.rewritten { scalar, result in result += scalar.properties.lowercaseMapping.utf8 }
  }
}
