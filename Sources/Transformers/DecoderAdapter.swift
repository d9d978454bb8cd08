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

  public init(
    _ adapter: AdapterCheckpoint, for configuration: ModelConfiguration, on pool: ThreadPool
  ) throws(Diagnostic) {
    try adapter.check(for: configuration)
    factors = Array(repeating: [:], count: configuration.layerCount)
    variants = 1
    isMixture = false
    for part in adapter.factors {
      factors[part.layer][part.projection] = Factors(
        a: try WeightReader.matrix(part.a, format: nil, pool: pool),
        b: try WeightReader.matrix(part.b, format: nil, pool: pool), scaling: Float(part.scaling))
    }
  }

  func factors(layer: Int, _ projection: Projection) -> Factors? { factors[layer][projection] }

  var largestRank: Int { factors.lazy.flatMap { $0.values }.map(\.a.rows).max() ?? 0 }
}
