import Checkpoints
import Evaluation
import Files
import Inference
import Pipelines
import Platform
import Tokenization
import Transformers

extension DTMWork {
  /// A model as something that answers; the base is in memory once for all that stand on it.
  func open(
    _ options: ModelOptions
  ) throws(Diagnostic) -> (model: CausalLanguageModel, engine: EngineDescription) {
    guard options.path == configuration.base else { return try ModelLoading.open(options) }
    let checkpoint = try Checkpoint(directory: configuration.base)
    let weights = try bases.weights(of: checkpoint, format: nil)
    let tokenizer = try ModelTokenizer.open(directory: configuration.base)
    let members = try ModelLoading.members(
      options, base: checkpoint, weights, tokenizer: tokenizer, on: bases.pool)
    return try ModelLoading.open(
      members, mixing: options.mixing, tokenizer: tokenizer, ModelSettings(checkpoint, tokenizer), on: bases.pool,
      EngineOptions(threads: bases.threads, machineMemory: Machine.totalMemory))
  }

  /// What the base's own tokenizer says of a beginning token.
  func defaultBOS() throws(Diagnostic) -> BOSPolicy {
    try ModelTokenizer.open(directory: configuration.base).addsBOS ? .on : .off
  }
}
