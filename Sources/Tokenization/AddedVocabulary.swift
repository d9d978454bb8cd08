import Files

/// The tokens beside the model and the roles of BOS, EOS and unknown, as the JSON files of a directory state
/// them.
struct AddedVocabulary {
  private(set) var tokens: [AddedToken] = []
  private(set) var bos: Int32?
  private(set) var eos: Int32?
  private(set) var unknown: Int32?
  private(set) var bosText: String?
  private(set) var addsBOS = true
  /// Whether each part between added tokens gets a space in front (`legacy`, absent means true).
  private(set) var isLegacy = true

  /// More ids than any vocabulary has; larger ones are mistakes and would ask for absurd memory.
  private static let idLimit = 16_777_216

  init(_ files: SentencePieceFiles, model: SentencePieceModel) throws(Diagnostic) {
    if let file = files.addedTokens { try readAddedTokens(file, model) }
    if let file = files.configuration { try readDecoder(file, model) }
    try appendSpecials(files, model)
    bosText = role("bos_token", files, default: model.bosID.flatMap { model.piece(of: $0) })
    bos = bosText.flatMap { id(of: $0, model) } ?? (bosText == nil ? nil : model.bosID)
    let eosText = role("eos_token", files, default: model.eosID.flatMap { model.piece(of: $0) })
    eos = eosText.flatMap { id(of: $0, model) } ?? (eosText == nil ? nil : model.eosID)
    let unknownText = role("unk_token", files, default: nil)
    unknown = unknownText.flatMap { id(of: $0, model) } ?? model.unknownID
    if let file = files.configuration {
      isLegacy = file.object["legacy"]?.bool ?? true
      let isBaichuan = file.object["tokenizer_class"]?.string?.hasPrefix("Baichuan") ?? false
      addsBOS = file.object["add_bos_token"]?.bool ?? !isBaichuan
    }
  }

  /// `{"content": id}`.
  private mutating func readAddedTokens(
    _ file: SentencePieceFiles.SourceFile, _ model: SentencePieceModel
  ) throws(Diagnostic) {
    for (content, value) in file.object.members {
      guard let id = value.integer, (0..<Self.idLimit).contains(id) else {
        throw .badID(file.path, content)
      }
      add(AddedToken(content: content, id: Int32(id)), model)
    }
  }

  /// `{"added_tokens_decoder": {"id": {"content": …, "lstrip": …}}}`; says more than `added_tokens.json`, so
  /// it wins.
  private mutating func readDecoder(
    _ file: SentencePieceFiles.SourceFile, _ model: SentencePieceModel
  ) throws(Diagnostic) {
    guard let member = file.object["added_tokens_decoder"], !member.isNull else { return }
    guard let decoder = member.object else { throw .badDecoder(file.path) }
    for (key, value) in decoder.members {
      guard let content = value["content"]?.string else { throw .badDecoder(file.path) }
      guard let id = Int(key), (0..<Self.idLimit).contains(id) else { throw .badID(file.path, content) }
      add(
        AddedToken(
          content: content, id: Int32(id), stripsLeft: value["lstrip"]?.bool ?? false,
          stripsRight: value["rstrip"]?.bool ?? false,
          isSingleWord: value["single_word"]?.bool ?? false, isSpecial: value["special"]?.bool ?? false),
        model)
    }
  }

  /// Special tokens that have no id anywhere get the next free ones, in transformers' order.
  private mutating func appendSpecials(
    _ files: SentencePieceFiles, _ model: SentencePieceModel
  ) throws(Diagnostic) {
    var next = max(model.pieceCount, Int(tokens.map(\.id).max() ?? -1) + 1)
    var texts = [
      "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token",
    ].compactMap { role($0, files, default: nil) }
    for file in [files.specialTokens, files.configuration] {
      texts += file?.object["additional_special_tokens"]?.array?.compactMap(Self.text) ?? []
    }
    for text in texts where !text.isEmpty && id(of: text, model) == nil {
      add(AddedToken(content: text, id: Int32(next), isSpecial: true), model)
      next += 1
    }
  }

  private mutating func add(_ token: AddedToken, _ model: SentencePieceModel) {
    if model.piece(of: token.id) == token.content { return }
    tokens.removeAll { $0.content == token.content }
    tokens.append(token)
  }

  private func id(of text: String, _ model: SentencePieceModel) -> Int32? {
    tokens.first { $0.content == text }?.id ?? model.id(of: text)
  }

  /// The text of `bos_token` and the like; null in `tokenizer_config.json` means that there is none.
  private func role(_ key: String, _ files: SentencePieceFiles, default text: String?) -> String? {
    for file in [files.configuration, files.specialTokens] {
      guard let value = file?.object[key] else { continue }
      return Self.text(value)
    }
    return text
  }

  /// A token is written as a string, or as an object with flags.
  private static func text(_ value: JSON) -> String? { value.string ?? value["content"]?.string }
}

extension Diagnostic {
  fileprivate static func badID(_ path: String, _ content: String) -> Diagnostic {
    Diagnostic(
      path, "the added token '\(content)' has no usable id",
      expected: "an id is a whole number from 0 on, below 16777216")
  }

  fileprivate static func badDecoder(_ path: String) -> Diagnostic {
    Diagnostic(
      path, "\"added_tokens_decoder\" is malformed",
      expected: "it must be an object {\"id\": {\"content\": \"text\", …}, …}")
  }
}
