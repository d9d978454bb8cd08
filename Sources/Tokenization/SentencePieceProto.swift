/// A SentencePiece model in the making: the part of `sentencepiece_model.proto` that a BPE tokenizer of the
/// Llama kind needs, written as protocol buffers.
public struct SentencePieceProto: Sendable, Equatable {
  public struct Piece: Sendable, Equatable {
    /// The numbers of the schema.
    public enum Kind: UInt8, Sendable {
      case normal = 1
      case unknown = 2
      case control = 3
      case userDefined = 4
      case unused = 5
      case byte = 6
    }

    /// `▁` stands for a space.
    public var text: String
    /// BPE merges the pair with the highest score first.
    public var score: Float
    public var kind: Kind

    public init(_ text: String, score: Float = 0, kind: Kind = .normal) {
      self.text = text
      self.score = score
      self.kind = kind
    }
  }

  /// In the order of their ids.
  public var pieces: [Piece]
  public var unknownID = 0
  public var bosID = 1
  public var eosID = 2
  /// Puts a space before every text.
  public var addsDummyPrefix = true
  /// Drops leading, trailing and repeated spaces. Llama 2 and Mistral do not.
  public var removesExtraSpaces = false

  public init(pieces: [Piece]) { self.pieces = pieces }

  /// `<unk>`, `<s>`, `</s>`.
  public static let specials = [
    Piece("<unk>", kind: .unknown), Piece("<s>", kind: .control), Piece("</s>", kind: .control),
  ]

  /// `<0x00>` to `<0xFF>`: what stands for bytes that no other piece covers.
  public static let bytes = (0...255).map { byte in
    let digits = String(byte, radix: 16, uppercase: true)
    return Piece("<0x\(byte < 16 ? "0" : "")\(digits)>", kind: .byte)
  }

  /// A tokenizer that knows no language: specials, bytes, the space and the printable ASCII characters, 354
  /// pieces. Every text can be encoded with it and decoded again.
  public static let characters: SentencePieceProto = {
    var pieces = specials + bytes + [Piece("\u{2581}")]
    for byte: UInt8 in 0x21...0x7E {
      pieces.append(Piece(String(Character(Unicode.Scalar(byte))), score: Float(0x20) - Float(byte)))
    }
    return SentencePieceProto(pieces: pieces)
  }()

  /// The content of a `tokenizer.model`.
  public func serialized() -> [UInt8] {
    var writer = ProtocolBufferWriter()
    for piece in pieces {
      var message = ProtocolBufferWriter()
      message.put(1, text: piece.text)
      message.put(2, float: piece.score)
      if piece.kind != .normal { message.put(3, integer: UInt64(piece.kind.rawValue)) }
      writer.put(1, bytes: message.bytes)
    }
    writer.put(2, bytes: trainer.bytes)
    writer.put(3, bytes: normalizer.bytes)
    return writer.bytes
  }

  private var trainer: ProtocolBufferWriter {
    var message = ProtocolBufferWriter()
    message.put(3, integer: 2)  // model_type: BPE
    message.put(4, integer: UInt64(pieces.count))
    message.put(35, integer: pieces.contains { $0.kind == .byte } ? 1 : 0)  // byte_fallback
    message.put(40, integer: UInt64(unknownID))  // unk_id
    message.put(41, integer: UInt64(bosID))  // bos_id
    message.put(42, integer: UInt64(eosID))  // eos_id
    message.put(43, integer: UInt64.max)  // pad_id: -1, none
    return message
  }

  private var normalizer: ProtocolBufferWriter {
    var message = ProtocolBufferWriter()
    message.put(1, text: "identity")
    message.put(3, integer: addsDummyPrefix ? 1 : 0)
    message.put(4, integer: removesExtraSpaces ? 1 : 0)
    message.put(5, integer: 1)  // escape_whitespaces
    return message
  }
}

/// Protocol buffers' wire format, as far as it is written here.
private struct ProtocolBufferWriter {
  private(set) var bytes: [UInt8] = []

  mutating func put(_ field: UInt64, integer: UInt64) {
    varint(field << 3)
    varint(integer)
  }

  mutating func put(_ field: UInt64, float: Float) {
    varint(field << 3 | 5)
    withUnsafeBytes(of: float.bitPattern.littleEndian) { bytes += $0 }
  }

  mutating func put(_ field: UInt64, bytes content: [UInt8]) {
    varint(field << 3 | 2)
    varint(UInt64(content.count))
    bytes += content
  }

  mutating func put(_ field: UInt64, text: String) { put(field, bytes: Array(text.utf8)) }

  private mutating func varint(_ value: UInt64) {
    var value = value
    while value >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
      value >>= 7
    }
    bytes.append(UInt8(value))
  }
}
