import Files

/// What is posted to `/v1/completions`: prompts, and what is wanted of them. What is not served is refused, for an option that is passed over
/// in silence gives other numbers than were asked for.
struct CompletionQuestion: Equatable {
  enum Prompt: Equatable {
    case text(String)
    case ids([Int32])
  }

  var prompts: [Prompt]
  var maxTokens: Int
  /// 0: greedy.
  var temperature: Double
  var topP: Double
  var topK: Int?
  var seed: Int
  var stops: [String]
  /// Whether the prompt is given back.
  var echoes: Bool
  /// Tokens of a prompt that are kept at most, its last ones; nil: what does not fit is refused.
  var truncation: Int?
  /// How many of the most likely tokens are told beside each token, 0 or 1; nil: no log-probabilities.
  var logProbabilities: Int?

  /// Of one question.
  private static let mostPrompts = 4096
  private static let mostStops = 64

  /// Asked for by nobody who keeps to their neutral values.
  private static let neutral: [String: [JSON]] = [
    "n": [1], "best_of": [1], "stream": [false], "presence_penalty": [0, .number(0)],
    "frequency_penalty": [0, .number(0)], "repetition_penalty": [1, .number(1)], "min_p": [0, .number(0)],
    "logit_bias": [[:]], "suffix": [""], "ignore_eos": [false], "skip_special_tokens": [true], "min_tokens": [0],
    "add_special_tokens": [true],
  ]
  private static let known: Set<String> = [
    "model", "prompt", "max_tokens", "temperature", "top_p", "top_k", "seed", "stop", "echo", "logprobs", "user",
    "truncate_prompt_tokens",
  ]

  /// - Parameter model: the name that is served.
  init(_ json: JSON, model: String) throws(ServiceRefusal) {
    guard let fields = json.object else { throw ServiceRefusal("the body is no JSON object") }
    if let twice = fields.duplicateKey { throw ServiceRefusal("'\(twice.prefix(60))' stands there twice") }
    for (key, value) in fields.members where !Self.known.contains(key) && !value.isNull {
      guard Self.neutral[key]?.contains(value) == true else {
        throw ServiceRefusal("'\(key.prefix(60))' is not served\(Self.neutral[key] == nil ? "" : " with this value")")
      }
    }
    if let name = Self.value("model", fields), name.string != model {
      throw ServiceRefusal(404, "there is no model '\(name.string?.prefix(100) ?? "?")' here; there is '\(model)'")
    }
    prompts = try Self.prompts(Self.value("prompt", fields))
    echoes = try Self.flag("echo", fields)
    maxTokens = try Self.integer("max_tokens", fields, echoes ? 0...(1 << 24) : 1...(1 << 24)) ?? 16
    temperature = try Self.number("temperature", fields, 0...100) ?? 1
    topP = try Self.number("top_p", fields, 0...1) ?? 1
    guard topP > 0 else { throw ServiceRefusal("'top_p' is 0: nothing could be drawn") }
    let most = try Self.integer("top_k", fields, -1...(1 << 24))
    topK = most.flatMap { $0 > 0 ? $0 : nil }
    seed = try Self.integer("seed", fields, .min ... .max) ?? 0
    stops = try Self.stops(Self.value("stop", fields))
    truncation = try Self.integer("truncate_prompt_tokens", fields, 1...(1 << 24))
    logProbabilities = try Self.logProbabilities(Self.value("logprobs", fields))
  }

  /// nil also where null stands there.
  private static func value(_ key: String, _ fields: JSONObject) -> JSON? {
    fields[key].flatMap { $0.isNull ? nil : $0 }
  }

  private static func prompts(_ json: JSON?) throws(ServiceRefusal) -> [Prompt] {
    if let text = json?.string { return [.text(text)] }
    guard let list = json?.array, !list.isEmpty else {
      throw ServiceRefusal("'prompt' is no text, no list of texts, and no list of token ids")
    }
    if list[0].integer != nil { return [.ids(try ids(list))] }
    guard list.count <= mostPrompts else {
      throw ServiceRefusal("'prompt' holds \(list.count) prompts; at most \(mostPrompts) are taken")
    }
    return try list.map { (entry) throws(ServiceRefusal) in
      if let text = entry.string { return .text(text) }
      guard let list = entry.array else { throw ServiceRefusal("'prompt' holds what is no text and no token ids") }
      return .ids(try ids(list))
    }
  }

  private static func ids(_ list: [JSON]) throws(ServiceRefusal) -> [Int32] {
    guard !list.isEmpty else { throw ServiceRefusal("a prompt has no tokens") }
    return try list.map { (id) throws(ServiceRefusal) in
      guard let id = id.integer.flatMap({ Int32(exactly: $0) }), id >= 0 else {
        throw ServiceRefusal("a prompt holds what is no token id")
      }
      return id
    }
  }

  private static func flag(_ key: String, _ fields: JSONObject) throws(ServiceRefusal) -> Bool {
    guard let value = value(key, fields) else { return false }
    guard let flag = value.bool else { throw ServiceRefusal("'\(key)' is neither true nor false") }
    return flag
  }

  private static func integer(
    _ key: String, _ fields: JSONObject, _ range: ClosedRange<Int>
  ) throws(ServiceRefusal) -> Int? {
    guard let value = value(key, fields) else { return nil }
    guard let number = value.integer, range.contains(number) else {
      throw ServiceRefusal("'\(key)' is no whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  private static func number(
    _ key: String, _ fields: JSONObject, _ range: ClosedRange<Double>
  ) throws(ServiceRefusal) -> Double? {
    guard let value = value(key, fields) else { return nil }
    guard let number = value.number, range.contains(number) else {
      throw ServiceRefusal("'\(key)' is no number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  private static func stops(_ json: JSON?) throws(ServiceRefusal) -> [String] {
    guard let json else { return [] }
    if let text = json.string { return [text] }
    guard let list = json.array, list.count <= mostStops, list.allSatisfy({ $0.string != nil }) else {
      throw ServiceRefusal("'stop' is no text and no list of at most \(mostStops) texts")
    }
    return list.compactMap(\.string)
  }

  private static func logProbabilities(_ json: JSON?) throws(ServiceRefusal) -> Int? {
    guard let json, json != false else { return nil }
    if json == true { return 0 }
    guard let count = json.integer, count == 0 || count == 1 else {
      throw ServiceRefusal("'logprobs' is neither 0 nor 1: of more than the most likely token nothing is told")
    }
    return count
  }
}
