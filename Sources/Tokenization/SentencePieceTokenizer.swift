public import Files

/// The tokenizer of a Hugging Face directory with a `tokenizer.model`: SentencePiece, and the tokens that
/// were added beside it (`added_tokens.json`, `tokenizer_config.json`, `special_tokens_map.json`, `tokenizer.json`).
///
/// Follows transformers' fast tokenizers: added tokens are cut out of the text first; what stands between them is encoded piecewise,
/// with a space in front or without, as `TokenizerStyle` has it.
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
  public let addsEOS: Bool
  public let digest: String
  public let leadingSpaces: LeadingSpaces
  /// What its files say and has no effect, a sentence each.
  public let warnings: [String]

  private let model: SentencePieceModel
  /// The same model without the space in front; only where parts of a text need it.
  private let inner: SentencePieceModel?
  private let spacing: TokenizerStyle.Spacing
  private let added: [Int32: AddedToken]
  private let splitter: AddedTokenSplitter
  /// Those that are looked for in what the first leaves, with the space in front.
  private let normalizedSplitter: AddedTokenSplitter
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

  init(_ given: SentencePieceFiles) throws(Diagnostic) {
    let style = try TokenizerStyle(given)
    let files = style.keepsSpaces ? given.keepingSpaces : given
    model = try SentencePieceModel(files.model, place: files.place)
    let vocabulary = try AddedVocabulary(files, model: model)
    try style.check(given.tokenizer, model)
    try style.checkFraming(bos: vocabulary.bos, eos: vocabulary.eos, place: given.tokenizer?.path ?? files.place)
    added = Dictionary(vocabulary.tokens.map { ($0.id, $0) }) { _, last in last }
    let isLater = { (token: AddedToken) in style.normalizesTokens && token.isNormalized }
    splitter = AddedTokenSplitter(vocabulary.tokens.filter { !isLater($0) })
    normalizedSplitter = AddedTokenSplitter(
      vocabulary.tokens.filter(isLater).map {
        var token = $0
        token.content = Self.spaced($0.content)
        return token
      })
    words = WordEncoder(model, bytes: files.model)
    vocabularySize = max(model.pieceCount, Int(vocabulary.tokens.map(\.id).max() ?? -1) + 1)
    bosID = vocabulary.bos
    eosID = vocabulary.eos
    unknownID = vocabulary.unknown
    bosText = vocabulary.bosText
    addsBOS = style.addsBOS && vocabulary.bos != nil
    addsEOS = style.addsEOS && vocabulary.eos != nil
    digest = files.digest
    warnings = style.warnings + vocabulary.collisions(model, place: files.place)
    spacing = style.spacing
    let traits = SentencePieceTraits(files.model)
    leadingSpaces =
      spacing == .never
      ? .kept : traits.removesExtraSpaces ? .allDropped : traits.addsPrefix ? .firstDropped : .kept
    let needsNone = spacing == .every && normalizedSplitter.isEmpty
    inner = needsNone ? nil : try SentencePieceModel(files.modelWithoutDummyPrefix, place: files.place)
  }

  public func encode(_ text: String) throws(Diagnostic) -> [Int32] {
    if splitter.isEmpty, normalizedSplitter.isEmpty { return try part(text[...], isFirst: true) }
    var ids: [Int32] = []
    for part in splitter.parts(of: text) {
      switch part {
      case .token(let id): ids.append(id)
      case .text(let part):
        let isFirst = part.startIndex == text.startIndex
        ids += normalizedSplitter.isEmpty ? try self.part(part, isFirst: isFirst) : try normalized(part)
      }
    }
    return ids
  }

  /// What stands between added tokens, or is the whole text.
  private func part(_ text: Substring, isFirst: Bool) throws(Diagnostic) -> [Int32] {
    let isSpaced = text.utf8.first == 0x20 || text.utf8.starts(with: WordEncoder.spaceSign)
    let getsSpace =
      switch spacing {
      case .every: true
      case .everyWithout: !isSpaced
      case .first: isFirst && !isSpaced
      case .never: false
      }
    if getsSpace { return try whole(String(text)) }
    guard let inner, !text.isEmpty else { return text.isEmpty ? [] : try whole(String(text)) }
    // The model puts that space there itself.
    if text.utf8.first == 0x20, text.utf8.count > 1, let words, !words.removesExtraSpaces,
      let rest = String(text.utf8.dropFirst())
    {
      return try words.encode(rest)
    }
    return try inner.encode(String(text))
  }

  /// A part with the space in front, in which further tokens are looked for.
  private func normalized(_ text: Substring) throws(Diagnostic) -> [Int32] {
    let parts = normalizedSplitter.parts(of: Self.spaced(text))
    guard parts.count > 1 || parts.contains(where: { if case .token = $0 { true } else { false } }) else {
      return try whole(String(text))
    }
    var ids: [Int32] = []
    for part in parts {
      switch part {
      case .token(let id): ids.append(id)
      case .text(let part): ids += try (inner ?? model).encode(String(part))
      }
    }
    return ids
  }

  /// With `▁` in front and in place of spaces, as the normalizer of tokenizer.json makes it.
  private static func spaced(_ text: some StringProtocol) -> String {
    var result = String.UnicodeScalarView()
    result.append("\u{2581}")
    for scalar in text.unicodeScalars { result.append(scalar == " " ? "\u{2581}" : scalar) }
    return String(result)
  }

  private func whole(_ text: String) throws(Diagnostic) -> [Int32] {
    if let words { return try words.encode(text) }
    return try model.encode(text)
  }

  /// How texts are framed and spaced, for people.
  public var manner: String {
    "\(addsBOS ? "BOS \(bosID ?? -1)" : "no BOS"), \(addsEOS ? "EOS \(eosID ?? -1) behind" : "EOS \(eosID ?? -1)"), "
      + "a space in front of \(spacing.words)"
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
      text += (isFirst && spacing != .never ? model : inner ?? model).decode(Array(part))
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
