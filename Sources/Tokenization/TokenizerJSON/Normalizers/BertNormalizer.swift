import Files

/// BERT's: control characters vanish, Chinese characters stand apart, accents and case are dropped; each where the file says so.
struct BertNormalizer: TextNormalizer {
  private let cleans: Bool
  private let separatesChinese: Bool
  private let stripsAccents: Bool
  private let lowercases: Bool

  init(_ step: StepObject) throws(Diagnostic) {
    cleans = try step.flag("clean_text", default: true)
    separatesChinese = try step.flag("handle_chinese_chars", default: true)
    lowercases = try step.flag("lowercase", default: true)
    stripsAccents = try step.flag("strip_accents", default: lowercases)
  }

  func normalize(_ text: inout [UInt8]) throws(Diagnostic) {
    if cleans {
      text = text.rewritten { scalar, result in if let scalar = BertText.cleaned(scalar) { result.append(scalar) } }
    }
    if separatesChinese, !text.isASCII {
      text = text.rewritten { scalar, result in
        guard BertText.isChinese(scalar) else { return result.append(scalar) }
        result.append(0x20)
        result.append(scalar)
        result.append(0x20)
      }
    }
    if stripsAccents, !text.isASCII {
      try UnicodeForm(composes: false, isCompatible: false).normalize(&text)
      text = text.filtered { $0.properties.generalCategory != .nonspacingMark }
    }
    if lowercases { try LowercaseText().normalize(&text) }
  }
}
