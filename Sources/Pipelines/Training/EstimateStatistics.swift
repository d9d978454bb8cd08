import Checkpoints
import Corpora
public import Files
import Statistics
import Tensors
import Tokenization
public import Training
import Transformers

/// The job of `assay estimate`: what merging by data needs to know of a model, measured on a corpus.
public struct EstimateStatistics: Sendable {
  public enum Kind: Sendable, Equatable {
    /// The diagonal of the Fisher information.
    case fisher(FisherEstimator.Labels)
    /// Gram matrices of the inputs of linear maps.
    case gram
  }

  public var kind: Kind
  /// What Fisher information is made of.
  public var squares = FisherEstimator.Squares.sequences
  /// Base, corpus, template and lengths; what is said of training does not matter.
  public var configuration: TrainingConfiguration
  /// An adapter over the base; nil measures the base itself.
  public var adapter: String?
  /// Samples to measure on, drawn from the corpus; nil takes all.
  public var samples: Int?
  /// The file to write; nil writes beside the adapter.
  public var out: String?
  /// Writes over a file that is something else.
  public var force = false

  public init(
    _ kind: Kind, configuration: TrainingConfiguration, adapter: String? = nil, samples: Int? = 256, out: String? = nil
  ) {
    self.kind = kind
    self.configuration = configuration
    self.adapter = adapter
    self.samples = samples
    self.out = out
  }

  public var path: String { out ?? "\(adapter ?? "")/\(kind.fileName)" }

  /// Measures and writes the file; it is there whole, or not at all. `observe` may throw to stop.
  /// - Parameters:
  ///   - budget: bytes of memory for everything.
  ///   - note: is told what of the folders was ignored, and which records were left out, where some were.
  /// - Returns: how many samples were measured on.
  public func run(
    on bases: TrainingBases, budget: Int, note: (String) -> Void = { _ in },
    observe: (_ done: Int, _ total: Int) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> Int {
    guard out != nil || adapter != nil else {
      throw Diagnostic(
        "--out", "is missing", expected: "a file; only an adapter's own folder is written to unasked",
        status: .wrongUsage)
    }
    guard !configuration.model.isEmpty else {
      throw Diagnostic("estimate", "no model", expected: "model: the folder of the base", status: .wrongUsage)
    }
    let staged = try place()
    let checkpoint = try Checkpoint(directory: configuration.model)
    if kind == .gram { try checkpoint.configuration.checkGram(place: configuration.model) }
    let tokenizer = try ModelTokenizer.open(directory: configuration.model)
    var warnings = try ModelSettings.warnings(checkpoint, tokenizer)
    if let adapter {
      warnings += try AdapterCheckpoint(directory: adapter).warnings(for: checkpoint.configuration)
    }
    for warning in warnings { note("warning: \(warning)\n") }
    let metadata = warnings.isEmpty ? [:] : ["warnings": warnings.joined(separator: "\n")]
    let corpus = try configuration.corpus(for: tokenizer, of: checkpoint.configuration, from: bases.corpora).samples
    note(corpus.leftOut.words)
    let samples = drawn(corpus.samples)
    guard !samples.isEmpty else {
      throw Diagnostic("estimate", "the corpus holds no sample", expected: "records with something to learn")
    }
    // The model in float32, a gradient of each weight, and what is summed up.
    let needed = Int(saturating: min(3 * 4 * checkpoint.configuration.weightCount, 1e18))
    guard needed <= budget else {
      throw Diagnostic(
        "--memory", "\(ByteCount.text(needed, rounded: .up)) are needed of \(ByteCount.text(budget, rounded: .down))",
        expected: "a smaller model, or more memory")
    }
    let model = ModelParameters(
      try DecoderWeights(checkpoint, format: .f32, on: bases.pool), on: bases.pool)
    let isWanted = try add(adapter, to: model, on: bases.pool)
    try measure(samples, of: model, on: bases.pool, isWanted: isWanted, observe) { () throws(Diagnostic) in
      try MappedFile.checkUnchanged(below: [configuration.model] + (adapter.map { [$0] } ?? []))
      return (staged.path, metadata)
    }
    try staged.finish()
    return samples.count
  }

  /// Measures all samples, and then writes.
  /// - Parameter place: asked when all is measured: the file and what its header says.
  private func measure(
    _ samples: [TrainingSample], of model: ModelParameters, on pool: ThreadPool, isWanted: (String) -> Bool,
    _ observe: (_ done: Int, _ total: Int) throws(Diagnostic) -> Void,
    place: () throws(Diagnostic) -> (path: String, metadata: [String: String])
  ) throws(Diagnostic) {
    let longest = samples.reduce(0) { max($0, $1.ids.count) }
    func each(_ add: (TrainingSample) -> Void) throws(Diagnostic) {
      for (index, sample) in samples.enumerated() {
        add(sample)
        try observe(index + 1, samples.count)
      }
    }
    switch kind {
    case .fisher(let labels):
      let estimator = FisherEstimator(
        model, labels: labels, squares: squares, seed: configuration.recipe.seed, longest: longest, on: pool,
        isWanted: isWanted)
      try each(estimator.add)
      let place = try place()
      try estimator.write(to: place.path, metadata: place.metadata)
    case .gram:
      let estimator = GramEstimator(model, longest: longest, on: pool, isWanted: isWanted)
      try each(estimator.add)
      let place = try place()
      try estimator.write(to: place.path, metadata: place.metadata)
    }
  }

  /// Takes the place; only statistics that were measured before are written over unasked, known by their header.
  private func place() throws(Diagnostic) -> StagedFile {
    let models = [configuration.model] + (adapter.map { [$0] } ?? [])
    var read: [String] = []
    for folder in models where FileSystem.isDirectory(folder) {
      for name in try FileSystem.names(in: folder) where name != kind.fileName { read.append(folder + "/" + name) }
    }
    let place = try OutputPlace(
      path, .file,
      files: models + read + configuration.source.files + [configuration.assignment, configuration.tokenizer],
      force: force)
    try place.check(made: "a file of such statistics") { path in
      guard let known = try? SafetensorsFile(path).metadata, known["samples"] != nil else { return false }
      return kind == .gram ? known["labels"] == nil : known["labels"] != nil
    }
    return try StagedFile(place.path)
  }

  private func drawn(_ all: [TrainingSample]) -> [TrainingSample] {
    guard let samples, samples < all.count else { return all }
    let order = KeyedRandom.permutation(
      KeyedRandom.key(configuration.recipe.seed, KeyedRandom.number(of: "statistics")), count: all.count)
    return order.prefix(samples).sorted().map { all[$0] }
  }

  /// Adds the adapter; gives which weights matter: those that it changes, or all linear maps.
  private func add(
    _ adapter: String?, to model: ModelParameters, on pool: ThreadPool
  ) throws(Diagnostic) -> (String) -> Bool {
    guard let adapter else {
      let names = model.configuration.linearMaps
      return { names.contains($0) }
    }
    let factors = try LoRAParameters(
      AdapterCheckpoint(directory: adapter), for: model.configuration, dropout: 0, on: pool)
    model.add(factors, on: pool)
    let names = Set(factors.modules.map { $0.name + ".weight" })
    return { names.contains($0) }
  }
}
