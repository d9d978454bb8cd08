import CSentencePiece
public import Files
import Glibc

/// A SentencePiece model as libsentencepiece reads it: pieces, and the encoding of a text without any added
/// tokens.
///
/// A class because it owns the C++ object; that is never changed after `init` and its encoder is const, hence
/// Sendable.
public final class SentencePieceModel: @unchecked Sendable {
  public enum Kind: Int32, Sendable {
    case normal, unknown, control, unused, byte
  }

  /// The file it was read from, for messages.
  public let place: String
  public let pieceCount: Int
  private let handle: OpaquePointer

  /// Reads a serialized `ModelProto`.
  public init(_ bytes: [UInt8], place: String) throws(Diagnostic) {
    try PrecompiledMap.check(bytes, place: place)
    var message = [CChar](repeating: 0, count: 256)
    let opened = bytes.withUnsafeBytes { spm_open($0.baseAddress, $0.count, &message, message.count) }
    guard let opened else { throw .notAModel(place, Self.text(message)) }
    self.place = place
    handle = opened
    pieceCount = Int(spm_piece_count(opened))
    guard pieceCount > 0 else { throw .notAModel(place, "it holds no pieces") }
  }

  deinit { spm_close(handle) }

  /// Whether a serialized model puts a space before every text.
  public static func addsSpacePrefix(_ model: [UInt8]) -> Bool { SentencePieceTraits(model).addsPrefix }

  public var unknownID: Int32? { Self.id(spm_unknown_id(handle)) }
  public var bosID: Int32? { Self.id(spm_bos_id(handle)) }
  public var eosID: Int32? { Self.id(spm_eos_id(handle)) }

  /// The ids of a text, which may hold any character, U+0000 too.
  public func encode(_ text: String) throws(Diagnostic) -> [Int32] {
    var text = text
    var message = [CChar](repeating: 0, count: 256)
    var ids: UnsafeMutablePointer<Int32>?
    var count = 0
    let status = text.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) {
        spm_encode(handle, $0.baseAddress, $0.count, &ids, &count, &message, message.count)
      }
    }
    defer { free(ids) }
    guard status == 0 else { throw .cannotEncode(place, Self.text(message)) }
    return Array(UnsafeBufferPointer(start: ids, count: count))
  }

  /// The text of ids that stand at the beginning of a text, as SentencePiece spells it; empty where it fails.
  public func decode(_ ids: [Int32]) -> String {
    var text: UnsafeMutablePointer<CChar>?
    var count = 0
    guard spm_decode(handle, ids, ids.count, &text, &count, nil, 0) == 0 else { return "" }
    defer { free(text) }
    return String(decoding: UnsafeRawBufferPointer(start: text, count: count), as: UTF8.self)
  }

  public func piece(of id: Int32) -> String? {
    var count = 0
    guard let start = spm_piece(handle, id, &count) else { return nil }
    return String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
  }

  public func kind(of id: Int32) -> Kind { Kind(rawValue: spm_kind(handle, id)) ?? .unused }

  /// Of two pairs the one is merged first whose piece has the higher score. 0 for pieces that users gave, too.
  public func score(of id: Int32) -> Float { spm_score(handle, id) }

  /// The id of exactly this piece.
  public func id(of piece: String) -> Int32? {
    var piece = piece
    return piece.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) { Self.id(spm_find(handle, $0.baseAddress, $0.count)) }
    }
  }

  private static func id(_ raw: Int32) -> Int32? { raw >= 0 ? raw : nil }

  private static func text(_ message: [CChar]) -> String {
    String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

extension Diagnostic {
  static func notAModel(_ place: String, _ reason: String) -> Diagnostic {
    Diagnostic(
      place, "is not a SentencePiece model (\(reason))",
      expected: "the tokenizer.model of a Llama, Mistral or Baichuan checkpoint was expected")
  }

  fileprivate static func cannotEncode(_ place: String, _ reason: String) -> Diagnostic {
    Diagnostic(
      place, "cannot encode a text (\(reason))",
      expected: "SentencePiece must be able to encode every text with this model")
  }
}
