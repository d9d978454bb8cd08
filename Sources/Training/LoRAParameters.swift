public import Checkpoints
public import Files
import Statistics
public import Tensors
import Transformers

/// The factors of one adapter, as they are trained.
public struct LoRAParameters {
  public struct Module {
    /// Of the weight that it stands beside, as that is stored: `model.layers.0.mlp.up_proj`. Parts of one weight share A.
    public var name: String
    public var layer: Int
    public var projection: Projection
    /// (R, inputs)
    public var a: Parameter
    /// (outputs, R); of a part of a weight, its rows.
    public var b: Parameter
    public var scaling: Double
    /// Of LoRA experts: (E, inputs).
    public var router: Parameter?
  }

  /// The factors beside a weight as it is stored.
  struct Stored {
    var name: String
    var a, b: Parameter
    var scaling: Double
    /// Of LoRA experts.
    var router: Parameter?
    /// For each row of B as it is trained, the parts one behind the other, its row in the file; nil where it is its own number.
    var rows: [Int]?
    /// A once for each part, with gradients of their own, so that no sum's order depends on how a batch was cut.
    private(set) var shared: [Parameter] = []

    init(name: String, a: Parameter, b: Parameter, scaling: Double, rows: [Int]?) {
      (self.name, self.a, self.b, self.scaling, self.rows) = (name, a, b, scaling, rows)
    }

    /// For each projection that the weight holds.
    mutating func modules(
      _ layer: Int, _ projections: [Projection], _ configuration: ModelConfiguration
    ) -> [Module] {
      if projections.count > 1 { shared = projections.map { _ in Parameter(sharing: a) } }
      var first = 0
      return projections.enumerated().map { place, projection in
        let rows = first..<first + configuration.shape(of: projection)[0]
        first = rows.upperBound
        let own = projections.count == 1 ? b : Parameter(rows: rows, of: b)
        return Module(
          name: name, layer: layer, projection: projection, a: shared.isEmpty ? a : shared[place], b: own,
          scaling: scaling, router: router)
      }
    }
  }

  /// In the order of layers, then of `Projection.allCases`.
  public let modules: [Module]
  let stored: [Stored]
  public let dropout: Double
  let alpha: Double
  let isRankStabilized: Bool
  /// Experts beside each weight; nil of plain LoRA.
  let mixture: ExpertMixture?
  /// Of the experts.
  let balance: ExpertBalance?

  public var parameters: [Parameter] { stored.flatMap { [$0.a, $0.b] + ($0.router.map { [$0] } ?? []) } }

  /// Adds up the gradients of what parts of one weight share, after the last batch of a step.
  func completeGradients(on pool: ThreadPool) {
    for factors in stored {
      for part in factors.shared {
        pool.add(part.gradient.base, to: factors.a.gradient.base, count: part.gradient.count)
        part.clearGradient()
      }
    }
  }

  func clearSharedGradients() { for part in stored.flatMap(\.shared) { part.clearGradient() } }

  /// What is adapted, and how it begins.
  public struct Shape: Sendable, Equatable {
    public var projections: [Projection]
    /// Names of other families by which some were asked for: which projections these are, a model says.
    public var otherTargets: [String] = []
    public var rank: Int
    public var alpha: Double
    public var dropout: Double
    /// alpha / sqrt(rank) instead of alpha / rank (arXiv:2312.03732).
    public var isRankStabilized: Bool
    /// Learning rate of B over that of A (arXiv:2402.12354); 1 is plain LoRA.
    public var rateRatio: Double
    /// LoRA experts, in place of one pair of factors; rank and alpha are theirs then.
    public var mixture: ExpertMixture?

    public init(
      projections: [Projection] = [.gate, .up, .down], rank: Int = 16, alpha: Double = 16, dropout: Double = 0.05,
      isRankStabilized: Bool = false, rateRatio: Double = 1
    ) {
      self.projections = projections
      self.rank = rank
      self.alpha = alpha
      self.dropout = dropout
      self.isRankStabilized = isRankStabilized
      self.rateRatio = rateRatio
    }

    /// All names that were asked for, projections' own first.
    public var targets: [String] {
      get { projections.map(\.rawValue) + otherTargets }
      set {
        projections = newValue.compactMap { Projection(rawValue: $0) }
        otherTargets = newValue.filter { Projection(rawValue: $0) == nil }
      }
    }

    /// With the projections of a model in place of names.
    /// - Parameter isAsked: whether a person named the targets; of those that are usual a model may lack some.
    public func fitted(
      to configuration: ModelConfiguration, isAsked: Bool, place: String
    ) throws(Diagnostic) -> Shape {
      var result = self
      let names = isAsked ? targets : targets.filter { configuration.projections(named: $0) != nil }
      result.projections = try configuration.projections(targeted: names, place: place)
      result.otherTargets = []
      if mixture != nil, let part = result.projections.first(where: { configuration.fusion(of: $0) != nil }) {
        throw Diagnostic(
          place, "stores \(part.rawValue) in one weight with others, beside which no LoRA experts are trained",
          expected: "method: lora, or a model that stores the target modules by themselves")
      }
      return result
    }

    /// How many numbers the factors of a model have.
    public func numberCount(for configuration: ModelConfiguration) -> Double {
      Double(configuration.layerCount)
        * projections.reduce(0) { sum, projection in
          let shape = configuration.shape(of: projection)
          // Parts of one weight share A.
          let isFirst = configuration.fusion(of: projection).map { $0.parts[0] == projection } ?? true
          let experts = mixture?.experts ?? 1, router = mixture == nil ? 0 : experts * shape[1]
          return sum + Double(rank * experts) * Double(shape[0] + (isFirst ? shape[1] : 0)) + Double(router)
        }
    }

    var scaling: Double { alpha / (isRankStabilized ? Double(rank).squareRoot() : Double(rank)) }
  }

  /// Fresh factors as PEFT makes them: A uniform in ±1/√inputs (Kaiming with a = √5), B zero. The numbers are a function of
  /// the seed and the module's name.
  public init(_ shape: Shape, for configuration: ModelConfiguration, seed: UInt64) {
    dropout = shape.dropout
    alpha = shape.alpha
    isRankStabilized = shape.isRankStabilized
    mixture = shape.mixture
    let rank = shape.rank * (shape.mixture?.experts ?? 1)
    var modules: [Module] = [], stored: [Stored] = []
    for layer in 0..<configuration.layerCount {
      for projection in configuration.projections(ofLayer: layer) where shape.projections.contains(projection) {
        let fusion = configuration.fusion(of: projection)
        if let fusion, fusion.parts[0] != projection { continue }
        let size = fusion.map { configuration.shape(of: $0) } ?? configuration.shape(of: projection)
        let module = configuration.moduleName(of: projection, layer: layer)
        let name = Self.prefix + AdaptedModule.fullName(of: module)
        let key = KeyedRandom.key(seed, KeyedRandom.number(of: name))
        let bound = 1 / Double(size[1]).squareRoot()
        let a = (0..<rank * size[1]).map { Float((2 * KeyedRandom.uniform(key, $0) - 1) * bound) }
        var factors = Stored(
          name: module,
          a: Parameter(name: name + ".lora_A.weight", shape: [rank, size[1]], values: FloatBuffer(a)),
          b: Parameter(
            name: name + ".lora_B.weight", shape: [size[0], rank],
            values: FloatBuffer([Float](repeating: 0, count: size[0] * rank)), rateFactor: shape.rateRatio),
          scaling: shape.scaling, rows: fusion.flatMap { configuration.storedRows(of: $0) })
        factors.router = shape.mixture.map { Self.router(name, experts: $0.experts, inputs: size[1], seed: seed) }
        modules += factors.modules(layer, fusion?.parts ?? [projection], configuration)
        stored.append(factors)
      }
    }
    self.modules = modules
    self.stored = stored
    balance = shape.mixture.map { ExpertBalance($0, sites: modules.count) }
  }

  /// A router begins as a linear map of torch does: uniform in ±1/√inputs.
  private static func router(_ module: String, experts: Int, inputs: Int, seed: UInt64) -> Parameter {
    let name = module + ".lora_router.weight", bound = 1 / Double(inputs).squareRoot()
    let key = KeyedRandom.key(seed, KeyedRandom.number(of: name))
    let values = (0..<experts * inputs).map { Float((2 * KeyedRandom.uniform(key, $0) - 1) * bound) }
    return Parameter(name: name, shape: [experts, inputs], values: FloatBuffer(values))
  }

  /// The factors of an adapter that is there, in float32.
  public init(
    _ adapter: AdapterCheckpoint, for configuration: ModelConfiguration, dropout: Double, on pool: ThreadPool
  ) throws(Diagnostic) {
    try adapter.checkPlain(for: "the trainer")
    try adapter.check(for: configuration)
    self.dropout = dropout
    alpha = adapter.configuration.alpha
    isRankStabilized = adapter.configuration.isRankStabilized
    (mixture, balance) = (nil, nil)
    var modules: [Module] = [], stored: [Stored] = []
    // Each weight as it is stored; the factors of its first part stand for it.
    for part in adapter.factors(for: configuration) {
      let fusion = configuration.fusion(of: part.projection)
      if let fusion, fusion.parts[0] != part.projection { continue }
      let module = part.moduleName, rows = fusion.flatMap { configuration.storedRows(of: $0) }
      let b = adapter.fused.first { $0.moduleName == module }?.b ?? part.b
      let name = Self.prefix + AdaptedModule.fullName(of: module)
      func parameter(_ view: TensorView, _ factor: String) throws(Diagnostic) -> Parameter {
        let matrix = try WeightReader.matrix(view, format: .f32, pool: pool)
        return Parameter(
          name: "\(name).\(factor).weight", shape: view.shape, values: FloatBuffer(matrix.values(on: pool)))
      }
      var factors = Stored(
        name: module, a: try parameter(part.a, "lora_A"), b: try parameter(b, "lora_B").taking(rows: rows),
        scaling: part.scaling, rows: rows)
      modules += factors.modules(part.layer, fusion?.parts ?? [part.projection], configuration)
      stored.append(factors)
    }
    self.modules = modules
    self.stored = stored
  }

  /// What PEFT puts before a module's name.
  private static let prefix = "base_model.model."

  func factors(layer: Int, _ projection: Projection) -> TrainableLinear.LoRA? {
    guard let site = modules.firstIndex(where: { $0.layer == layer && $0.projection == projection }) else { return nil }
    let module = modules[site]
    var routing: ExpertRouting?
    if let router = module.router, let balance {
      routing = ExpertRouting(router: router, site: site, balance: balance)
    }
    return TrainableLinear.LoRA(
      a: module.a, b: module.b, scaling: Float(module.scaling), dropout: Float(dropout),
      key: KeyedRandom.number(of: Self.prefix + AdaptedModule.fullName(of: module.name)),
      routing: routing)
  }
}
