import Files
import Tokenization

/// llama2.c's `tokenizer.bin`: an int32, then for each piece a float32 score, an int32 length and so many
/// bytes.
///
/// Deviation: the file does not say whether the model that it was made of drops extra spaces; here they are
/// kept, as Llama 2 keeps them.
enum Llama2cTokenizer {
  /// nil when the bytes are no such file with exactly so many pieces.
  static func read(_ bytes: [UInt8], pieces count: Int, place: String) throws(Diagnostic)
    -> SentencePieceProto?
  {
    guard var proto = parse(bytes, count) else { return nil }
    for (index, piece) in SentencePieceProto.specials.enumerated() where index < count {
      proto.pieces[index] = piece
    }
    // Bytes follow the specials, as SentencePiece lays them out.
    let known = Set(SentencePieceProto.bytes.map(\.text))
    for index in proto.pieces.indices where known.contains(proto.pieces[index].text) {
      proto.pieces[index].kind = .byte
    }
    if let text = duplicate(in: proto) {
      throw Diagnostic(place, "holds the piece '\(text)' twice", expected: "the pieces of a tokenizer differ")
    }
    return proto
  }

  private static func parse(_ bytes: [UInt8], _ count: Int) -> SentencePieceProto? {
    bytes.withUnsafeBytes { bytes -> SentencePieceProto? in
      var position = 4
      var pieces: [SentencePieceProto.Piece] = []
      while position < bytes.count {
        guard bytes.count - position >= 8, pieces.count < count else { return nil }
        let score = Float(
          bitPattern: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self).littleEndian)
        let length = Int(
          Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: position + 4, as: Int32.self)))
        position += 8
        guard score.isFinite, length > 0, length <= bytes.count - position else { return nil }
        let slice = UnsafeRawBufferPointer(rebasing: bytes[position..<position + length])
        guard let text = String(validating: slice, as: UTF8.self) else { return nil }
        // The file has spaces where SentencePiece writes its own sign for them.
        var piece = String.UnicodeScalarView()
        piece.append(contentsOf: text.unicodeScalars.map { $0 == " " ? "\u{2581}" : $0 })
        pieces.append(SentencePieceProto.Piece(String(piece), score: score))
        position += length
      }
      return pieces.count == count ? SentencePieceProto(pieces: pieces) : nil
    }
  }

  private static func duplicate(in proto: SentencePieceProto) -> String? {
    var seen: Set<ExactText> = []
    return proto.pieces.first { !seen.insert(ExactText($0.text)).inserted }?.text
  }
}
