/// What an opened model really uses: for `run.json`, where it matters to nobody but a reader who wonders
/// about speed.
public struct EngineDescription: Sendable {
  public var threads: Int
  /// The instruction set of the kernels.
  public var kernel: String
  public var batchTokens: Int
  /// Bytes.
  public var memoryBudget: Int

  public init(threads: Int = 0, kernel: String = "", batchTokens: Int = 0, memoryBudget: Int = 0) {
    self.threads = threads
    self.kernel = kernel
    self.batchTokens = batchTokens
    self.memoryBudget = memoryBudget
  }
}
