import Evaluation
import Files

/// A prompt's tokens as a server told them, with what it says of each.
struct PromptScores {
  struct Token: Equatable {
    var text: String
    /// In nats; nil for the first one, before which there is nothing.
    var logProbability: Double?
    /// Whether none is more likely there.
    var isMostLikely: Bool
  }

  private(set) var tokens: [Token]
  /// Whether a token that is no text of the prompt stands in front.
  let hasBOS: Bool
  /// Whether the tokens' texts are the prompt's.
  let isWhole: Bool
  /// Tokens that the server cut from the left, as it says.
  let truncated: Int

  /// What is wrong with an answer: `does not return the prompt`.
  struct Problem: Error { var words: String }

  init(_ answer: JSON, of prompt: String, by scoring: PromptScoring) throws(Problem) {
    guard let choice = answer["choices"]?.array?.first else { throw Problem(words: "answers without choices") }
    switch scoring {
    case .echo, .echoAndOne:
      var found = try Self.echoed(choice, prompt)
      let counted = answer["usage"]?["prompt_tokens"]?.integer
      if scoring == .echoAndOne {
        let known = counted.flatMap { (1...found.count).contains($0) ? $0 : nil }
        found = Array(found.prefix(known ?? found.count - 1))
      } else if let counted, counted != found.count {
        throw Problem(words: "counts \(counted) tokens of the prompt and returns \(found.count)")
      }
      tokens = found
    case .promptLogprobs: tokens = try Self.vLLM(choice, answer, prompt)
    }
    truncated = answer["usage"]?["truncated_tokens"]?.integer.flatMap { (0...1 << 32).contains($0) ? $0 : nil } ?? 0
    let rest = tokens.dropFirst().map(\.text).joined()
    hasBOS = tokens.count > 1 && rest.utf8.elementsEqual(prompt.utf8)
    isWhole = hasBOS || ((tokens.first?.text ?? "") + rest).utf8.elementsEqual(prompt.utf8)
  }

  private static func echoed(_ choice: JSON, _ prompt: String) throws(Problem) -> [Token] {
    guard let text = choice["text"]?.string else { throw Problem(words: "answers without a text") }
    guard let told = choice["logprobs"], let texts = told["tokens"]?.array, let logs = told["token_logprobs"]?.array
    else {
      throw Problem(
        words: text.hasPrefix(prompt) ? "returns no log-probabilities" : "ignores 'echo': it does not return the prompt"
      )
    }
    // A text may begin with the name of the token in front.
    guard text.hasPrefix(prompt) || text.contains(prompt) || prompt.unicodeScalars.contains(where: { $0.value > 127 })
    else { throw Problem(words: "ignores 'echo': it does not return the prompt") }
    guard !texts.isEmpty, texts.count == logs.count else {
      throw Problem(words: "tells \(texts.count) tokens and \(logs.count) log-probabilities")
    }
    let tops = told["top_logprobs"]?.array
    guard tops == nil || tops?.count == texts.count else {
      throw Problem(words: "tells \(texts.count) tokens and \(tops?.count ?? 0) of the most likely ones")
    }
    var tokens: [Token] = []
    for (index, text) in texts.enumerated() {
      guard let text = text.string else { throw Problem(words: "tells tokens that are no texts") }
      let log = try number(logs[index], isFirst: index == 0)
      let top = tops?[index].object?.members.compactMap(\.value.number).max()
      tokens.append(
        Token(text: text, logProbability: log, isMostLikely: log.flatMap { log in top.map { log >= $0 } } ?? false))
    }
    return tokens
  }

  private static func vLLM(_ choice: JSON, _ answer: JSON, _ prompt: String) throws(Problem) -> [Token] {
    guard let told = (choice["prompt_logprobs"] ?? answer["prompt_logprobs"])?.array, !told.isEmpty else {
      throw Problem(words: "returns no 'prompt_logprobs'")
    }
    var tokens: [Token] = []
    for (index, entry) in told.enumerated() {
      guard let token = entry.object?.members.first?.value else {
        guard index == 0 else { throw Problem(words: "leaves tokens of the prompt out") }
        tokens.append(Token(text: "", logProbability: nil, isMostLikely: false))
        continue
      }
      guard let text = token["decoded_token"]?.string, let log = try number(token["logprob"] ?? .null, isFirst: false)
      else { throw Problem(words: "tells tokens without a text") }
      tokens.append(Token(text: text, logProbability: log, isMostLikely: token["rank"]?.integer == 1))
    }
    // The first has no entry: it is what the others leave of the prompt, or a token in front.
    let rest = tokens.dropFirst().map(\.text).joined()
    if tokens[0].text.isEmpty, prompt.utf8.count > rest.utf8.count, prompt.hasSuffix(rest),
      let first = String(prompt.utf8.dropLast(rest.utf8.count))
    {
      tokens[0].text = first
    }
    return tokens
  }

  private static func number(_ json: JSON, isFirst: Bool) throws(Problem) -> Double? {
    if json.isNull, isFirst { return nil }
    guard let number = json.number, number <= 1e-3, number > -1e6 else {
      throw Problem(words: "tells a log-probability that is \(json.text().prefix(20))")
    }
    return number
  }

  /// Where a text that the prompt ends with begins, in tokens; nil where a token stands on both sides, or its place cannot be told from
  /// the texts: of parts of a character.
  func start(of end: String) -> Int? {
    var rest = end.utf8.count, index = tokens.count
    while rest > 0, index > 0 {
      index -= 1
      guard !tokens[index].text.unicodeScalars.contains("\u{FFFD}") else { return nil }
      rest -= tokens[index].text.utf8.count
    }
    guard rest == 0, index > 0, index < tokens.count else { return nil }
    guard tokens[index...].map(\.text).joined().utf8.elementsEqual(end.utf8) else { return nil }
    return index == 1 || !tokens[index - 1].text.isEmpty ? index : nil
  }

  /// nil where a token has no log-probability.
  func likelihood(from start: Int) -> Likelihood? {
    guard start > 0, start < tokens.count else { return nil }
    var sum = 0.0, isGreedy = true
    for token in tokens[start...] {
      guard let log = token.logProbability else { return nil }
      sum += log
      isGreedy = isGreedy && token.isMostLikely
    }
    return Likelihood(
      sum: sum, isGreedy: isGreedy, contextTokens: start + truncated, continuationTokens: tokens.count - start,
      truncatedTokens: truncated)
  }
}
