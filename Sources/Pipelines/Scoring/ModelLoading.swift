public import Checkpoints
public import Files
public import Inference
import Platform
public import Tensors
public import Tokenization
public import Transformers

/// A model folder as something that answers requests: the one place where the engine is put together.
public enum ModelLoading {
  public static func open(
    _ options: ModelOptions
  ) throws(Diagnostic) -> (model: CausalLanguageModel, engine: EngineDescription) {
    let checkpoint = try Checkpoint(directory: options.path, readsGGUF: true)
    let tokenizer = try ModelTokenizer.open(directory: options.path)
    var settings = try ModelSettings(checkpoint, tokenizer)
    for path in options.adapters + options.ensemble.filter(AdapterCheckpoint.stands(in:)) {
      settings.warnings += try AdapterCheckpoint(directory: path).warnings(for: checkpoint.configuration)
    }
    for path in options.ensemble where !AdapterCheckpoint.stands(in: path) && path != options.path {
      let member = try Checkpoint(directory: path, readsGGUF: true)
      settings.warnings += try ModelSettings.warnings(member, ModelTokenizer.open(directory: path))
    }
    let threads = options.threads ?? Machine.processors
    let pool = try ThreadPool.started(threads)
    let weights = try DecoderWeights(checkpoint, format: options.weights, on: pool)
    let members = try members(options, base: checkpoint, weights, tokenizer: tokenizer, on: pool)
    return try open(
      members, mixing: options.mixing, tokenizer: tokenizer, settings, on: pool,
      EngineOptions(
        threads: threads, batchTokens: options.batchTokens, memory: options.memoryBudget,
        machineMemory: Machine.totalMemory))
  }

  /// The same over weights that are in memory; several models may share them.
  /// - Parameter settings: what the folder says beside the weights.
  public static func open(
    _ members: [DecoderMember], mixing: EnsembleMixing = .logits, tokenizer: any Tokenizer,
    _ settings: ModelSettings, on pool: ThreadPool, _ options: EngineOptions
  ) throws(Diagnostic) -> (model: CausalLanguageModel, engine: EngineDescription) {
    var model = try CausalLanguageModel(members, mixing: mixing, tokenizer: tokenizer, on: pool, options: options)
    model.generation = settings.generation
    return (
      model,
      EngineDescription(
        threads: options.threads, kernel: "\(pool.instructionSet)", batchTokens: model.plan.rows,
        memoryBudget: model.plan.total, warnings: settings.warnings)
    )
  }

  /// The models that options name, over a base that is open: itself, with its adapters, or an ensemble.
  public static func members(
    _ options: ModelOptions, base: Checkpoint, _ weights: DecoderWeights, tokenizer: any Tokenizer,
    on pool: ThreadPool
  ) throws(Diagnostic) -> [DecoderMember] {
    options.ensemble.isEmpty
      ? [try member(weights, adapters: options.adapters, format: options.weights, on: pool)]
      : try EnsembleMembers(base: base, weights, tokenizer: tokenizer.digest, format: options.weights, on: pool)
        .open(options.ensemble)
  }

  /// A base with PEFT folders.
  static func member(
    _ weights: DecoderWeights, adapters paths: [String], format: WeightFormat?, on pool: ThreadPool
  ) throws(Diagnostic) -> DecoderMember {
    let adapters = try paths.map { (path) throws(Diagnostic) in try AdapterCheckpoint(directory: path) }
    return try DecoderMember(weights, applying: adapters, format: format, on: pool)
  }
}
