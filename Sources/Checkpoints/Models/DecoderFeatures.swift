/// What a decoder does beyond a plain Llama, each on its own: families are combinations of these.
public struct DecoderFeatures: Sendable, Equatable {
  /// Projections that add a bias.
  public var biases: Set<Projection>
  /// Whether each head of queries and keys has a norm of its own before the rotation.
  public var normalizesHeads: Bool
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

  public init(
    biases: Set<Projection> = [], normalizesHeads: Bool = false, unrotatedLayers: Set<Int> = [],
    windowedLayers: Set<Int>? = nil, embeddingScale: Double = 1, residualScale: Double = 1,
    attentionScale: Double? = nil, logitDivisor: Double = 1
  ) {
    self.biases = biases
    self.normalizesHeads = normalizesHeads
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
