import Files

/// What a folder's files say about spaces, and about the tokens around a text, as transformers (5.24) makes a fast tokenizer of them:
/// that is what lm-evaluation-harness uses.
///
/// Where the class is Llama's own, the keys of tokenizer_config.json decide (`LlamaTokenizer.__init__`). Otherwise tokenizer.json
/// decides where there is one, and `legacy` where there is none (`SpmConverter.build_tokenizer_from_spm_proto`).
///
/// Deviation: with `"legacy": true` a Llama class is read as SentencePiece itself and transformers 4 read it: a text that begins with a
/// space gets another one. And where neither `add_bos_token` nor tokenizer.json says anything there is a BOS, as in transformers 4.
struct TokenizerStyle {
  /// Which parts of a text, between added tokens, get a space in front.
  enum Spacing: Equatable {
    /// All, as SentencePiece has it.
    case every
    /// All that do not begin with one.
    case everyWithout
    /// What the text itself begins with, unless that is a space.
    case first
    case never

    /// For people.
    var words: String {
      switch self {
      case .every: "every part"
      case .everyWithout: "every part without one"
      case .first: "the first part"
      case .never: "none"
      }
    }
  }

  var spacing = Spacing.every
  /// Whether added tokens that are `normalized` are looked for behind the space that was put in front.
  var normalizesTokens = false
  /// Whether spaces stay that the model's own normalizer would drop.
  var keepsSpaces = false
  var addsBOS = true
  var addsEOS = false
  /// Whether tokenizer.json, where that decides, puts `▁` in the place of spaces.
  var marksSpaces = true
  /// The ids that a post_processor puts in front of a text and behind it; nil where none says.
  var framing: (front: [Int32], back: [Int32])?
  /// What has no effect, though it looks as if it had one.
  var warnings: [String] = []

  init(_ files: SentencePieceFiles) throws(Diagnostic) {
    let configuration = files.configuration
    let name = try configuration?.text("tokenizer_class") ?? "", isLegacy = try configuration?.flag("legacy")
    let addsSpace = try configuration?.flag("add_prefix_space")
    addsBOS = try configuration?.flag("add_bos_token") ?? !name.hasPrefix("Baichuan")
    addsEOS = try configuration?.flag("add_eos_token") ?? false
    // Other architectures than Llama are read by the tokenizer's files alone, whatever the class is called.
    let isLlama = Self.llamaClasses.contains(name) && (files.modelType ?? "llama") == "llama"
    if isLlama {
      keepsSpaces = isLegacy != true
      spacing =
        addsSpace == false ? .never : isLegacy == true ? .every : .first
      if spacing == .never { keepsSpaces = true }
    } else if let file = files.tokenizer {
      try FastTokenizerCheck(file).check()
      try read(file)
    } else {
      spacing = isLegacy == false ? .first : .every
    }
    if !isLlama, let file = configuration, addsSpace == (spacing == .never) {
      warnings.append("\(file.path): \"add_prefix_space\" has no effect: only Llama's own tokenizer class reads it")
    }
    if let file = configuration, !name.isEmpty, !Self.knownClasses.contains(name) {
      warnings.append(
        "\(file.path): unknown \"tokenizer_class\" \(name): the tokenizer is read as SentencePiece's, by the other files"
      )
    }
    try readProcessor(files)
    if let file = configuration, try file.flag("split_special_tokens") == true {
      throw Diagnostic(
        file.path, "key \"split_special_tokens\" is true, which is not supported",
        expected: "special tokens that are found in texts; without the key, or with false")
    }
  }

  private static let llamaClasses: Set<String> = [
    "LlamaTokenizer", "LlamaTokenizerFast", "CodeLlamaTokenizer", "CodeLlamaTokenizerFast",
  ]

  private static let knownClasses: Set<String> = llamaClasses.union([
    "PreTrainedTokenizerFast", "PreTrainedTokenizer", "TokenizersBackend", "BaichuanTokenizer", "SentencePieceBackend",
  ])

  /// `normalizer` and `pre_tokenizer` of tokenizer.json.
  private mutating func read(_ file: SentencePieceFiles.SourceFile) throws(Diagnostic) {
    spacing = .never
    marksSpaces = false
    for step in FastTokenizerCheck.steps(file.object["normalizer"], "normalizers") {
      switch step["type"]?.string {
      case "Prepend" where step["prepend"] == "\u{2581}": (spacing, normalizesTokens) = (.every, true)
      // A space becomes ▁; what drops spaces stands in tokenizer.model, too.
      case "Replace" where FastTokenizerCheck.isOfSpaces(step):
        if step["content"] == "\u{2581}" { marksSpaces = true }
      case let type?: throw .unknownStep(file.path, "normalizer", type)
      case nil: throw .unknownStep(file.path, "normalizer", step.text())
      }
    }
    for step in FastTokenizerCheck.steps(file.object["pre_tokenizer"], "pretokenizers") {
      guard step["type"] == "Metaspace" else {
        throw .unknownStep(file.path, "pre_tokenizer", step["type"]?.string ?? step.text())
      }
      if let sign = step["replacement"] ?? step["str_rep"], sign != "\u{2581}" {
        throw .unknownStep(file.path, "pre_tokenizer", "Metaspace, replacement \(sign.string ?? sign.text())")
      }
      marksSpaces = true
      switch step["prepend_scheme"] ?? (step["add_prefix_space"] == false ? "never" : "always") {
      case "first": spacing = .first
      case "never": spacing = .never
      case "always": spacing = .everyWithout
      case let scheme:
        throw .unknownStep(file.path, "pre_tokenizer", "Metaspace, prepend_scheme \(scheme.string ?? scheme.text())")
      }
    }
  }

  /// `post_processor` of tokenizer.json comes before the keys of tokenizer_config.json.
  private mutating func readProcessor(_ files: SentencePieceFiles) throws(Diagnostic) {
    guard let file = files.tokenizer, let processor = file.object["post_processor"], !processor.isNull else { return }
    let wanted = (addsBOS, addsEOS)
    var front: [Int32] = [], back: [Int32] = []
    for step in FastTokenizerCheck.steps(processor, "processors") {
      // ByteLevel moves offsets of tokens, and no token.
      if step["type"] == "ByteLevel" { continue }
      guard step["type"] == "TemplateProcessing", let parts = step["single"]?.array else {
        throw .unknownStep(file.path, "post_processor", step["type"]?.string ?? step.text())
      }
      guard parts.count(where: { $0["Sequence"] != nil }) == 1,
        let place = parts.firstIndex(where: { $0["Sequence"] != nil })
      else { throw .unknownStep(file.path, "post_processor", "TemplateProcessing that is not about one text") }
      front = try Self.ids(parts[..<place], step, file) + front
      back += try Self.ids(parts[(place + 1)...], step, file)
    }
    (addsBOS, addsEOS, framing) = (!front.isEmpty, !back.isEmpty, (front, back))
    guard let configuration = files.configuration else { return }
    for (key, found, asked) in [("add_bos_token", addsBOS, wanted.0), ("add_eos_token", addsEOS, wanted.1)]
    where configuration.object[key]?.bool != nil && found != asked {
      warnings.append(
        "\(configuration.path): \"\(key)\" is \(asked) and has no effect: the post_processor of tokenizer.json decides")
    }
  }
}

extension TokenizerStyle {
  /// The ids of a template's special tokens.
  private static func ids(
    _ parts: ArraySlice<JSON>, _ step: JSON, _ file: SentencePieceFiles.SourceFile
  ) throws(Diagnostic) -> [Int32] {
    var ids: [Int32] = []
    for part in parts {
      guard let name = part["SpecialToken"]?["id"]?.string,
        let own = step["special_tokens"]?[name]?["ids"]?.array?.map({ $0.integer.flatMap { Int32(exactly: $0) } })
      else { throw .unknownStep(file.path, "post_processor", "TemplateProcessing with \(part.text())") }
      ids += own.map { $0 ?? -1 }
    }
    return ids
  }

  /// Throws where tokenizer.json, if there is one, and the pieces do not go together.
  func check(_ file: SentencePieceFiles.SourceFile?, _ model: SentencePieceModel) throws(Diagnostic) {
    guard let file else { return }
    guard marksSpaces else {
      throw Diagnostic(
        file.path, "leaves spaces as they are, and the pieces have \u{2581} for them",
        expected: "a normalizer with Replace, or a pre_tokenizer with Metaspace")
    }
    let check = FastTokenizerCheck(file)
    try check.checkPieces(of: model)
    try check.checkMerges(of: model)
  }

  /// Throws where tokenizer.json frames a text by other tokens than BOS and EOS.
  func checkFraming(bos: Int32?, eos: Int32?, place: String) throws(Diagnostic) {
    guard let framing else { return }
    for (ids, role, id, key) in [(framing.front, "BOS", bos, "in front of"), (framing.back, "EOS", eos, "behind")] {
      guard !ids.isEmpty, ids != [id].compactMap({ $0 }) else { continue }
      throw Diagnostic(
        place,
        "\"post_processor\" puts the tokens \(ids) \(key) a text, and \(role) is \(id.map { "\($0)" } ?? "none")",
        expected: "\(role) alone, or nothing; tokenizer_config.json and special_tokens_map.json say which token that is"
      )
    }
  }
}

extension Diagnostic {
  static func unknownStep(_ path: String, _ key: String, _ type: String) -> Diagnostic {
    Diagnostic(
      path, "\"\(key)\" has a step '\(type)', which is not supported",
      expected: "Prepend and Replace, Metaspace, and TemplateProcessing, as SentencePiece's tokenizers have; "
        + "without tokenizer.json, tokenizer.model alone is read")
  }
}
