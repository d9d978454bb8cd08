import Checkpoints
import Evaluation
import Files
import Inference
import Tokenization

/// A checkpoint that answers prompts by a digit from 1 to 6. No text is generated: one pass over the prompt gives the six logits behind it.
struct PromptScorer {
  /// Of model and tokenizer; equal digests give equal scores.
  let digest: String
  let warnings: [String]
  private let directory: String
  private let scale: DigitScale
  private var model: CausalLanguageModel

  /// What became of prompts.
  struct Outcome {
    var scores: [Double]
    /// Prompts whose beginning was cut off, because they are longer than the model's context.
    var truncated = 0
  }

  /// Prompts that are asked together.
  private static let share = 128

  init(directory: String, threads: Int) throws(Diagnostic) {
    self.directory = directory
    digest = try Self.digest(of: directory)
    let opened = try ModelLoading.open(ModelOptions(path: directory, threads: threads))
    model = opened.model
    warnings = opened.engine.warnings
    scale = try DigitScale(model.tokenizer, place: directory)
  }

  static func digest(of directory: String) throws(Diagnostic) -> String {
    let tokenizer = try ModelTokenizer.open(directory: directory).digest
    return SHA256.hexadecimal(of: "\(try Checkpoint(directory: directory, readsGGUF: true).digest()) \(tokenizer)")
  }

  /// The score of each prompt, in their order; those that are known are not asked.
  mutating func scores(
    of prompts: [String], known: PromptScores, observe: (_ done: Int) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> Outcome {
    let encoder = ContinuationEncoder(model.tokenizer, bos: model.defaultBOS)
    let keys = prompts.map { PromptScores.key(scorer: digest, prompt: $0) }
    var asked: Set<String> = []
    // A prompt that stands there twice is asked once.
    let open = prompts.indices.filter { known[keys[$0]] == nil && asked.insert(keys[$0]).inserted }
    var truncated = 0, done = 0
    for start in stride(from: 0, to: open.count, by: Self.share) {
      let share = Array(open[start..<min(open.count, start + Self.share)])
      let answers = try answers(
        to: share.map { (index) throws(Diagnostic) in try encoder.promptIDs(of: prompts[index]) })
      for (index, answer) in zip(share, answers) {
        guard answer.score.isFinite else {
          throw Diagnostic(
            directory, "answers a prompt with no number: '\(prompts[index].suffix(60))'",
            expected: "a scorer whose logits are finite")
        }
        if answer.isTruncated { truncated += 1 }
        try known.append(keys[index], answer.score)
      }
      done += share.count
      try observe(prompts.count - open.count + done)
    }
    return Outcome(scores: keys.map { known[$0] ?? .nan }, truncated: truncated)
  }

  private mutating func answers(
    to prompts: [[Int32]]
  ) throws(Diagnostic) -> [(score: Double, isTruncated: Bool)] {
    let digits = scale.ids.count
    var logits = [[Double]](repeating: Array(repeating: .nan, count: digits), count: prompts.count)
    var truncated = [Bool](repeating: false, count: prompts.count)
    let questions = prompts.flatMap { prompt in
      scale.ids.map { ContinuationEncoder.Encoding(context: prompt, continuation: [$0]) }
    }
    do {
      try model.likelihoods(of: questions) { index, answer in
        logits[index / digits][index % digits] = answer.sum
        if answer.truncatedTokens > 0 { truncated[index / digits] = true }
      }
    } catch let error as Diagnostic {
      throw error
    } catch {
      throw Diagnostic(directory, "\(error)", expected: "answers to all prompts")
    }
    return zip(logits, truncated).map { (DigitScale.expectation($0), $1) }
  }
}
