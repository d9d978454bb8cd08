import Checkpoints
public import Files
public import Inference
import Tensors
import Tokenization
import Transformers

/// A model folder as something that answers requests.
public enum ModelLoading {
  /// The one place where tokenizer, weights, adapters and engine are put together.
  public static func open(
    _ options: ModelOptions
  ) throws(Diagnostic) -> (model: CausalLanguageModel, engine: EngineDescription) {
    let checkpoint = try Checkpoint(directory: options.path)
    let tokenizer = try SentencePieceTokenizer(directory: options.path)
    let engine = EngineOptions(
      threads: options.threads ?? Machine.processors, batchTokens: options.batchTokens, memory: options.memoryBudget)
    let pool = ThreadPool(threads: engine.threads, instructionSet: engine.instructionSet)
    let weights = try DecoderWeights(checkpoint, format: options.weights, on: pool)
    var adapters: [DecoderAdapter] = []
    for path in options.adapters {
      adapters.append(try DecoderAdapter(try AdapterCheckpoint(directory: path), for: weights.configuration, on: pool))
    }
    let model = try CausalLanguageModel(
      weights: weights, adapters: adapters, tokenizer: tokenizer, on: pool, options: engine)
    return (
      model,
      EngineDescription(
        threads: engine.threads, kernel: "\(pool.instructionSet)", batchTokens: model.plan.rows,
        memoryBudget: model.plan.total)
    )
  }
}
