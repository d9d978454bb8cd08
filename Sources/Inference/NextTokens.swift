import Checkpoints
import Evaluation
import Files
import Tensors
import Transformers

/// The questions of a step, which token comes next behind which row, and their answers.
struct NextTokens {
  private struct Question {
    var row: Int32
    var decoding: GenerationRequest.Decoding
    var place: Int
  }

  private var questions: [Question] = []
  private var sampler = TokenSampler()
  /// (asked rows, V), where tokens are drawn.
  private var logits: FloatBuffer?

  mutating func removeAll() { questions.removeAll(keepingCapacity: true) }

  /// Asks for token `place`, counted from 0, of a continuation. Rows ascend; several may ask behind the same one.
  mutating func ask(row: Int, _ decoding: GenerationRequest.Decoding, place: Int) {
    questions.append(Question(row: Int32(row), decoding: decoding, place: place))
  }

  /// Computes the step; one token for each question, in their order. Throws when the model computes no numbers.
  mutating func compute(
    _ ids: [Int32], _ extensions: [PathExtension], on decoder: Decoder
  ) throws(Diagnostic) -> [Int32] {
    guard questions.allSatisfy({ $0.decoding == .greedy }) else { return try draw(ids, extensions, on: decoder) }
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
      let row = UnsafeBufferPointer(start: buffer.base + index * vocabulary, count: vocabulary)
      let token: Int32? =
        switch question.decoding {
        case .greedy: TokenSampler.mostLikely(row)
        case .sampled(let sampling): sampler.token(from: row, sampling, place: question.place)
        }
      guard let token else { throw .notANumber(.nan) }
      tokens.append(token)
    }
    return tokens
  }
}
