import Files

/// What a model answered to one item: all that a run keeps, and all that its scores and its digest are made
/// of.
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
  /// One for each choice, in the order of the choices.
  public var answers: [Likelihood]

  public init(
    task: String, item: String, index: Int, promptDigest: String, shots: Int, answers: [Likelihood]
  ) {
    self.task = task
    self.item = item
    self.index = index
    self.promptDigest = promptDigest
    self.shots = shots
    self.answers = answers
  }

  public static func digest(ofPrompt prompt: String) -> String {
    String(SHA256.hexadecimal(of: prompt).prefix(16))
  }

  /// Log-likelihoods of the choices, in nats.
  public var logLikelihoods: [Double] { answers.map(\.sum) }

  /// Whether the model's context was too short for this prompt, so that it lost its beginning.
  public var isTruncated: Bool { answers.contains { $0.truncatedTokens > 0 } }

  /// Size of the item for speeds: its context once, and all its continuations.
  public var tokens: Int {
    (answers.map(\.contextTokens).max() ?? 0) + answers.reduce(0) { $0 + $1.continuationTokens }
  }
}
