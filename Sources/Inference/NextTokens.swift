import Checkpoints
import Evaluation
import Files
import Tensors
import Transformers

/// The questions of a step, which token comes next behind which row, and their answers.
struct NextTokens {
  private struct Question {
    var row: Int32
    var prompt: GenerationPrompt
    /// Known new tokens.
    var tokens: [Int32]
  }

  /// nil: the logits are taken as they are.
  private let rules: LogitRules?
  private var questions: [Question] = []
  private var sampler = TokenSampler()
  /// (asked rows, V), where tokens are drawn.
  private var logits: FloatBuffer?
  /// (V), a row under the rules: others may ask behind it too.
  private var changed: FloatBuffer?

  init(rules: LogitRules? = nil) { self.rules = rules }

  mutating func removeAll() { questions.removeAll(keepingCapacity: true) }

  /// Asks for the token behind `tokens` of a continuation. Rows ascend; several may ask behind the same one.
  mutating func ask(row: Int, _ prompt: GenerationPrompt, after tokens: [Int32]) {
    questions.append(Question(row: Int32(row), prompt: prompt, tokens: tokens))
  }

  /// Computes the step; one token for each question, in their order. Throws when the model computes no numbers.
  mutating func compute(
    _ ids: [Int32], _ extensions: [PathExtension], on decoder: Decoder
  ) throws(Diagnostic) -> [Int32] {
    guard rules == nil, questions.allSatisfy({ $0.prompt.decoding == .greedy }) else { return try draw(ids, extensions, on: decoder) }
    // The most likely token is found tile by tile; the logits are never held whole.
    let scores = decoder.step(ids, extensions, targets: questions.map { ThreadPool.Target(row: $0.row, id: 0) })
    var tokens: [Int32] = []
    tokens.reserveCapacity(scores.count)
    for score in scores {
      guard score.logProbability.isFinite else { throw .notANumber(score.logProbability) }
      tokens.append(score.mostLikely)
    }
    return tokens
  }

  private mutating func draw(
    _ ids: [Int32], _ extensions: [PathExtension], on decoder: Decoder
  ) throws(Diagnostic) -> [Int32] {
    var rows: [Int32] = []
    for question in questions where question.row != rows.last { rows.append(question.row) }
    let vocabulary = decoder.configuration.vocabularySize
    let buffer =
      logits.flatMap { $0.count >= rows.count * vocabulary ? $0 : nil }
      ?? FloatBuffer(count: rows.count * vocabulary)
    logits = buffer
    decoder.step(ids, extensions, logitsOf: rows, into: buffer.base)
    var tokens: [Int32] = []
    tokens.reserveCapacity(questions.count)
    var index = 0
    for question in questions {
      if question.row != rows[index] { index += 1 }
      var row = UnsafeBufferPointer(start: buffer.base + index * vocabulary, count: vocabulary)
      if let rules {
        let own = changed ?? FloatBuffer(count: vocabulary)
        changed = own
        row = rules.applied(to: row, question.prompt, question.tokens, in: own)
      }
      let token: Int32? =
        switch question.prompt.decoding {
        case .greedy: TokenSampler.mostLikely(row)
        case .sampled(let sampling): sampler.token(from: row, sampling, place: question.tokens.count)
        }
      guard let token else { throw .notANumber(.nan) }
      tokens.append(token)
    }
    return tokens
  }
}
