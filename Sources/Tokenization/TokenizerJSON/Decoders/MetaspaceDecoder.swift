import Files

/// Signs become spaces; those of the first token are dropped where one had been put in front.
struct MetaspaceDecoder: TokenDecoder, LeadingSpaceDecoder {
  private let sign: LiteralPattern
  let dropsLeadingSpace: Bool

  init(_ step: StepObject) throws(Diagnostic) {
    let (sign, scheme) = try MetaspaceSplit.signs(step)
    self.sign = LiteralPattern(content: sign)
    dropsLeadingSpace = scheme != .never
  }

  func decode(_ tokens: [[UInt8]]) throws(Diagnostic) -> [[UInt8]] {
    var result: [[UInt8]] = []
    for (index, token) in tokens.enumerated() {
      result.append(try sign.replaced(in: token, by: index == 0 && dropsLeadingSpace ? [] : [0x20]))
    }
    return result
  }
}
