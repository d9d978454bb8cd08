public import Tensors

/// How the engine may use the machine. None of it changes a result by a bit.
public struct EngineOptions: Sendable {
  public var threads: Int
  public var instructionSet: ThreadPool.InstructionSet
  /// Most rows of a step; nil chooses by the memory budget.
  public var batchTokens: Int?
  /// Bytes of working memory beside the weights; nil chooses by model and machine.
  public var memory: Int?
  /// Bytes of memory that the machine has, where it is known; a default budget takes at most half of it.
  public var machineMemory: Int?
  /// Off: every request is computed alone, without a cache. The slow twin that tests and measurements compare with.
  public var sharesPrefixes: Bool

  public init(
    threads: Int, instructionSet: ThreadPool.InstructionSet = .best, batchTokens: Int? = nil, memory: Int? = nil,
    machineMemory: Int? = nil,
    sharesPrefixes: Bool = true
  ) {
    self.threads = threads
    self.instructionSet = instructionSet
    self.batchTokens = batchTokens
    self.memory = memory
    self.machineMemory = machineMemory
    self.sharesPrefixes = sharesPrefixes
  }
}
