import Files

/// SentencePiece's spaces: each becomes a sign, one may be put in front, and words begin with it.
struct MetaspaceSplit: PreTokenizer {
  /// Which pieces get a sign in front that have none.
  enum Scheme: String, CaseIterable { case first, always, never }

  private let sign: [UInt8]
  private let scheme: Scheme
  private let splits: Bool

  init(_ step: StepObject) throws(Diagnostic) {
    (sign, scheme) = try Self.signs(step)
    splits = try step.flag("split", default: true)
  }

  /// Of a pre-tokenizer and of a decoder.
  static func signs(_ step: StepObject) throws(Diagnostic) -> (sign: [UInt8], scheme: Scheme) {
    let sign = Array(String(try step.scalar("replacement", default: "\u{2581}")).utf8)
    guard step.object["prepend_scheme"] ?? .null != .null else {
      return (sign, try step.flag("add_prefix_space", default: true) ? .always : .never)
    }
    guard let scheme = Scheme(rawValue: try step.text("prepend_scheme")) else {
      throw step.wrong("prepend_scheme", "first, always or never")
    }
    if scheme != .never, step.object["add_prefix_space"] == false {
      throw step.wrong("add_prefix_space", "what prepend_scheme says, which is \(scheme.rawValue)")
    }
    return (sign, scheme)
  }

  func cut(_ text: inout PieceText) throws(Diagnostic) {
    text.rewrite { piece, beginsText, result in
      let isMarked = piece.first == 0x20 || piece.starts(with: sign)
      if !isMarked, scheme == .always || scheme == .first && beginsText { result += sign }
      for byte in piece { if byte == 0x20 { result += sign } else { result.append(byte) } }
    }
    if splits { try text.split(by: LiteralPattern(content: sign), .mergedWithNext) }
  }
}
