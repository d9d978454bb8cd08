import Files

/// Mistral's `tekken.json`: pieces by rank behind the special tokens, with the expression that cuts texts.
struct TekkenFile {
  let layout: ByteLevelLayout

  static func stands(in object: JSONObject) -> Bool {
    object["config"]?["pattern"] != nil && object["vocab"]?.array != nil
  }

  /// Special tokens of the files that do not name theirs; the others are `<SPECIAL_n>`.
  private static let first = [
    "<unk>", "<s>", "</s>", "[INST]", "[/INST]", "[AVAILABLE_TOOLS]", "[/AVAILABLE_TOOLS]", "[TOOL_RESULTS]",
    "[/TOOL_RESULTS]", "[TOOL_CALLS]", "<pad>", "[PREFIX]", "[MIDDLE]", "[SUFFIX]",
  ]

  init(_ object: JSONObject, place: String) throws(Diagnostic) {
    guard let config = object["config"], let pattern = config["pattern"]?.string,
      let vocabulary = object["vocab"]?.array,
      let size = config["default_vocab_size"]?.integer,
      let specialCount = config["default_num_special_tokens"]?.integer,
      (0..<PieceTable.idLimit).contains(size), (0...size).contains(specialCount), specialCount <= 1 << 16
    else {
      throw Diagnostic(
        place, "is no tekken.json",
        expected:
          "\"config\" with \"pattern\", \"default_vocab_size\" and \"default_num_special_tokens\", and \"vocab\"")
    }
    var ranked = RankedPieces(offset: specialCount, place: place)
    for value in vocabulary {
      guard let rank = value["rank"]?.integer, let text = value["token_bytes"]?.string,
        let bytes = Base64Text.bytes(Array(text.utf8))
      else {
        throw Diagnostic(
          place, "\"vocab\" holds \(value.text().prefix(60))", expected: "{\"rank\": …, \"token_bytes\": \"base 64\"}")
      }
      // The file holds more pieces than the model has.
      if rank < size - specialCount { try ranked.add(bytes, rank: rank) }
    }
    let specials = try Self.specials(object["special_tokens"], specialCount, place)
    layout = try ranked.layout(pattern, specials: specials, front: specials.firstIndex { $0.content == "<s>" })
  }

  private static func specials(
    _ value: JSON?, _ count: Int, _ place: String
  ) throws(Diagnostic) -> [(content: String, id: Int)] {
    var names = (0..<count).map { $0 < first.count ? first[$0] : "<SPECIAL_\($0)>" }
    for token in value?.array ?? [] {
      guard let rank = token["rank"]?.integer, names.indices.contains(rank), let text = token["token_str"]?.string,
        !text.isEmpty
      else {
        throw Diagnostic(
          place, "\"special_tokens\" holds \(token.text().prefix(60))",
          expected: "{\"rank\": …, \"token_str\": \"text\"}, ranks below \(count)")
      }
      names[rank] = text
    }
    return names.enumerated().map { (content: $1, id: $0) }
  }
}
