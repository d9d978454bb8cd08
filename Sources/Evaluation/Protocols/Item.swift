public import Files

/// One question of a benchmark, made once from its official record.
public struct Item: Sendable {
  /// Names the item within its benchmark, stable over runs: the record's own id, or its place in the official file.
  public var id: String
  /// Place in the official order, from 0 (lm-evaluation-harness's `doc_id`); within the subtask where there are any.
  public var index: Int
  /// The subtask, e.g. MMLU's subject; nil for benchmarks of one piece.
  public var subtask: String?
  /// Names what the item shares with others that are no independent evidence beside it, an article; nil where it shares nothing.
  public var context: String?
  /// What stands before the exemplars; depends on the subtask only.
  public var header: String
  /// The few-shot exemplars in prompt order, each with the separator that follows it.
  public var exemplars: [String]
  /// The question itself, as it ends the prompt.
  public var question: String
  public var solution: Solution
  /// The official record, for the sample files.
  public var record: JSON

  /// What a model's answer is scored by; of the same kind as the benchmark's way of asking.
  public enum Solution: Sendable, Hashable {
    /// The continuations that are ranked, each with its leading space, and which of them are right.
    case choices([String], right: [Int])
    /// The right answer.
    case answer(String)
    case program(Problem)
  }

  public init(
    id: String, index: Int, subtask: String? = nil, context: String? = nil, header: String = "",
    exemplars: [String] = [], question: String, solution: Solution, record: JSON
  ) {
    self.id = id
    self.index = index
    self.subtask = subtask
    self.context = context
    self.header = header
    self.exemplars = exemplars
    self.question = question
    self.solution = solution
    self.record = record
  }

  /// The continuations that are ranked; empty where none are.
  public var choices: [String] { if case .choices(let texts, _) = solution { texts } else { [] } }

  /// Which choices are right.
  public var gold: [Int] { if case .choices(_, let right) = solution { right } else { [] } }

  /// The right answer as lm-evaluation-harness's files have it: the place of the right choice (all of them where there are
  /// several), the answer's text, or the tests.
  public var target: String {
    switch solution {
    case .choices(_, let right): right.count == 1 ? "\(right[0])" : "\(right)"
    case .answer(let text): text
    case .program(let problem): problem.tests
    }
  }

  /// The exact text that the model is given, with the first `shots` exemplars (all of them by default).
  public func prompt(shots: Int? = nil) -> String {
    header + exemplars.prefix(shots ?? exemplars.count).joined() + question
  }

  /// What a model is asked about this item: one request for each choice, all with the same context.
  public func requests(
    shots: Int? = nil, boundary: LikelihoodRequest.Boundary = .jointEncoding
  ) -> [LikelihoodRequest] {
    let context = prompt(shots: shots)
    return choices.map { LikelihoodRequest(context: context, continuation: $0, boundary: boundary) }
  }
}
