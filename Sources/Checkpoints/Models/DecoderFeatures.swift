import Glibc

/// What a decoder does beyond a plain Llama, each on its own: families are combinations of these.
public struct DecoderFeatures: Sendable, Equatable {
  /// Projections that add a bias.
  public var biases: Set<Projection> = []
  /// The norms of queries and keys before the rotation.
  public var headNorms = HeadNorms.none
  /// Where the two blocks of a layer have their norms.
  public var blockNorms = BlockNorms.before
  /// Whether norms subtract the mean and add a shift, too (LayerNorm), instead of RMSNorm.
  public var centersNorms = false
  /// Whether both blocks of a layer read the same residual: x + attention(norm(x)) + feedForward(norm'(x)).
  public var isParallel = false
  /// Whether embeddings of positions are added to those of tokens.
  public var embedsPositions = false
  /// Whether scores fall with the distance of keys, by a slope for each head (ALiBi, arXiv:2108.12409).
  public var hasSlopes = false
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
  /// Of the feed-forward, and whether that has a gate.
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
    /// Of a gate: down(silu(gate) * up).
    case silu
    /// The same with GELU in its tanh form.
    case geluTanh
    /// Without a gate: down(gelu(up)), exact or in its tanh form.
    case ungatedGELU, ungatedGELUTanh

    public var hasGate: Bool { self == .silu || self == .geluTanh }
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

  /// For each head what is added to a score for each position that its key lies behind the query, negative; nil: nothing.
  public var slopes: [Float]? { features.hasSlopes ? Self.slopes(headCount) : nil }

  /// 2^(-8 i / n) for n heads, a power of 2; of other numbers those of the power below, then every other one of the power above.
  private static func slopes(_ heads: Int) -> [Float] {
    var power = 1
    while 2 * power <= heads { power *= 2 }
    func geometric(_ count: Int) -> [Float] { (1...count).map { Float(exp2(-8 * Double($0) / Double(count))) } }
    let rest = geometric(2 * power).enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    return geometric(power) + rest.prefix(heads - power)
  }

  /// What is added to the weights of norms.
  public var normOffset: Float { features.addsOneToNorms ? 1 : 0 }

  /// What the rows that the head takes are multiplied by.
  /// Deviation: transformers divides the logits instead, which differs in their last bits.
  public var headScale: Float { Float(1 / features.logitDivisor) }
}
