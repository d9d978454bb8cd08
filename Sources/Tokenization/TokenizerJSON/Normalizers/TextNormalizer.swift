import Files

/// A step of "normalizer": a text becomes another.
protocol TextNormalizer: Sendable {
  init(_ step: StepObject) throws(Diagnostic)
  /// - Parameter text: whole UTF-8; so is the result.
  func normalize(_ text: inout [UInt8]) throws(Diagnostic)
}

/// All steps of "normalizer", one after the other.
struct NormalizerChain: Sendable {
  private let steps: [any TextNormalizer]

  static let kinds: [String: any TextNormalizer.Type] = [
    "NFC": UnicodeForm.self, "NFD": UnicodeForm.self, "NFKC": UnicodeForm.self, "NFKD": UnicodeForm.self,
    "Prepend": PrependText.self, "Replace": ReplaceText.self, "Lowercase": LowercaseText.self,
    "Strip": StripSpaces.self, "StripAccents": StripAccents.self, "BertNormalizer": BertNormalizer.self,
    "Nmt": NmtText.self, "ByteLevel": ByteCharacters.self,
  ]

  init(_ value: JSON?, place: String) throws(Diagnostic) {
    var steps: [any TextNormalizer] = []
    for step in try StepObject.steps(value, place, "normalizer", members: "normalizers") {
      guard let kind = Self.kinds[step.type] else { throw step.unknown(Self.kinds.keys) }
      steps.append(try kind.init(step))
    }
    self.steps = steps
  }

  var isEmpty: Bool { steps.isEmpty }

  func normalize(_ text: inout [UInt8]) throws(Diagnostic) {
    for step in steps { try step.normalize(&text) }
  }
}
