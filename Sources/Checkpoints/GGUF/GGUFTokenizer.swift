import Files
import Tokenization

/// The tokenizer of a GGUF file, as the files that a model folder has: tokenizer.json for byte-level BPE, tokenizer.model for
/// SentencePiece, and tokenizer_config.json.
struct GGUFTokenizer {
  /// The numbers of ggml's token types, which are SentencePiece's.
  enum Kind: Int {
    case normal = 1
    case unknown, control, userDefined, unused, byte
  }

  let metadata: GGUFMetadata
  let tokens: [String]
  let kinds: [Kind]
  let bos: Int?
  let eos: Int?
  let unknown: Int?
  /// What BERT has in front of a text and behind it.
  let first: Int?
  let last: Int?

  init(_ metadata: GGUFMetadata) throws(Diagnostic) {
    self.metadata = metadata
    guard let tokens = metadata.tokenizer("tokens")?.texts, !tokens.isEmpty else {
      throw metadata.missing("tokenizer.ggml.tokens")
    }
    let numbers = metadata.tokenizer("token_type")?.integers ?? tokens.map { _ in Kind.normal.rawValue }
    let kinds = numbers.compactMap(Kind.init(rawValue:))
    guard kinds.count == numbers.count, kinds.count == tokens.count else {
      throw Diagnostic(
        metadata.path, "key \"tokenizer.ggml.token_type\" does not give each of \(tokens.count) tokens a known type",
        expected: "as many numbers of 1 to 6")
    }
    self.tokens = tokens
    self.kinds = kinds
    var ids: [Int?] = []
    for key in ["bos_token_id", "eos_token_id", "unknown_token_id", "cls_token_id", "seperator_token_id"] {
      let id = try metadata.tokenID(key)
      if let id, id >= tokens.count {
        throw Diagnostic(
          metadata.path, "key \"tokenizer.ggml.\(key)\" is \(id)", expected: "an id below \(tokens.count)")
      }
      ids.append(id)
    }
    (bos, eos, unknown, first, last) = (ids[0], ids[1], ids[2], ids[3], ids[4])
  }

  /// Names and contents.
  func files() throws(Diagnostic) -> [(name: String, bytes: [UInt8])] {
    switch metadata.tokenizer("model")?.text {
    case "gpt2": [("tokenizer.json", Self.bytes(try byteLevel())), configuration(fast: true)]
    case "gemma4": [("tokenizer.json", Self.bytes(try characterLevel())), configuration(fast: true, addsBOS: true)]
    case "bert":
      [("tokenizer.json", Self.bytes(try wordPiece())), configuration(fast: true, addsBOS: true, addsEOS: true)]
    case "llama": [("tokenizer.model", try sentencePiece()), configuration(fast: false)]
    case "t5", "rwkv", "plamo2":
      throw Diagnostic(
        metadata.path,
        "has a tokenizer of another kind (\(metadata.tokenizer("model")?.text ?? "")), which is not read",
        expected: Self.known)
    case let model:
      throw Diagnostic(
        metadata.path, "key \"tokenizer.ggml.model\" is \(model.map { "\"\($0)\"" } ?? "missing")",
        expected: Self.known)
    }
  }

  private static let known =
    "\"gpt2\" (byte-level BPE), \"llama\" (SentencePiece's BPE), \"gemma4\" (BPE over characters) or \"bert\" (WordPiece)"

  /// As a file has it.
  static func bytes(_ json: JSON) -> [UInt8] { Array((json.text(pretty: true) + "\n").utf8) }

  func addsBOS(default standard: Bool) -> Bool { metadata.tokenizer("add_bos_token")?.flag ?? standard }

  private func configuration(fast: Bool, addsBOS: Bool? = nil, addsEOS: Bool = false) -> (name: String, bytes: [UInt8])
  {
    func text(_ id: Int?) -> JSON { id.map { .string(tokens[$0]) } ?? .null }
    let standard = fast ? addsBOS ?? GGUFTokenizer.split(metadata.tokenizer("pre")?.text)?.addsBOS ?? false : true
    var members: JSONObject = [
      "tokenizer_class": fast ? "PreTrainedTokenizerFast" : "LlamaTokenizer", "bos_token": text(bos ?? first),
      "eos_token": text(eos ?? last), "unk_token": text(unknown),
      "add_bos_token": .bool(self.addsBOS(default: standard)),
      "add_eos_token": .bool(metadata.tokenizer("add_eos_token")?.flag ?? addsEOS),
      "clean_up_tokenization_spaces": false,
    ]
    if !fast { members["legacy"] = true }
    if let template = metadata.values["tokenizer.chat_template"]?.text { members["chat_template"] = .string(template) }
    return ("tokenizer_config.json", Self.bytes(.object(members)))
  }

  private func sentencePiece() throws(Diagnostic) -> [UInt8] {
    guard let scores = metadata.tokenizer("scores")?.numbers, scores.count == tokens.count else {
      throw Diagnostic(
        metadata.path, "key \"tokenizer.ggml.scores\" does not give each of \(tokens.count) tokens a score",
        expected: "as many numbers")
    }
    let unknown = unknown ?? kinds.firstIndex(of: .unknown) ?? 0
    var proto = SentencePieceProto(
      pieces: tokens.indices.map { id in
        // Placeholders may be of that kind, and the one itself of another; SentencePiece has one.
        let kind = id == unknown ? Kind.unknown : kinds[id] == .unknown ? .control : kinds[id]
        return SentencePieceProto.Piece(
          tokens[id], score: scores[id],
          kind: SentencePieceProto.Piece.Kind(rawValue: UInt8(kind.rawValue)) ?? .normal)
      })
    proto.unknownID = unknown
    proto.bosID = bos ?? 1
    proto.eosID = eos ?? 2
    proto.addsDummyPrefix = metadata.tokenizer("add_space_prefix")?.flag ?? true
    proto.removesExtraSpaces = metadata.tokenizer("remove_extra_whitespaces")?.flag ?? false
    return proto.serialized()
  }
}
