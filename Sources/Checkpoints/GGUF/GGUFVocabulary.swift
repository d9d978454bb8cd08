import Files
import Tokenization

/// The tokenizer of a model folder as the keys of a GGUF file: the other way round than `GGUFTokenizer`.
struct GGUFVocabulary {
  let metadata: [(key: String, value: GGUFValue)]

  init(_ checkpoint: Checkpoint) throws(Diagnostic) {
    let folder = checkpoint.directory, tokenizer = try ModelTokenizer.open(directory: folder)
    let size = checkpoint.configuration.vocabularySize
    var entries: [(key: String, value: GGUFValue)]
    if let fast = tokenizer as? FastTokenizer {
      if let added = try Self.addedTokens(folder, fast) {
        entries = try Self.sentencePiece(folder, size: size, added: added)
      } else {
        entries = try Self.byteLevel(folder, size: size)
      }
    } else {
      let fast = folder + "/tokenizer.json"
      let added = FileSystem.exists(fast) ? try JSON(file: fast)["added_tokens"]?.array ?? [] : []
      entries = try Self.sentencePiece(folder, size: size, added: added)
    }
    for (key, id) in [
      ("bos_token_id", tokenizer.bosID), ("eos_token_id", tokenizer.eosID), ("unknown_token_id", tokenizer.unknownID),
    ] {
      if let id { entries.append(("tokenizer.ggml.\(key)", .integer(Int(id)))) }
    }
    entries.append(("tokenizer.ggml.add_bos_token", .flag(tokenizer.addsBOS)))
    entries.append(("tokenizer.ggml.add_eos_token", .flag(tokenizer.addsEOS)))
    if let template = try Self.template(folder) { entries.append(("tokenizer.chat_template", .text(template))) }
    metadata = entries
  }

  /// Whether a model with this vocabulary may have that name: llama.cpp takes Phi-3's for it, and stops where it finds no token of those.
  func allows(name: String) -> Bool {
    let name = name.lowercased()
    guard name.contains("phi3") || name.contains("phi-3") else { return true }
    let tokens = metadata.first { $0.key == "tokenizer.ggml.tokens" }?.value.texts ?? []
    return ["<unk>", "<s>", "</s>", "<|endoftext|>"].allSatisfy(tokens.contains)
  }

  /// What a tokenizer.json has beside the pieces of a SentencePiece model that stands with it and cuts texts alike; nil where there is no
  /// such model.
  private static func addedTokens(_ folder: String, _ fast: FastTokenizer) throws(Diagnostic) -> [JSON]? {
    let model = folder + "/tokenizer.model", json = try JSON(file: folder + "/tokenizer.json")
    guard FileSystem.exists(model), GGUFTokenizer.split(of: json) == nil,
      let pieces = try? SentencePieceTokenizer(model: try FileSystem.bytes(of: model), place: model)
    else { return nil }
    for text in ["Hello world", " two  spaces\n\tand a tab ", "don't 1234, é 日本 😀", "x", ""] {
      guard try pieces.encode(text) == fast.encode(text) else { return nil }
    }
    return json["added_tokens"]?.array ?? []
  }

  private static func template(_ folder: String) throws(Diagnostic) -> String? {
    let file = folder + "/chat_template.jinja", configuration = folder + "/tokenizer_config.json"
    if FileSystem.exists(file) { return String(decoding: try FileSystem.bytes(of: file), as: UTF8.self) }
    return FileSystem.exists(configuration) ? try JSON(file: configuration)["chat_template"]?.string : nil
  }

  /// The name of an id that no token has: an embedding has more rows than a tokenizer tokens.
  private static func padding(_ id: Int) -> String { "[PAD\(id)]" }

  private static func byteLevel(_ folder: String, size: Int) throws(Diagnostic) -> [(key: String, value: GGUFValue)] {
    let path = folder + "/tokenizer.json", json = try JSON(file: path), model = json["model"]
    guard model?["type"]?.string == "BPE", let split = GGUFTokenizer.split(of: json) else {
      throw Diagnostic(
        path, "cuts texts in a way that GGUF has no word for",
        expected: "the tokenizer of one of \(GGUFTokenizer.splits.map { $0.words[0] }.joined(separator: ", "))")
    }
    var tokens = (0..<size).map(padding), kinds = tokens.map { _ in GGUFTokenizer.Kind.unused.rawValue }
    func put(_ text: String, _ id: Int?, _ kind: GGUFTokenizer.Kind) throws(Diagnostic) {
      guard let id, id >= 0, id < size else {
        throw Diagnostic(
          path, "the token '\(text)' has an id beyond the model's \(size) rows", expected: "the model's own tokenizer")
      }
      tokens[id] = text
      kinds[id] = kind.rawValue
    }
    for (text, id) in model?["vocab"]?.object?.members ?? [] { try put(text, id.integer, .normal) }
    for token in json["added_tokens"]?.array ?? [] {
      try put(
        token["content"]?.string ?? "", token["id"]?.integer, token["special"]?.bool == true ? .control : .userDefined)
    }
    let merges = (model?["merges"]?.array ?? []).map { merge in
      merge.string ?? (merge.array ?? []).compactMap(\.string).joined(separator: " ")
    }
    return [
      ("tokenizer.ggml.model", .text("gpt2")), ("tokenizer.ggml.pre", .text(split.words[0])),
      ("tokenizer.ggml.tokens", .texts(tokens)), ("tokenizer.ggml.token_type", .integers(kinds)),
      ("tokenizer.ggml.merges", .texts(merges)),
    ]
  }

  /// - Parameter added: tokens beside its pieces, or in the place of some, as tokenizer.json has them.
  private static func sentencePiece(
    _ folder: String, size: Int, added: [JSON] = []
  ) throws(Diagnostic) -> [(key: String, value: GGUFValue)] {
    let path = folder + "/tokenizer.model", bytes = try FileSystem.bytes(of: path)
    let model = try SentencePieceModel(bytes, place: path)
    guard model.pieceCount <= size else {
      throw Diagnostic(
        path, "has \(model.pieceCount) pieces, and the model \(size) rows", expected: "the model's own tokenizer")
    }
    var tokens = (0..<size).map(padding), kinds = tokens.map { _ in GGUFTokenizer.Kind.unused.rawValue }
    var scores = [Float](repeating: 0, count: size)
    for id in 0..<model.pieceCount {
      tokens[id] = model.piece(of: Int32(id)) ?? padding(id)
      scores[id] = model.score(of: Int32(id))
      let kind: GGUFTokenizer.Kind =
        switch model.kind(of: Int32(id)) {
        case .normal: .normal
        case .unknown: .unknown
        case .control: .control
        case .unused: .unused
        case .byte: .byte
        }
      kinds[id] = kind.rawValue
    }
    for token in added {
      guard let id = token["id"]?.integer, tokens.indices.contains(id), let text = token["content"]?.string else {
        throw Diagnostic(
          folder + "/tokenizer.json", "has an added token beyond the model's \(size) rows",
          expected: "the model's own tokenizer")
      }
      // What is a piece of that name stays as the pieces have it.
      guard tokens[id] != text else { continue }
      let kind: GGUFTokenizer.Kind = token["special"]?.bool == true ? .control : .userDefined
      (tokens[id], scores[id], kinds[id]) = (text, -1000, kind.rawValue)
    }
    return [
      ("tokenizer.ggml.model", .text("llama")), ("tokenizer.ggml.tokens", .texts(tokens)),
      ("tokenizer.ggml.scores", .numbers(scores)), ("tokenizer.ggml.token_type", .integers(kinds)),
      ("tokenizer.ggml.add_space_prefix", .flag(SentencePieceModel.addsSpacePrefix(bytes))),
    ]
  }
}
