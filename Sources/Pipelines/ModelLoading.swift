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
    let adapters = try options.adapters.map { (path) throws(Diagnostic) in
      try DecoderAdapter(try AdapterCheckpoint(directory: path), for: checkpoint.configuration, on: pool)
    }
    let model = try CausalLanguageModel(
      weights: try DecoderWeights(checkpoint, format: options.weights, on: pool), adapters: adapters,
      tokenizer: tokenizer, on: pool,
      options: EngineOptions(
        threads: threads, batchTokens: options.batchTokens, memory: options.memoryBudget,
        machineMemory: Machine.totalMemory))
    return (
      model,
      EngineDescription(
        threads: threads, kernel: "\(pool.instructionSet)", batchTokens: model.plan.rows,
        memoryBudget: model.plan.total)
    )
  }
}
