import Files

/// Whether tokenizer.json describes what `tokenizer.model` does. Assay encodes with the latter; what the former has beside its spaces
/// and its framing must be what SentencePiece's BPE is, or the ids would be others than those of the reference.
struct FastTokenizerCheck {
  private let file: SentencePieceFiles.SourceFile

  init(_ file: SentencePieceFiles.SourceFile) { self.file = file }

  func check() throws(Diagnostic) {
    // Whoever reads the pieces says that they are missing.
    guard let model = file.object["model"]?.object else { return }
    try check(model, "type", ["BPE"])
    // Drawn anew at each call.
    try check(model, "dropout", [0])
    try check(model, "continuing_subword_prefix", [""])
    try check(model, "end_of_word_suffix", [""])
    try check(model, "ignore_merges", [false])
    let pieces = model["vocab"]?.object?.keys ?? []
    if pieces.contains("<0x0A>") { try check(model, "byte_fallback", [true], whenAbsent: false) }
    if model["merges"]?.array?.isEmpty ?? true,
      pieces.contains(where: { $0.unicodeScalars.count > 1 && !$0.hasPrefix("<") })
    {
      throw Diagnostic(
        file.path, "has no \"merges\", and pieces of several characters", expected: "those of tokenizer.model")
    }
    for step in Self.steps(file.object["decoder"], "decoders") {
      let type = step["type"]?.string ?? step.text()
      guard ["Replace", "ByteFallback", "Fuse", "Strip", "Metaspace"].contains(type) else {
        throw .unknownStep(file.path, "decoder", type)
      }
    }
  }

  /// Throws where it lacks a piece of the model, which would never come out of it.
  func checkPieces(of model: SentencePieceModel) throws(Diagnostic) {
    var isThere = [Bool](repeating: false, count: model.pieceCount)
    let pieces = file.object["model"]?["vocab"]?.object?.members ?? []
    for id in pieces.map(\.value.integer) + (try file.list("added_tokens")).map({ $0["id"]?.integer }) {
      if let id, isThere.indices.contains(id) { isThere[id] = true }
    }
    guard let id = isThere.firstIndex(of: false) else { return }
    throw Diagnostic(
      file.path, "lacks piece \(id) of tokenizer.model, '\(model.piece(of: Int32(id)) ?? "")'",
      expected: "the fast tokenizer of the same pieces as tokenizer.model, which is what Assay encodes with")
  }

  /// Throws where its merges are in another order than the model's scores: the reference would merge other pairs first.
  func checkMerges(of model: SentencePieceModel) throws(Diagnostic) {
    var last: (score: Float, piece: String)?
    for merge in file.object["model"]?["merges"]?.array ?? [] {
      let parts = merge.array?.compactMap(\.string) ?? (merge.string ?? "").split(separator: " ").map(String.init)
      // Pieces that users gave are never merged, whatever the list says.
      guard parts.count == 2, let id = model.id(of: parts[0] + parts[1]), model.kind(of: id) == .normal,
        case let score = model.score(of: id), score != 0
      else { continue }
      if let last, score > last.score {
        throw Diagnostic(
          file.path,
          "merges '\(last.piece)' before '\(parts[0] + parts[1])', and tokenizer.model has the higher score for the latter",
          expected: "\"merges\" in the order of those scores; without tokenizer.json, tokenizer.model alone is read")
      }
      last = (score, parts[0] + parts[1])
    }
  }

  /// Throws unless the key has one of these values.
  private func check(
    _ object: JSONObject, _ key: String, _ values: [JSON], whenAbsent: Bool = true
  ) throws(Diagnostic) {
    guard let value = object[key], !value.isNull else {
      if whenAbsent { return }
      throw Diagnostic(
        file.path, "key \"model.\(key)\" is missing", expected: "\(values[0].text()), as tokenizer.model has it")
    }
    if values.contains(where: { $0 == value || $0.number != nil && $0.number == value.number }) { return }
    throw Diagnostic(
      file.path, "key \"model.\(key)\" is \(value.text()), which tokenizer.model does not do",
      expected: "\(values[0].text()); without tokenizer.json, tokenizer.model alone is read")
  }

  /// Whether a step of Replace is about spaces only: one becomes `▁`, or several fewer.
  static func isOfSpaces(_ step: JSON) -> Bool {
    guard let pattern = step["pattern"]?["String"]?.string ?? step["pattern"]?["Regex"]?.string,
      let content = step["content"]?.string, ["", " ", "\u{2581}"].contains(content)
    else { return false }
    return pattern.contains(" ")
      && pattern.unicodeScalars.allSatisfy { " \\Az^$+|{}()?:0123456789,".unicodeScalars.contains($0) }
  }

  static func steps(_ value: JSON?, _ list: String) -> [JSON] {
    guard let value, !value.isNull else { return [] }
    return value[list]?.array ?? [value]
  }
}
