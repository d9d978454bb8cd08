import Files

/// Whether a server's log-probabilities are those of the prompt's own tokens: a server that gets this wrong says nothing, and every task
/// that ranks choices comes out at chance.
struct ServerTest {
  let connection: ServerConnection
  let scoring: PromptScoring

  /// What a server that passed is known by.
  struct Findings: Equatable {
    /// Whether it puts a token in front of a text.
    var hasBOS: Bool
    /// Whether it cuts prompts to so many tokens as it is told, and says how many it has cut.
    var truncates: Bool
  }

  private static let beginning = "The quick brown fox jumps over the lazy"
  private static let endings = [" dog", " moon", " river"]
  /// Nats that a server's own rounding may move one number by, and a part of the number.
  private static func mayBeEqual(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 0.05 + 0.02 * max(abs(a), abs(b)) }

  /// Throws a `PromptScores.Problem` with what is wrong, a `ServerRefusal`, or what ended the job.
  func run() throws -> Findings {
    var whole: [PromptScores] = []
    for ending in Self.endings { whole.append(try scores(of: Self.beginning + ending)) }
    try checkEndings(whole)
    try checkPrefixes(whole[0])
    return Findings(hasBOS: whole[0].hasBOS, truncates: try truncates(whole[0]))
  }

  private func truncates(_ whole: PromptScores) throws -> Bool {
    let text = Self.beginning + Self.endings[0]
    let body = scoring.body(text, model: connection.options.model, truncation: 2)
    do {
      let answer = try connection.post(ServerOptions.API.completions.path, body, retries: 2)
      let scores = try PromptScores(answer, of: text, by: scoring)
      return scores.tokens.count == 2 && scores.truncated == whole.tokens.count - 2
    } catch is ServerRefusal { return false } catch is PromptScores.Problem { return false }
  }

  private func scores(of text: String) throws -> PromptScores {
    let answer = try connection.post(
      ServerOptions.API.completions.path, scoring.body(text, model: connection.options.model), retries: 2)
    let scores = try PromptScores(answer, of: text, by: scoring)
    guard scores.isWhole, scores.tokens.count > 2 else {
      throw PromptScores.Problem(words: "tells tokens that do not make up the prompt")
    }
    if scoring != .promptLogprobs { try checkOffsets(answer, scores) }
    guard scores.tokens.dropFirst().allSatisfy({ $0.logProbability != nil }) else {
      throw PromptScores.Problem(words: "leaves log-probabilities out")
    }
    return scores
  }

  /// `text_offset` covers the prompt, with the token in front counted or not.
  private func checkOffsets(_ answer: JSON, _ scores: PromptScores) throws(PromptScores.Problem) {
    guard let told = answer["choices"]?.array?.first?["logprobs"]?["text_offset"]?.array else {
      throw PromptScores.Problem(words: "tells no places of its tokens ('text_offset')")
    }
    let offsets = told.prefix(scores.tokens.count).compactMap(\.integer)
    func places(_ texts: [String]) -> [Int] {
      var places: [Int] = [], place = 0
      for text in texts {
        places.append(place)
        place += text.unicodeScalars.count
      }
      return places
    }
    let texts = scores.tokens.map(\.text)
    var allowed = [places(texts)]
    if scores.hasBOS { allowed.append([0] + places(Array(texts.dropFirst()))) }
    guard allowed.contains(offsets) else {
      throw PromptScores.Problem(words: "tells places of tokens that do not cover the prompt")
    }
  }

  /// Prompts that differ in their ends alone: what is before them is equal, and the first token that differs is not.
  private func checkEndings(_ whole: [PromptScores]) throws(PromptScores.Problem) {
    var shared = 0
    while whole.allSatisfy({ shared < $0.tokens.count }),
      whole.allSatisfy({ $0.tokens[shared].text == whole[0].tokens[shared].text })
    {
      let logs = whole.compactMap { $0.tokens[shared].logProbability }
      guard logs.allSatisfy({ Self.mayBeEqual($0, logs[0]) }) else {
        throw PromptScores.Problem(words: "gives one token other log-probabilities when what is behind it changes")
      }
      shared += 1
    }
    guard shared > 0, whole.allSatisfy({ shared < $0.tokens.count }) else {
      throw PromptScores.Problem(words: "tells the same tokens for prompts that differ")
    }
    let logs = whole.compactMap { $0.tokens[shared].logProbability }
    guard let least = logs.min(), let most = logs.max(), most - least > 0.05 else {
      throw PromptScores.Problem(
        words: "gives different tokens the same log-probability: its numbers stand at other places, or are none")
    }
  }

  /// A prompt scored whole, and each of its last beginnings alone: the last token of each has the number that it has in the whole.
  private func checkPrefixes(_ whole: PromptScores) throws {
    var compared = 0
    let first = whole.hasBOS ? 1 : 0
    for end in max(first + 2, whole.tokens.count - 3)..<whole.tokens.count {
      let text = whole.tokens[first..<end].map(\.text).joined()
      let alone = try scores(of: text)
      // A beginning may be cut into other tokens.
      guard alone.tokens.map(\.text) == whole.tokens[..<end].map(\.text) else { continue }
      for (part, all) in zip(alone.tokens, whole.tokens) {
        guard let part = part.logProbability, let all = all.logProbability else { continue }
        guard Self.mayBeEqual(part, all) else {
          throw PromptScores.Problem(
            words: "scores a text otherwise as a whole than token by token")
        }
      }
      compared += 1
    }
    guard compared > 0 else {
      throw PromptScores.Problem(words: "cuts each beginning of a text into other tokens than the whole")
    }
  }
}
