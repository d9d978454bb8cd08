public import Tensors

/// How a checkpoint is opened: what `assay score` and its sisters are told about the model and the machine.
public struct ModelOptions: Sendable {
  /// A Hugging Face model folder.
  public var path: String
  /// PEFT adapter folders, applied together and unmerged.
  public var adapters: [String]
  /// Format of the weights in memory; nil keeps that of the files.
  public var weights: WeightFormat?
  /// nil: as many as there are processors.
  public var threads: Int?
  /// Tokens of one packed step; nil: the engine's choice. Changes speed and memory, never a result.
  public var batchTokens: Int?
  /// Bytes for activations and caches beside the weights; nil: the engine's choice for this machine.
  public var memoryBudget: Int?

  public init(
    path: String, adapters: [String] = [], weights: WeightFormat? = nil, threads: Int? = nil,
    batchTokens: Int? = nil, memoryBudget: Int? = nil
  ) {
    self.path = path
    self.adapters = adapters
    self.weights = weights
    self.threads = threads
    self.batchTokens = batchTokens
    self.memoryBudget = memoryBudget
  }
}
