/// What a decoder does beyond a plain Llama, each on its own: families are combinations of these.
public struct DecoderFeatures: Sendable, Equatable {
  /// Projections that add a bias.
  public var biases: Set<Projection> = []
  /// The norms of queries and keys before the rotation.
  public var headNorms = HeadNorms.none
  /// Where the two blocks of a layer have their norms.
  public var blockNorms = BlockNorms.before
  /// Whether norms multiply by 1 + weight instead of weight.
  public var addsOneToNorms = false
  /// Layers without rotary positions.
  public var unrotatedLayers: Set<Int> = []
  /// Which part of a head, its first numbers, is rotated.
  public var rotaryShare = 1.0
  /// Layers that see `slidingWindow` tokens only; nil: all of them.
  public var windowedLayers: Set<Int>?
  /// Rotary base of the layers of `windowedLayers`, unscaled; nil: that of the others.
  public var windowedRopeTheta: Double?
  /// What embeddings, and what every block adds to the residual, are multiplied by.
  public var embeddingScale = 1.0
  public var residualScale = 1.0
  /// What scores of attention are multiplied by; nil: 1 / sqrt(head size).
  public var attentionScale: Double?
  /// What scores of attention, and logits, are bent towards: cap * tanh(x / cap). nil: nothing.
  public var attentionCap: Double?
  public var logitCap: Double?
  /// What logits are divided by.
  public var logitDivisor = 1.0
  /// Of the feed-forward's gate.
  public var activation = Activation.silu
  /// nil: each layer has one feed-forward block.
  public var experts: Experts?

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
    /// Both are, by norms of their own: x + norm(f(norm(x))).
    case around
  }

  public enum Activation: Sendable, Equatable {
    case silu
    /// GELU in its tanh form.
    case geluTanh
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

  /// Whether a layer has the rotary base of those with a window.
  public func hasWindowedRope(_ layer: Int) -> Bool {
    features.windowedRopeTheta != nil && features.windowedLayers?.contains(layer) ?? false
  }

  /// How many numbers of a head are rotated, the first ones.
  public var rotatedSize: Int {
    Int(exactly: (Double(headSize) * features.rotaryShare).rounded(.down)) ?? headSize
  }

  /// What scores of attention are multiplied by.
  public var attentionScale: Float {
    features.attentionScale.map { Float($0) } ?? 1 / Float(headSize).squareRoot()
  }

  public var attentionCap: Float? { features.attentionCap.map { Float($0) } }
  public var logitCap: Float? { features.logitCap.map { Float($0) } }

  /// What is added to the weights of norms.
  public var normOffset: Float { features.addsOneToNorms ? 1 : 0 }

  /// What the rows that the head takes are multiplied by.
  /// Deviation: transformers divides the logits instead, which differs in their last bits.
  public var headScale: Float { Float(1 / features.logitDivisor) }
}
