import Files

/// What SentencePiece's rules for translation do to control characters and rare spaces.
struct NmtText: TextNormalizer {
  init(_ step: StepObject) throws(Diagnostic) {}

  func normalize(_ text: inout [UInt8]) throws(Diagnostic) {
    text = text.rewritten { scalar, result in
      switch scalar.value {
      case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0x8F, 0x9F: break
      case 0x09, 0x0A, 0x0C, 0x0D, 0x1680, 0x200B...0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD: result.append(0x20)
      default: result.append(scalar)
      }
    }
  }
}
