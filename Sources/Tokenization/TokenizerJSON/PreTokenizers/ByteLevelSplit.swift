import Files

/// GPT-2's: maybe a space in front, maybe words by GPT-2's expression, and then each byte as a character.
struct ByteLevelSplit: PreTokenizer {
  private let addsSpace: Bool
  private let expression: RegularExpression?

  /// Source: the `encoder.py` that was published with GPT-2, as `tokenizers` writes it.
  static let words = #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#

  init(_ step: StepObject) throws(Diagnostic) {
    addsSpace = try step.flag("add_prefix_space")
    expression =
      try step.flag("use_regex", default: true) ? RegularExpression(Self.words, place: step.place) : nil
  }

  func cut(_ text: inout PieceText) throws(Diagnostic) {
    if addsSpace {
      text.rewrite { piece, _, result in
        if piece.first != 0x20 { result.append(0x20) }
        result += piece
      }
    }
    if let expression { try text.split(by: expression, .isolated) }
    text.rewrite { piece, _, result in ByteCharacters.append(piece, to: &result) }
  }
}
