import Checkpoints
public import Files
public import Inference
import Tensors
import Tokenization
import Transformers

/// A model folder as something that answers requests: the one place where the engine is put together.
public enum ModelLoading {
  public static func open(
    _ options: ModelOptions
  ) throws(Diagnostic) -> (model: CausalLanguageModel, engine: EngineDescription) {
    let checkpoint = try Checkpoint(directory: options.path)
    let tokenizer = try SentencePieceTokenizer(directory: options.path)
    let threads = options.threads ?? Machine.processors
    guard let pool = ThreadPool(starting: threads) else {
      throw Diagnostic("--threads", "the system gives no \(threads) threads", expected: "a smaller number, or none")
    }
    return try open(
      try DecoderWeights(checkpoint, format: options.weights, on: pool), adapters: options.adapters,
      tokenizer: tokenizer, on: pool,
      EngineOptions(
        threads: threads, batchTokens: options.batchTokens, memory: options.memoryBudget,
        machineMemory: Machine.totalMemory))
  }

  /// The same over weights that are in memory; several models may share them.
  /// - Parameter adapters: PEFT folders.
  static func open(
    _ weights: DecoderWeights, adapters: [String], tokenizer: SentencePieceTokenizer, on pool: ThreadPool,
    _ options: EngineOptions
  ) throws(Diagnostic) -> (model: CausalLanguageModel, engine: EngineDescription) {
    let adapters = try adapters.map { (path) throws(Diagnostic) in
      try DecoderAdapter(try AdapterCheckpoint(directory: path), for: weights.configuration, on: pool)
    }
    let model = try CausalLanguageModel(
      weights: weights, adapters: adapters, tokenizer: tokenizer, on: pool, options: options)
    return (
      model,
      EngineDescription(
        threads: options.threads, kernel: "\(pool.instructionSet)", batchTokens: model.plan.rows,
        memoryBudget: model.plan.total)
    )
  }
}
