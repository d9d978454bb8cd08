public import CodeExecution
import Files

/// What a model answered to one item: all that a run keeps, and all that its scores and its digest are made of.
public struct ItemOutcome: Sendable, Equatable {
  /// `Benchmark.id`.
  public var task: String
  /// `Item.id`.
  public var item: String
  /// `Item.index`.
  public var index: Int
  /// The first 16 hexadecimal digits of the SHA-256 of the prompt that was asked.
  public var promptDigest: String
  /// How many exemplars the prompt had; fewer than the protocol wants where some were dropped.
  public var shots: Int
  public var answers: Answers

  public enum Answers: Sendable, Equatable {
    /// One for each choice, in the order of the choices.
    case likelihoods([Likelihood])
    /// One for each sample.
    case completions([Completion])
    /// One for each sample: what was generated, and what came of its program.
    case programs([JudgedCompletion])
  }

  public init(
    task: String, item: String, index: Int, promptDigest: String, shots: Int, answers: Answers
  ) {
    self.task = task
    self.item = item
    self.index = index
    self.promptDigest = promptDigest
    self.shots = shots
    self.answers = answers
  }

  init(of item: Item, in task: RunTask, shots: Int, _ answers: Answers) {
    self.init(
      task: task.benchmark.id, item: item.id, index: item.index,
      promptDigest: Self.digest(ofPrompt: item.prompt(shots: shots)), shots: shots, answers: answers)
  }

  public static func digest(ofPrompt prompt: String) -> String {
    String(SHA256.hexadecimal(of: prompt).prefix(16))
  }

  /// Empty where text was generated.
  public var likelihoods: [Likelihood] { if case .likelihoods(let all) = answers { all } else { [] } }

  /// Log-likelihoods of the choices, in nats.
  public var logLikelihoods: [Double] { likelihoods.map(\.sum) }

  /// What was generated; empty where nothing was.
  public var completions: [Completion] {
    switch answers {
    case .likelihoods: []
    case .completions(let completions): completions
    case .programs(let programs): programs.map(\.completion)
    }
  }

  /// What came of the programs; empty where there were none.
  public var reports: [ProgramReport] {
    if case .programs(let programs) = answers { programs.map(\.report) } else { [] }
  }

  /// Whether the model's context was too short for this prompt, so that it lost its beginning.
  public var isTruncated: Bool {
    likelihoods.contains { $0.truncatedTokens > 0 } || completions.contains { $0.truncatedTokens > 0 }
  }

  /// Size of the item for speeds: its context once, and all that was scored or generated.
  public var tokens: Int {
    let contexts = likelihoods.map(\.contextTokens) + completions.map(\.contextTokens)
    return (contexts.max() ?? 0) + likelihoods.reduce(0) { $0 + $1.continuationTokens }
      + completions.reduce(0) { $0 + $1.tokens }
  }
}

/// A completion, and what came of the program that was made of it.
public struct JudgedCompletion: Sendable, Equatable {
  public var completion: Completion
  public var report: ProgramReport

  public init(_ completion: Completion, _ report: ProgramReport) {
    self.completion = completion
    self.report = report
  }
}
