/// What a decoder does beyond a plain Llama, each on its own: families are combinations of these.
public struct DecoderFeatures: Sendable, Equatable {
  /// Projections that add a bias.
  public var biases: Set<Projection>
  /// The norms of queries and keys before the rotation.
  public var headNorms: HeadNorms
  /// Where the two blocks of a layer have their norms.
  public var blockNorms: BlockNorms
  /// Layers without rotary positions.
  public var unrotatedLayers: Set<Int>
  /// Layers that see `slidingWindow` tokens only; nil: all of them.
  public var windowedLayers: Set<Int>?
  /// What embeddings, and what every block adds to the residual, are multiplied by.
  public var embeddingScale: Double
  public var residualScale: Double
  /// What scores of attention are multiplied by; nil: 1 / sqrt(head size).
  public var attentionScale: Double?
  /// What logits are divided by.
  public var logitDivisor: Double

  public enum HeadNorms: Sendable, Equatable {
    case none
    /// Each head by itself.
    case each
    /// All heads of the queries, or of the keys, as one row.
    case together
  }

  public enum BlockNorms: Sendable, Equatable {
    /// What goes into a block is normed: x + f(norm(x)).
    case before
    /// What comes out of it is: x + norm(f(x)).
    case after
  }

  public init(
    biases: Set<Projection> = [], headNorms: HeadNorms = .none, blockNorms: BlockNorms = .before,
    unrotatedLayers: Set<Int> = [],
    windowedLayers: Set<Int>? = nil, embeddingScale: Double = 1, residualScale: Double = 1,
    attentionScale: Double? = nil, logitDivisor: Double = 1
  ) {
    self.biases = biases
    self.headNorms = headNorms
    self.blockNorms = blockNorms
    self.unrotatedLayers = unrotatedLayers
    self.windowedLayers = windowedLayers
    self.embeddingScale = embeddingScale
    self.residualScale = residualScale
    self.attentionScale = attentionScale
    self.logitDivisor = logitDivisor
  }
}

extension ModelConfiguration {
  /// How many tokens a layer sees at most; nil: all before it.
  public func window(ofLayer layer: Int) -> Int? {
    features.windowedLayers.map { $0.contains(layer) } ?? true ? slidingWindow : nil
  }

  /// What scores of attention are multiplied by.
  public var attentionScale: Float {
    features.attentionScale.map { Float($0) } ?? 1 / Float(headSize).squareRoot()
  }

  /// What the rows that the head takes are multiplied by.
  /// Deviation: transformers divides the logits instead, which differs in their last bits.
  public var headScale: Float { Float(1 / features.logitDivisor) }
}
