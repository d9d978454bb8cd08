import Evaluation
import Files
import Tensors

/// The answer to a request while its tokens come in, in any order; they are summed in the continuation's order.
struct PendingLikelihood {
  private let sequence: ScoredSequence
  private var scores: [ThreadPool.TokenScore?]
  private var missing: Int

  init(_ sequence: ScoredSequence) {
    self.sequence = sequence
    scores = Array(repeating: nil, count: sequence.continuation.count)
    missing = sequence.continuation.count
  }

  /// The whole answer when this was the last token. Throws when the model computed no number.
  mutating func add(_ score: ThreadPool.TokenScore, at index: Int) throws(Diagnostic) -> Likelihood? {
    guard score.logProbability.isFinite else { throw .notANumber(score.logProbability) }
    scores[index] = score
    missing -= 1
    guard missing == 0 else { return nil }
    var sum = 0.0
    var isGreedy = true
    for (index, score) in scores.enumerated() {
      guard let score else { continue }
      sum += score.logProbability
      isGreedy = isGreedy && score.mostLikely == sequence.continuation[index]
    }
    return Likelihood(
      sum: sum, isGreedy: isGreedy, contextTokens: sequence.contextTokens,
      continuationTokens: sequence.continuation.count, truncatedTokens: sequence.truncated)
  }
}

extension Diagnostic {
  static func notANumber(_ value: Double) -> Diagnostic {
    Diagnostic(
      "model", "computed a log-probability that is \(value.isNaN ? "not a number" : "infinite")",
      expected: "its activations overflow float32; the checkpoint is damaged or does not fit its configuration")
  }
}
