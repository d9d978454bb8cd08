public import Tensors
public import Transformers

/// How a checkpoint is opened: what `assay score` and its sisters are told about the model and the machine.
public struct ModelOptions: Sendable {
  /// A Hugging Face model folder.
  public var path: String
  /// PEFT adapter folders, applied together and unmerged.
  public var adapters: [String]
  /// Models that answer together instead: PEFT adapters over this model, or whole models of its shape and tokenizer.
  public var ensemble: [String]
  public var mixing: EnsembleMixing
  /// Format of the weights in memory; nil keeps that of the files.
  public var weights: WeightFormat?
  /// nil: as many as there are processors.
  public var threads: Int?
  /// Tokens of one packed step; nil: the engine's choice. Changes speed and memory, never a result.
  public var batchTokens: Int?
  /// Bytes for activations and caches beside the weights; nil: the engine's choice for this machine.
  public var memoryBudget: Int?

  public init(
    path: String, adapters: [String] = [], ensemble: [String] = [], mixing: EnsembleMixing = .logits,
    weights: WeightFormat? = nil, threads: Int? = nil, batchTokens: Int? = nil, memoryBudget: Int? = nil
  ) {
    self.path = path
    self.adapters = adapters
    self.ensemble = ensemble
    self.mixing = mixing
    self.weights = weights
    self.threads = threads
    self.batchTokens = batchTokens
    self.memoryBudget = memoryBudget
  }
}
