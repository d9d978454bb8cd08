import Files

/// The tokens beside the model and the roles of BOS, EOS and unknown, as the JSON files of a directory state
/// them.
struct AddedVocabulary {
  private(set) var tokens: [AddedToken] = []
  private(set) var bos: Int32?
  private(set) var eos: Int32?
  private(set) var unknown: Int32?
  private(set) var bosText: String?

  static let roles = [
    "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token",
  ]
  static let lists = ["additional_special_tokens", "extra_special_tokens"]

  /// More ids than any vocabulary has; larger ones are mistakes and would ask for absurd memory.
  private static let idLimit = 16_777_216

  init(_ files: SentencePieceFiles, model: SentencePieceModel) throws(Diagnostic) {
    if let file = files.tokenizer { try readFast(file, model) }
    if let file = files.addedTokens { try readAddedTokens(file, files, model) }
    if let file = files.configuration { try readDecoder(file, model) }
    try appendSpecials(files, model)
    bosText = try role("bos_token", files, default: model.bosID.flatMap { model.piece(of: $0) })
    bos = bosText.flatMap { id(of: $0, model) } ?? (bosText == nil ? nil : model.bosID)
    let eosText = try role("eos_token", files, default: model.eosID.flatMap { model.piece(of: $0) })
    eos = eosText.flatMap { id(of: $0, model) } ?? (eosText == nil ? nil : model.eosID)
    let unknownText = try role("unk_token", files, default: nil)
    unknown = unknownText.flatMap { id(of: $0, model) } ?? model.unknownID
  }

  /// `added_tokens` of tokenizer.json; and its pieces must be those of the model.
  private mutating func readFast(
    _ file: SentencePieceFiles.SourceFile, _ model: SentencePieceModel
  ) throws(Diagnostic) {
    guard let pieces = file.object["model"]?["vocab"]?.object else { throw .notTheSamePieces(file.path, nil) }
    for (piece, id) in pieces.members {
      guard let id = id.integer, let number = Int32(exactly: id),
        number >= model.pieceCount || model.piece(of: number)?.hasBytes(of: piece) ?? false
      else { throw .notTheSamePieces(file.path, piece) }
    }
    for token in try file.list("added_tokens") {
      guard let content = token["content"]?.string else { throw file.wrong("added_tokens") }
      guard let id = token["id"]?.integer, (0..<Self.idLimit).contains(id) else { throw .badID(file.path, content) }
      add(try Self.token(content, Int32(id), token, file), model)
    }
  }

  /// Tokens under the id of a piece that is another text, a sentence for each file that says so.
  func collisions(_ model: SentencePieceModel, place: String) -> [String] {
    let found = tokens.filter { token in model.piece(of: token.id).map { !$0.hasBytes(of: token.content) } ?? false }
    guard let first = found.first else { return [] }
    return [
      "\(place): \(found.count == 1 ? "an added token has" : "\(found.count) added tokens have") the id of another piece, "
        + "'\(first.content)' that of '\(model.piece(of: first.id) ?? "")' (\(first.id)): in texts both are that id"
    ]
  }

  /// - Parameter flags: `lstrip`, `rstrip` and so on.
  static func token(
    _ content: String, _ id: Int32, _ flags: JSON, _ file: SentencePieceFiles.SourceFile
  ) throws(Diagnostic) -> AddedToken {
    func flag(_ key: String, default fallback: Bool) throws(Diagnostic) -> Bool {
      guard let value = flags[key], !value.isNull else { return fallback }
      guard let flag = value.bool else {
        throw Diagnostic(
          file.path, "\"\(key)\" of the added token '\(content)' is \(value.text())", expected: "true or false")
      }
      return flag
    }
    let isSpecial = try flag("special", default: false)
    return AddedToken(
      content: content, id: id, stripsLeft: try flag("lstrip", default: false),
      stripsRight: try flag("rstrip", default: false), isSingleWord: try flag("single_word", default: false),
      isSpecial: isSpecial, isNormalized: try flag("normalized", default: !isSpecial))
  }

  /// `{"content": id}`; those that special_tokens_map.json names are special.
  private mutating func readAddedTokens(
    _ file: SentencePieceFiles.SourceFile, _ files: SentencePieceFiles, _ model: SentencePieceModel
  ) throws(Diagnostic) {
    // transformers puts what tokenizer_config.json says of added tokens in place of this file.
    if let decoder = files.configuration?.object["added_tokens_decoder"], !decoder.isNull { return }
    var specials: Set<ExactText> = [], roles: Set<ExactText> = []
    for file in [files.specialTokens, files.configuration] {
      for key in Self.roles + Self.lists {
        for text in try Self.texts(key, file) {
          specials.insert(ExactText(text))
          // Those that are merely "additional" are not known as special when the flag is made.
          if key != "additional_special_tokens" { roles.insert(ExactText(text)) }
        }
      }
    }
    for (content, value) in file.object.members {
      guard let id = value.integer, (0..<Self.idLimit).contains(id) else {
        throw .badID(file.path, content)
      }
      // tokenizer.json says more.
      if tokens.contains(where: { $0.content.hasBytes(of: content) && $0.id == Int32(id) }) { continue }
      add(
        AddedToken(
          content: content, id: Int32(id), isSpecial: specials.contains(ExactText(content)),
          isNormalized: !roles.contains(ExactText(content))),
        model)
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
      add(try Self.token(content, Int32(id), value, file), model)
    }
  }

  /// Special tokens that have no id anywhere get the next free ones, in transformers' order.
  private mutating func appendSpecials(
    _ files: SentencePieceFiles, _ model: SentencePieceModel
  ) throws(Diagnostic) {
    var next = max(model.pieceCount, Int(tokens.map(\.id).max() ?? -1) + 1)
    var texts: [String] = []
    for key in Self.roles { if let text = try role(key, files, default: nil) { texts.append(text) } }
    for file in [files.specialTokens, files.configuration] {
      for key in Self.lists { texts += try Self.texts(key, file) }
    }
    for text in texts where !text.isEmpty && id(of: text, model) == nil {
      add(AddedToken(content: text, id: Int32(next), isSpecial: true), model)
      next += 1
    }
  }

  private mutating func add(_ token: AddedToken, _ model: SentencePieceModel) {
    if let piece = model.piece(of: token.id), piece.hasBytes(of: token.content) { return }
    tokens.removeAll { $0.content.hasBytes(of: token.content) }
    tokens.append(token)
  }

  private func id(of text: String, _ model: SentencePieceModel) -> Int32? {
    tokens.first { $0.content.hasBytes(of: text) }?.id ?? model.id(of: text)
  }

  /// The text of `bos_token` and the like; null in `tokenizer_config.json` means that there is none. special_tokens_map.json is the
  /// older of the two, and comes first where the other does not list added tokens.
  private func role(
    _ key: String, _ files: SentencePieceFiles, default text: String?
  ) throws(Diagnostic) -> String? {
    let listed = files.configuration?.object["added_tokens_decoder"].map { !$0.isNull } ?? false
    for file in listed ? [files.configuration, files.specialTokens] : [files.specialTokens, files.configuration] {
      if file?.object[key] != nil { return try Self.texts(key, file).first }
    }
    return text
  }

  /// The tokens that a key names: one for a role, a list or a map of them for the others; none where it is not there, or null.
  static func texts(_ key: String, _ file: SentencePieceFiles.SourceFile?) throws(Diagnostic) -> [String] {
    guard let file, let value = file.object[key], !value.isNull else { return [] }
    var texts: [String] = []
    let isOne = roles.contains(key) || value["content"]?.string != nil
    let tokens = isOne ? [value] : value.array ?? value.object?.members.map(\.value) ?? [.null]
    for token in tokens {
      // A token is written as a string, or as an object with flags.
      guard let text = token.string ?? token["content"]?.string else {
        throw file.wrong(
          key, roles.contains(key) ? "a token: a text, or {\"content\": \"text\", …}" : "a list of tokens")
      }
      texts.append(text)
    }
    return texts
  }
}

extension Diagnostic {
  fileprivate static func notTheSamePieces(_ path: String, _ piece: String?) -> Diagnostic {
    Diagnostic(
      path, piece.map { "has piece '\($0)' under an id that is another's in tokenizer.model" } ?? "holds no vocabulary",
      expected: "the fast tokenizer of the same pieces as tokenizer.model, which is what Assay encodes with")
  }

  fileprivate static func badID(_ path: String, _ content: String) -> Diagnostic {
    Diagnostic(
      path, "the added token '\(content)' has no usable id",
      expected: "an id is a whole number from 0 on, below 16777216")
  }

  static func badDecoder(_ path: String) -> Diagnostic {
    Diagnostic(
      path, "\"added_tokens_decoder\" is malformed",
      expected: "it must be an object {\"id\": {\"content\": \"text\", …}, …}")
  }
}
