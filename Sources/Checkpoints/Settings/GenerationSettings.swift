public import Files

/// What a model folder says about generating: generation_config.json, or where there is none the same keys of config.json, as
/// transformers (5.24) reads them and obeys them where lm-evaluation-harness calls `generate`.
///
/// The harness hands over `max_length`, `do_sample: false` and stop strings; what it hands over comes first, and sampling's own keys have
/// no meaning then. `SettingsTable` has every key.
public struct GenerationSettings: Sendable, Equatable {
  /// The file.
  public var place = ""
  /// What ends a completion; the tokenizer's own EOS ends it too, since the harness makes a stop string of it.
  public var eosIDs: [Int32] = []
  /// Logits of tokens that are there already: divided by it above 0, multiplied below (arXiv:1909.05858, section 4.1). 1: none.
  public var repetitionPenalty: Float = 1
  /// No n tokens come twice; 0: no rule.
  public var noRepeat = 0
  /// Token sequences that are never completed.
  public var badWords: [[Int32]] = []
  /// The least tokens with the prompt, and without, before EOS.
  public var leastLength = 0
  public var leastNewTokens = 0
  /// In place of a protocol's budget that yields to it.
  public var maxNewTokens: Int?
  public var suppressed: [Int32] = []
  /// Of the first new token.
  public var suppressedFirst: [Int32] = []
  /// The second token of all, and the last within the budget.
  public var forcedSecond: Int32?
  public var forcedLast: [Int32] = []
  /// What it asks for and Assay does not have; an error as soon as something is to be generated.
  public var refusals: [Diagnostic] = []

  public init(eosIDs: [Int32] = []) { self.eosIDs = eosIDs }

  /// Reads a model folder.
  public init(directory: String) throws(Diagnostic) {
    let own = directory + "/generation_config.json"
    try self.init(
      ConfigurationReader(file: FileSystem.exists(own) ? own : directory + "/config.json"))
  }

  public init(json: JSONObject, place: String) throws(Diagnostic) {
    try self.init(ConfigurationReader(place: place, object: json))
  }

  private init(_ reader: ConfigurationReader) throws(Diagnostic) {
    place = reader.place
    eosIDs = try reader.tokenIDs("eos_token_id")
    repetitionPenalty = Float(try reader.optionalPositive("repetition_penalty") ?? 1)
    noRepeat = try reader.count("no_repeat_ngram_size") ?? 0
    leastLength = try reader.count("min_length") ?? 0
    leastNewTokens = try reader.count("min_new_tokens") ?? 0
    maxNewTokens = try reader.optionalSize("max_new_tokens")
    suppressed = try reader.tokenIDs("suppress_tokens")
    suppressedFirst = try reader.tokenIDs("begin_suppress_tokens")
    forcedSecond = try reader.tokenIDs("forced_bos_token_id").first
    forcedLast = try reader.tokenIDs("forced_eos_token_id")
    if let value = reader.value("bad_words_ids") {
      for element in value.array ?? [value] {
        let ids = ConfigurationReader(place: place, object: ["bad_words_ids": element])
        let word = try ids.tokenIDs("bad_words_ids")
        guard element.array != nil, !word.isEmpty else {
          throw .wrongValue(place, "bad_words_ids", value, "a list of lists of token ids was expected")
        }
        // As transformers has it, EOS itself is no bad word.
        if word.count > 1 || !eosIDs.contains(word[0]) { badWords.append(word) }
      }
    }
    refusals = SettingsTable.refusals(in: reader.object, of: .generation, place: place)
  }

  /// Whether any rule looks at the logits, which are not held otherwise.
  public var changesLogits: Bool {
    repetitionPenalty != 1 || noRepeat > 0 || !badWords.isEmpty || leastLength > 0 || leastNewTokens > 0
      || !suppressed.isEmpty || !suppressedFirst.isEmpty || forcedSecond != nil || !forcedLast.isEmpty
  }

  /// Throws for the first thing that cannot be obeyed.
  /// - Parameter tokens: how many the model has.
  public func check(tokens: Int) throws(Diagnostic) {
    if let refusal = refusals.first { throw refusal }
    let needed = [
      ("bad_words_ids", badWords.flatMap { $0 }), ("forced_eos_token_id", forcedLast),
      ("forced_bos_token_id", forcedSecond.map { [$0] } ?? []),
    ]
    for (key, ids) in needed {
      if let id = ids.first(where: { Int($0) >= tokens }) {
        throw Diagnostic(
          place, "key \"\(key)\" names token \(id), which the model does not have",
          expected: "ids below \(tokens), the number of the model's tokens")
      }
    }
    guard Set(suppressed).count(where: { Int($0) < tokens }) < tokens else {
      throw Diagnostic(
        place, "key \"suppress_tokens\" forbids all \(tokens) tokens of the model", expected: "some that may come")
    }
  }

  /// Ids that no token has, a sentence for each key that harmlessly names one.
  public func warnings(tokens: Int) -> [String] {
    let keys = [
      ("eos_token_id", eosIDs), ("suppress_tokens", suppressed), ("begin_suppress_tokens", suppressedFirst),
    ]
    return keys.compactMap { key, ids in
      guard let id = ids.first(where: { Int($0) >= tokens }) else { return nil }
      return "\(place): \"\(key)\" names token \(id), which the model, with \(tokens) tokens, does not have: no effect"
    }
  }

  /// What differs from plain greedy generation, for people; nil where nothing does.
  public var departures: String? {
    var words: [String] = []
    if eosIDs.count > 1 { words.append("eos_token_id \(eosIDs)") }
    if repetitionPenalty != 1 { words.append("repetition_penalty \(repetitionPenalty)") }
    if noRepeat > 0 { words.append("no_repeat_ngram_size \(noRepeat)") }
    if !badWords.isEmpty { words.append("bad_words_ids (\(badWords.count))") }
    if leastLength > 0 { words.append("min_length \(leastLength)") }
    if leastNewTokens > 0 { words.append("min_new_tokens \(leastNewTokens)") }
    if let maxNewTokens { words.append("max_new_tokens \(maxNewTokens)") }
    if !suppressed.isEmpty { words.append("suppress_tokens (\(suppressed.count))") }
    if !suppressedFirst.isEmpty { words.append("begin_suppress_tokens (\(suppressedFirst.count))") }
    if let forcedSecond { words.append("forced_bos_token_id \(forcedSecond)") }
    if !forcedLast.isEmpty { words.append("forced_eos_token_id \(forcedLast)") }
    return words.isEmpty ? nil : words.joined(separator: ", ")
  }
}
