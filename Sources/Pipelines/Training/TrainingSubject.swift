import Checkpoints
import Configuration
import Evaluation
import Files
import Inference
import Platform
import Tensors
import Tokenization
import Training
import Transformers

/// What a run trains: an adapter beside a base, all weights of a copy of it, or a fresh model.
struct TrainingSubject {
  let configuration: ModelConfiguration
  let tokenizer: any Tokenizer
  /// Bytes of frozen weights.
  let frozenBytes: Int
  /// What it was made of: base and tokenizer, by digest.
  let identity: [(name: String, digest: String)]
  let kind: Kind
  /// Files that stand beside the weights of a full model.
  let files: [(name: String, bytes: [UInt8])]
  /// What of the base's folder was ignored, or is read in another way than it is written; a sentence each.
  let warnings: [String]
  private let base: String

  enum Kind {
    case adapter(LoRAParameters, DecoderWeights)
    case model(ModelParameters)
  }

  /// - Parameter budget: bytes; what cannot fit is refused before it is made.
  static func of(
    _ job: TrainingConfiguration, bases: TrainingBases, budget: Int
  ) throws(Diagnostic) -> TrainingSubject {
    job.model.isEmpty
      ? try TrainingSubject(fresh: job, budget: budget) : try TrainingSubject(on: job, bases: bases, budget: budget)
  }

  /// Throws where the trained numbers alone, with gradients and moments, are more than the budget.
  private static func check(_ trained: Double, _ what: String, advice: String, budget: Int) throws(Diagnostic) {
    guard 16 * trained <= Double(budget) else {
      throw Diagnostic(
        "--memory",
        "\(what) of \(Int(saturating: trained)) numbers, sixteen bytes each, in \(ByteCount.text(budget, rounded: .down))",
        expected: advice)
    }
  }

  private init(on job: TrainingConfiguration, bases: TrainingBases, budget: Int) throws(Diagnostic) {
    let checkpoint = try Checkpoint(directory: job.model)
    configuration = checkpoint.configuration
    let lora =
      job.method == .full
      ? job.lora
      : try job.adapterShape.fitted(
        to: configuration, isAsked: job.written.names("lora.targets"), place: job.model)
    tokenizer = try ModelTokenizer.open(directory: job.model)
    identity = [("base", try checkpoint.digest()), ("tokenizer", tokenizer.digest)]
    base = job.model
    warnings = try ModelSettings.warnings(checkpoint, tokenizer)
    switch job.method {
    case .lora, .loramoe:
      let experts = lora.mixture.map { "\($0.experts) experts " } ?? ""
      try Self.check(
        lora.numberCount(for: configuration), "an adapter of \(experts)rank \(lora.rank)",
        advice: "a smaller \(job.method.rawValue).rank, or more memory", budget: budget)
      let weights = try bases.weights(of: checkpoint, format: try job.weightFormat())
      let adapter = LoRAParameters(lora, for: configuration, seed: job.recipe.seed)
      kind = .adapter(adapter, weights)
      frozenBytes = weights.byteCount
      // An adapter takes none of the base's along.
      files = []
    case .full:
      try Self.check(
        configuration.weightCount, "a model", advice: "method: lora, or more memory", budget: budget)
      kind = .model(ModelParameters(try DecoderWeights(checkpoint, format: .f32, on: bases.pool), on: bases.pool))
      frozenBytes = 0
      files = try CompanionFiles.contents(of: job.model)
    }
  }

  private init(fresh job: TrainingConfiguration, budget: Int) throws(Diagnostic) {
    let fresh = try FreshTokenizer(job.tokenizer)
    tokenizer = fresh.tokenizer
    configuration = try job.shape(
      vocabulary: tokenizer.vocabularySize, bos: tokenizer.bosID.map { Int($0) }, eos: tokenizer.eosID.map { Int($0) })
    identity = [
      ("base", SHA256.hexadecimal(of: configuration.json.text())), ("tokenizer", tokenizer.digest),
    ]
    try Self.check(
      configuration.weightCount, "a model", advice: "a smaller shape, or more memory", budget: budget)
    kind = .model(ModelParameters(configuration, seed: job.recipe.seed))
    frozenBytes = 0
    base = ""
    warnings = []
    files = fresh.files(of: configuration)
  }

  var parameterCount: Int { parameters.reduce(0) { $0 + $1.values.count } }

  private var parameters: [Parameter] {
    switch kind {
    case .adapter(let adapter, _): adapter.parameters
    case .model(let model): model.parameters
    }
  }

  func computer(longest: Int, recomputes: Bool, on pool: ThreadPool) -> GradientComputer {
    switch kind {
    case .adapter(let adapter, let weights):
      GradientComputer(adapter, beside: weights, longest: longest, recomputes: recomputes, on: pool)
    case .model(let model): GradientComputer(model, longest: longest, recomputes: recomputes, on: pool)
    }
  }

  /// What a method sees of it.
  func seen(by job: TrainingConfiguration, on pool: ThreadPool) -> MethodSubject {
    let trained: MethodSubject.Trained =
      switch kind {
      case .adapter(let adapter, let weights): .adapter(adapter, beside: weights)
      case .model(let model): .model(model)
      }
    return MethodSubject(job, model: configuration, tokenizer: tokenizer, trained: trained, pool: pool)
  }

  /// The folder of the result below that of the run.
  var resultName: String {
    switch kind {
    case .adapter: "adapter"
    case .model: "model"
    }
  }

  func write(to directory: String, provenance: JSON) throws(Diagnostic) {
    let text = provenance.text(pretty: true) + "\n"
    switch kind {
    case .adapter(let adapter, _):
      try adapter.write(to: directory, base: base, extra: [("provenance.json", text)])
    case .model(let model):
      try model.write(to: directory, files: files + [("provenance.json", Array(text.utf8))])
    }
  }

  /// What was written to `directory`, as something that answers requests; a frozen base is not opened again.
  func open(
    _ directory: String, on bases: TrainingBases
  ) throws(Diagnostic) -> (model: CausalLanguageModel, engine: EngineDescription) {
    let options = EngineOptions(threads: bases.threads, machineMemory: Machine.totalMemory)
    switch kind {
    case .adapter(_, let weights):
      let member = try ModelLoading.member(weights, adapters: [directory], format: nil, on: bases.pool)
      return try ModelLoading.open(
        [member], tokenizer: tokenizer, ModelSettings(Checkpoint(directory: base), tokenizer), on: bases.pool, options)
    case .model:
      let checkpoint = try Checkpoint(directory: directory)
      let weights = try DecoderWeights(checkpoint, format: nil, on: bases.pool)
      return try ModelLoading.open(
        [DecoderMember(weights)], tokenizer: tokenizer, ModelSettings(checkpoint, tokenizer), on: bases.pool, options)
    }
  }

  /// Which model that is, to the byte.
  func identify(_ directory: String, threads: Int) throws(Diagnostic) -> ModelIdentity {
    let identification =
      switch kind {
      case .adapter: try ModelIdentification(path: base, adapters: [directory], threads: threads)
      case .model: try ModelIdentification(path: directory, threads: threads)
      }
    return try identification.value()
  }
}

extension ModelConfiguration {
  /// Numbers of all weights, nearly: norms are left out.
  var weightCount: Double {
    func count(_ shape: [Int]) -> Double { shape.reduce(1.0) { $0 * Double($1) } }
    let maps: [Projection] = features.activation.hasGate ? [.gate, .up, .down] : [.up, .down]
    let attention = [Projection.q, .k, .v, .o].reduce(0.0) { $0 + count(shape(of: $1)) }
    let block = maps.reduce(0.0) { $0 + count(shape(of: $1)) }
    var blocks = Double(layerCount) * block
    if let experts = features.experts {
      let own = maps.reduce(0.0) { $0 + count(shape(of: $1, in: experts)) }
      let dense = Double(experts.denseLayers.count)
      blocks = dense * block + (Double(layerCount) - dense) * Double(experts.count) * (own + Double(hiddenSize))
    }
    let tables = Double(vocabularySize) * Double(hiddenSize) * (tieWordEmbeddings ? 1 : 2)
    let positions = features.embedsPositions ? count([contextLength, hiddenSize]) : 0
    return Double(layerCount) * attention + blocks + tables + positions
  }
}

extension TrainingConfiguration {
  func weightFormat() throws(Diagnostic) -> WeightFormat? {
    weights == "auto" ? nil : WeightFormat.plain.first { $0.rawValue == weights }
  }
}
