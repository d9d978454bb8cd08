public import Files

/// The tokenizer of a Hugging Face directory with a `tokenizer.model`: SentencePiece, and the tokens that
/// were added beside it (`added_tokens.json`, `tokenizer_config.json`, `special_tokens_map.json`).
///
/// Follows transformers' slow `LlamaTokenizer`: added tokens are cut out of the text first, what stands
/// between them is encoded piecewise. With `"legacy": false` only the beginning of the text gets
/// SentencePiece's space in front, otherwise each part does.
///
/// Deviation: a piece of the model itself, `<s>` say, that is written out in a text is read as plain
/// characters, as SentencePiece does; transformers takes it for the special token.
public struct SentencePieceTokenizer: Tokenizer {
  public let vocabularySize: Int
  public let bosID: Int32?
  public let eosID: Int32?
  public let unknownID: Int32?
  public let bosText: String?
  public let addsBOS: Bool
  public let digest: String
  public let leadingSpaces: LeadingSpaces

  private let model: SentencePieceModel
  /// The same model without the space in front; only where parts of a text need it.
  private let inner: SentencePieceModel?
  private let added: [Int32: AddedToken]
  private let splitter: AddedTokenSplitter
  /// Where the model allows it, the same ids sooner.
  private let words: WordEncoder?

  /// Reads the tokenizer of a model directory.
  public init(directory: String) throws(Diagnostic) {
    try self.init(SentencePieceFiles(directory: directory))
  }

  /// A bare model without any added tokens.
  public init(model bytes: [UInt8], place: String) throws(Diagnostic) {
    try self.init(SentencePieceFiles(model: bytes, place: place))
  }

  init(_ files: SentencePieceFiles) throws(Diagnostic) {
    model = try SentencePieceModel(files.model, place: files.place)
    let vocabulary = try AddedVocabulary(files, model: model)
    added = Dictionary(vocabulary.tokens.map { ($0.id, $0) }) { _, last in last }
    splitter = AddedTokenSplitter(vocabulary.tokens)
    words = WordEncoder(model, bytes: files.model)
    vocabularySize = max(model.pieceCount, Int(vocabulary.tokens.map(\.id).max() ?? -1) + 1)
    bosID = vocabulary.bos
    eosID = vocabulary.eos
    unknownID = vocabulary.unknown
    bosText = vocabulary.bosText
    addsBOS = vocabulary.addsBOS && vocabulary.bos != nil
    digest = files.digest
    let traits = SentencePieceTraits(files.model)
    leadingSpaces = traits.removesExtraSpaces ? .allDropped : traits.addsPrefix ? .firstDropped : .kept
    inner =
      splitter.isEmpty || vocabulary.isLegacy
      ? nil : try SentencePieceModel(files.modelWithoutDummyPrefix, place: files.place)
  }

  public func encode(_ text: String) throws(Diagnostic) -> [Int32] {
    if splitter.isEmpty { return try whole(text) }
    var ids: [Int32] = []
    for part in splitter.parts(of: text) {
      switch part {
      case .token(let id): ids.append(id)
      case .text(let part):
        if let inner, part.startIndex != text.startIndex {
          ids += try inner.encode(String(part))
        } else {
          ids += try whole(String(part))
        }
      }
    }
    return ids
  }

  private func whole(_ text: String) throws(Diagnostic) -> [Int32] {
    if let words { return try words.encode(text) }
    return try model.encode(text)
  }

  public func piece(of id: Int32) -> String? { added[id]?.content ?? model.piece(of: id) }

  public func isSpecial(_ id: Int32) -> Bool {
    if let token = added[id] { return token.isSpecial }
    return switch model.kind(of: id) {
    case .control, .unused, .unknown: true
    case .normal, .byte: false
    }
  }

  public func bytes(of id: Int32) -> [UInt8] {
    if let token = added[id] { return Array(token.content.utf8) }
    guard let piece = model.piece(of: id) else { return [] }
    switch model.kind(of: id) {
    case .control, .unused: return []
    case .unknown: return Array(model.decode([id]).utf8)
    case .byte: return Self.byte(of: piece).map { [$0] } ?? []
    case .normal: return Self.withSpaces(piece)
    }
  }

  /// As SentencePiece decodes; what follows an added token keeps its leading space where `encode` gave it
  /// none.
  public func decode(_ ids: [Int32]) -> String {
    var text = ""
    var isFirst = true
    for part in ids.split(
      maxSplits: .max, omittingEmptySubsequences: false, whereSeparator: { added[$0] != nil })
    {
      if !isFirst { text += added[ids[part.startIndex - 1]]?.content ?? "" }
      text += (isFirst ? model : inner ?? model).decode(Array(part))
      isFirst = false
    }
    return text
  }

  /// `<0x0A>` → 10.
  private static func byte(of piece: String) -> UInt8? {
    guard piece.hasPrefix("<0x"), piece.hasSuffix(">"), piece.utf8.count == 6 else { return nil }
    return UInt8(piece.dropFirst(3).dropLast(), radix: 16)
  }

  private static func withSpaces(_ piece: String) -> [UInt8] {
    piece.unicodeScalars.flatMap { $0 == "\u{2581}" ? [0x20] : Array(String($0).utf8) }
  }
}
