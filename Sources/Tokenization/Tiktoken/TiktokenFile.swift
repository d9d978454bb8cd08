import Files

/// A `.tiktoken` file, or the `tokenizer.model` of Llama 3: on each line a piece in base 64 and its rank.
struct TiktokenFile {
  let layout: ByteLevelLayout
  let kind: TiktokenKind

  /// Whether bytes look like one: the first line is base 64, a space and a number.
  static func stands(in bytes: [UInt8]) -> Bool {
    let line = bytes.prefix(1024).prefix { $0 != 0x0A }
    return piece(line) != nil
  }

  init(_ bytes: [UInt8], kinds: [TiktokenKind] = TiktokenKind.all, place: String) throws(Diagnostic) {
    var ranked = RankedPieces(place: place)
    for (index, line) in bytes.split(separator: 0x0A).enumerated() {
      guard let piece = Self.piece(line.last == 0x0D ? line.dropLast() : line) else {
        throw Diagnostic("\(place):\(index + 1)", "is no piece", expected: "a piece in base 64, a space, and its rank")
      }
      try ranked.add(piece.bytes, rank: piece.rank)
    }
    let count = ranked.pieces.count
    guard let kind = kinds.first(where: { $0.pieces == count }) else {
      let known = kinds.map { "\($0.pieces) of \($0.name)" }.joined(separator: ", ")
      throw Diagnostic(
        place, "holds \(count) pieces, and does not say how texts are cut",
        expected: "\(known); or the tokenizer.json of the model")
    }
    self.kind = kind
    layout = try ranked.layout(kind.expression, specials: kind.specials, front: kind.front)
  }

  private static func piece(_ line: ArraySlice<UInt8>) -> (bytes: [UInt8], rank: Int)? {
    let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
    guard parts.count == 2, let bytes = Base64Text.bytes(parts[0]), !bytes.isEmpty,
      let rank = Int(String(decoding: parts[1], as: UTF8.self)), rank >= 0
    else { return nil }
    return (bytes, rank)
  }
}
