public import Files

/// Text to token ids and back. One value serves many threads. `SentencePieceTokenizer` answers for a `tokenizer.model`,
/// `FastTokenizer` for a `tokenizer.json`.
public protocol Tokenizer: Sendable {
  /// One more than the largest id: rows that the model's embedding must have at least.
  var vocabularySize: Int { get }
  var bosID: Int32? { get }
  var eosID: Int32? { get }
  var unknownID: Int32? { get }
  /// How BOS is written in a text, e.g. `<s>`; nil where there is no BOS.
  var bosText: String? { get }
  /// Whether the tokenizer's own configuration puts a BOS before a text.
  var addsBOS: Bool { get }
  /// Whether it puts an EOS behind one.
  var addsEOS: Bool { get }
  /// SHA-256 over the files it was made of.
  var digest: String { get }
  /// What its files say and has no effect, or another one; a sentence each.
  var warnings: [String] { get }
  /// How texts are framed and spaced, for people.
  var manner: String { get }

  /// The ids of a text, without BOS and EOS.
  func encode(_ text: String) throws(Diagnostic) -> [Int32]

  /// The piece as the vocabulary writes it (`▁the`, `<0x0A>`, `</s>`), for people to look at; nil outside the
  /// vocabulary.
  func piece(of id: Int32) -> String?

  /// What the piece adds to a text; empty for control pieces and ids outside the vocabulary. A single piece
  /// may hold a part of a character only.
  func bytes(of id: Int32) -> [UInt8]

  /// Whether the token stands for no text of its own: BOS, EOS, unknown, padding, ids outside the vocabulary.
  func isSpecial(_ id: Int32) -> Bool

  /// What `decode` does with the spaces that a text begins with.
  var leadingSpaces: LeadingSpaces { get }

  /// What becomes of bytes that are no character when a text comes in token by token.
  var brokenCharacters: BrokenCharacters { get }

  /// The ids of a text with the special tokens that the tokenizer puts around it.
  func framed(_ ids: [Int32]) -> [Int32]

  /// The text of ids that stand at the beginning of a text. Broken UTF-8 becomes U+FFFD.
  func decode(_ ids: [Int32]) -> String
}

extension Tokenizer {
  public var brokenCharacters: BrokenCharacters { .eachByte }

  /// With BOS in front and EOS behind, where the tokenizer puts them.
  public func framed(_ ids: [Int32]) -> [Int32] {
    (addsBOS ? [bosID].compactMap { $0 } : []) + ids + (addsEOS ? [eosID].compactMap { $0 } : [])
  }
}

/// How often U+FFFD stands for the bytes of a character that never became whole.
public enum BrokenCharacters: Sendable {
  /// For each byte, as SentencePiece has it.
  case eachByte
  /// Once for as many as could have begun a character, as Rust and Swift have it (The Unicode Standard, section 3.9).
  case once
}

/// The fate of `▁` at the beginning of a text: encoding may have put it there.
public enum LeadingSpaces: Sendable {
  case kept
  /// One is dropped.
  case firstDropped
  /// One is dropped of each piece until there is text.
  case allDropped
}
