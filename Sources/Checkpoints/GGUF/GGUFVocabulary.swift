import Files
import Tokenization

/// The tokenizer of a model folder as the keys of a GGUF file: the other way round than `GGUFTokenizer`.
struct GGUFVocabulary {
  let metadata: [(key: String, value: GGUFValue)]

  init(_ checkpoint: Checkpoint) throws(Diagnostic) {
    let folder = checkpoint.directory, tokenizer = try ModelTokenizer.open(directory: folder)
    let size = checkpoint.configuration.vocabularySize
    var entries: [(key: String, value: GGUFValue)] =
      tokenizer is FastTokenizer
      ? try Self.byteLevel(folder, size: size) : try Self.sentencePiece(folder, size: size)
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

  private static func sentencePiece(_ folder: String, size: Int) throws(Diagnostic) -> [(key: String, value: GGUFValue)]
  {
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
    return [
      ("tokenizer.ggml.model", .text("llama")), ("tokenizer.ggml.tokens", .texts(tokens)),
      ("tokenizer.ggml.scores", .numbers(scores)), ("tokenizer.ggml.token_type", .integers(kinds)),
      ("tokenizer.ggml.add_space_prefix", .flag(SentencePieceModel.addsSpacePrefix(bytes))),
    ]
  }
}
