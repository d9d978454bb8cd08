public import Checkpoints
public import Files
import Statistics
public import Tensors
import Transformers

/// The factors of one adapter, as they are trained.
public struct LoRAParameters {
  public struct Module {
    public var layer: Int
    public var projection: Projection
    /// (R, inputs)
    public var a: Parameter
    /// (outputs, R)
    public var b: Parameter
    public var scaling: Double
  }

  /// In the order of layers, then of `Projection.allCases`.
  public let modules: [Module]
  public let dropout: Double
  let alpha: Double
  let isRankStabilized: Bool

  public var parameters: [Parameter] { modules.flatMap { [$0.a, $0.b] } }

  /// What is adapted, and how it begins.
  public struct Shape: Sendable, Equatable {
    public var projections: [Projection]
    public var rank: Int
    public var alpha: Double
    public var dropout: Double
    /// alpha / sqrt(rank) instead of alpha / rank (arXiv:2312.03732).
    public var isRankStabilized: Bool
    /// Learning rate of B over that of A (arXiv:2402.12354); 1 is plain LoRA.
    public var rateRatio: Double

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

    /// How many numbers the factors of a model have.
    public func numberCount(for configuration: ModelConfiguration) -> Double {
      Double(configuration.layerCount)
        * projections.reduce(0) { sum, projection in
          sum + Double(rank) * Double(configuration.shape(of: projection).reduce(0, +))
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
    var modules: [Module] = []
    for layer in 0..<configuration.layerCount {
      for projection in Projection.allCases where shape.projections.contains(projection) {
        let size = configuration.shape(of: projection), name = Self.name(layer, projection)
        let key = KeyedRandom.key(seed, KeyedRandom.number(of: name))
        let bound = 1 / Double(size[1]).squareRoot()
        let a = (0..<shape.rank * size[1]).map { Float((2 * KeyedRandom.uniform(key, $0) - 1) * bound) }
        modules.append(
          Module(
            layer: layer, projection: projection,
            a: Parameter(name: name + ".lora_A.weight", shape: [shape.rank, size[1]], values: FloatBuffer(a)),
            b: Parameter(
              name: name + ".lora_B.weight", shape: [size[0], shape.rank],
              values: FloatBuffer([Float](repeating: 0, count: size[0] * shape.rank)), rateFactor: shape.rateRatio),
            scaling: shape.scaling))
      }
    }
    self.modules = modules
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
    var modules: [Module] = []
    for part in adapter.factors {
      let name = Self.name(part.layer, part.projection)
      func parameter(_ view: TensorView, _ factor: String) throws(Diagnostic) -> Parameter {
        let matrix = try WeightReader.matrix(view, format: .f32, pool: pool)
        return Parameter(
          name: "\(name).\(factor).weight", shape: view.shape, values: FloatBuffer(matrix.values(on: pool)))
      }
      modules.append(
        Module(
          layer: part.layer, projection: part.projection, a: try parameter(part.a, "lora_A"),
          b: try parameter(part.b, "lora_B"), scaling: part.scaling))
    }
    self.modules = modules
  }

  /// `base_model.model.model.layers.0.mlp.up_proj`, as PEFT names it.
  private static func name(_ layer: Int, _ projection: Projection) -> String {
    "base_model.model." + projection.moduleName(layer: layer)
  }

  func factors(layer: Int, _ projection: Projection) -> TrainableLinear.LoRA? {
    guard let module = modules.first(where: { $0.layer == layer && $0.projection == projection }) else { return nil }
    return TrainableLinear.LoRA(
      a: module.a, b: module.b, scaling: Float(module.scaling), dropout: Float(dropout),
      key: KeyedRandom.number(of: Self.name(layer, projection)))
  }
}
