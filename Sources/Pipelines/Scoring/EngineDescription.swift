/// What an opened model really uses: for `run.json`, where it matters to nobody but a reader who wonders
/// about speed.
public struct EngineDescription: Sendable {
  public var threads: Int
  /// The instruction set of the kernels.
  public var kernel: String
  public var batchTokens: Int
  /// Bytes.
  public var memoryBudget: Int
  /// What of the model's folder was ignored, or is read in another way than it is written; a sentence each.
  public var warnings: [String]

  public init(
    threads: Int = 0, kernel: String = "", batchTokens: Int = 0, memoryBudget: Int = 0, warnings: [String] = []
  ) {
    self.threads = threads
    self.kernel = kernel
    self.batchTokens = batchTokens
    self.memoryBudget = memoryBudget
    self.warnings = warnings
  }
}
