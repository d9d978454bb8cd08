import Evaluation
import Files

/// Texts in which one token stands on both sides of the border between context and continuation.
extension ServerModel {
  /// As lm-evaluation-harness has it, and the engine: the context is encoded alone, and what stands behind its *number* of tokens is the
  /// continuation.
  func ask(
    _ straddled: [(index: Int, scores: PromptScores)], _ requests: [LikelihoodRequest], by scoring: PromptScoring,
    _ completed: (Int, Likelihood) throws -> Void
  ) throws {
    guard !straddled.isEmpty else { return }
    var contexts: [String] = [], waiting: [String: [(index: Int, scores: PromptScores)]] = [:]
    for entry in straddled {
      let context = requests[entry.index].joint.context
      if waiting[context] == nil { contexts.append(context) }
      waiting[context, default: []].append(entry)
    }
    let asked = contexts
    try connection.post(
      ServerOptions.API.completions.path, count: asked.count,
      body: { (index) throws(Diagnostic) in
        scoring.body(
          asked[index], model: self.connection.options.model,
          truncation: self.truncates ? self.contextLength + 1 : nil)
      },
      answer: { index, answer in
        let alone: PromptScores
        do throws(PromptScores.Problem) {
          alone = try PromptScores(answer, of: asked[index], by: scoring)
        } catch { return .broken(error.words) }
        for entry in waiting[asked[index]] ?? [] {
          let start = alone.tokens.count + alone.truncated - entry.scores.truncated
          try Self.tell(entry.scores.likelihood(from: start), entry.index, completed)
        }
        return .taken
      })
  }

  /// Throws where a continuation has no token of its own, or one without a log-probability.
  static func tell(
    _ likelihood: Likelihood?, _ index: Int, _ completed: (Int, Likelihood) throws -> Void
  ) throws {
    guard let likelihood else {
      throw Diagnostic(
        "continuation",
        "has no token of its own behind its context, or one of which the server tells no log-probability",
        expected: "every choice adds a token; behind an empty context the server puts a token in front")
    }
    try completed(index, likelihood)
  }
}
