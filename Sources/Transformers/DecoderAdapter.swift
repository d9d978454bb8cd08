public import Checkpoints
public import Files
public import Tensors

/// A LoRA adapter on a decoder, unmerged: beside W x stands scaling * B (A x). Source: arXiv:2106.09685, section 4.1.
public struct DecoderAdapter {
  struct Factors {
    /// (R, inputs)
    var a: WeightMatrix
    /// (outputs, R)
    var b: WeightMatrix
    var scaling: Float
    /// What A x is multiplied by, element by element, in place of `scaling`: a row for each variant, (variants, R).
    var shares: FloatBuffer?
    /// Of DoRA: what W x + scaling * B (A x) is multiplied by, output by output: (1, outputs).
    var gains: FloatBuffer?
    /// Of LoRAMoE (arXiv:2312.09979): A x is multiplied by softmax(router x), expert by expert; (experts, inputs).
    var router: WeightMatrix?
  }

  /// By layer, then projection.
  private var factors: [[Projection: Factors]]
  /// How many mixtures there are to choose from, row by row; 1 where there is no choice.
  public let variants: Int

  /// Whether its factors have shares, of which each row takes those of its variant.
  let isMixture: Bool

  /// A mixture.
  init(factors: [[Projection: Factors]], variants: Int) {
    self.factors = factors
    self.variants = variants
    isMixture = true
  }

  /// An adapter of plain LoRA on projections.
  public init(
    _ adapter: AdapterCheckpoint, for configuration: ModelConfiguration, on pool: ThreadPool
  ) throws(Diagnostic) {
    try adapter.checkPlain(for: "an adapter beside weights that are not known")
    try adapter.check(for: configuration)
    self.init(try Self.factors(adapter, configuration, on: pool))
  }

  /// What of an adapter stands beside weights that have taken up the rest of it (`DecoderWeights.adapted`).
  init(_ adapter: AdapterCheckpoint, beside weights: DecoderWeights, on pool: ThreadPool) throws(Diagnostic) {
    let parts = adapter.factors(for: weights.configuration)
    var factors = try Self.factors(adapter, weights.configuration, on: pool)
    for part in parts {
      guard let magnitude = part.magnitude else { continue }
      let matrix = try AdaptedMatrix(weights.layers[part.layer][part.projection], part, on: pool)
      factors[part.layer][part.projection]?.gains = try MagnitudeGains.values(
        magnitude, lengths: matrix.rowLengths(on: pool), on: pool)
    }
    self.init(factors)
  }

  private init(_ factors: [[Projection: Factors]]) {
    self.factors = factors
    variants = 1
    isMixture = false
  }

  private static func factors(
    _ adapter: AdapterCheckpoint, _ configuration: ModelConfiguration, on pool: ThreadPool
  ) throws(Diagnostic) -> [[Projection: Factors]] {
    var factors = [[Projection: Factors]](repeating: [:], count: configuration.layerCount)
    for part in adapter.factors(for: configuration) {
      factors[part.layer][part.projection] = Factors(
        a: try WeightReader.matrix(part.a, format: nil, pool: pool),
        b: try WeightReader.matrix(part.b, format: nil, pool: pool), scaling: Float(part.scaling))
      if let router = part.router {
        factors[part.layer][part.projection]?.router = try WeightReader.matrix(router, format: nil, pool: pool)
      }
    }
    return factors
  }

  func factors(layer: Int, _ projection: Projection) -> Factors? { factors[layer][projection] }

  var largestRank: Int { factors.lazy.flatMap { $0.values }.map(\.a.rows).max() ?? 0 }
  var mostExperts: Int { factors.lazy.flatMap { $0.values }.map { $0.router?.rows ?? 0 }.max() ?? 0 }
}
