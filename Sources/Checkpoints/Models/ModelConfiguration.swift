/// What config.json says about a decoder, checked: positive, sane, divisible.
public struct ModelConfiguration: Sendable, Equatable {
  public enum Architecture: String, Sendable, CaseIterable {
    case llama, mistral
    /// Fused W_pack; with `normalizesHead` Baichuan 2, without it Baichuan-1-7B.
    case baichuan
    case qwen2, qwen3, smollm3, granite, olmo2, gemma2
    case gemma3 = "gemma3_text"
    case phi3
    case qwen3MoE = "qwen3_moe"
    case olmoe
    case neoX = "gpt_neox"
    case gpt2
  }

  public enum RopeScaling: Sendable, Equatable {
    case none
    /// Positions divided by the factor.
    case linear(factor: Double)
    /// Llama 3.1: low frequencies divided, high ones kept, a blend between.
    case llama3(
      factor: Double, lowFrequencyFactor: Double, highFrequencyFactor: Double, originalContextLength: Int)
    /// YaRN: arXiv:2309.00071.
    case yarn(YarnScaling)
    /// The base grows with the length of a sequence beyond the original one, which is max_position_embeddings.
    case dynamic(factor: Double, originalContextLength: Int)
    /// LongRoPE: arXiv:2402.13753.
    case longRope(LongRopeScaling)
  }

  public var architecture: Architecture
  public var vocabularySize: Int
  public var hiddenSize: Int
  public var intermediateSize: Int
  public var layerCount: Int
  public var headCount: Int
  public var keyValueHeadCount: Int
  public var headSize: Int
  /// Maximum number of tokens that a sequence may have.
  public var contextLength: Int
  public var ropeTheta: Double
  public var ropeScaling: RopeScaling
  public var rmsNormEpsilon: Double
  /// A token sees itself and the `slidingWindow - 1` tokens before it; nil: all before it.
  public var slidingWindow: Int?
  /// Whether the output layer is the embedding.
  public var tieWordEmbeddings: Bool
  /// Baichuan 2's NormHead: each row of the output layer is divided by its length.
  public var normalizesHead: Bool
  /// What the family does beyond a plain Llama.
  public var features: DecoderFeatures
  public var bosID: Int32?
  public var eosIDs: [Int32]
  /// `torch_dtype` (or `dtype`) as it is written; says nothing about the tensors.
  public var torchDType: String?

  public init(
    architecture: Architecture = .llama, vocabularySize: Int, hiddenSize: Int, intermediateSize: Int,
    layerCount: Int, headCount: Int, keyValueHeadCount: Int? = nil, headSize: Int? = nil,
    contextLength: Int, ropeTheta: Double = 10_000, ropeScaling: RopeScaling = .none,
    rmsNormEpsilon: Double = 1e-5, slidingWindow: Int? = nil, tieWordEmbeddings: Bool = false,
    normalizesHead: Bool = false, features: DecoderFeatures = DecoderFeatures(), bosID: Int32? = 1,
    eosIDs: [Int32] = [2], torchDType: String? = nil
  ) {
    self.architecture = architecture
    self.vocabularySize = vocabularySize
    self.hiddenSize = hiddenSize
    self.intermediateSize = intermediateSize
    self.layerCount = layerCount
    self.headCount = headCount
    self.keyValueHeadCount = keyValueHeadCount ?? headCount
    self.headSize = headSize ?? hiddenSize / max(headCount, 1)
    self.contextLength = contextLength
    self.ropeTheta = ropeTheta
    self.ropeScaling = ropeScaling
    self.rmsNormEpsilon = rmsNormEpsilon
    self.slidingWindow = slidingWindow
    self.tieWordEmbeddings = tieWordEmbeddings
    self.normalizesHead = normalizesHead
    self.features = features
    self.bosID = bosID
    self.eosIDs = eosIDs
    self.torchDType = torchDType
  }

  /// Width of all query heads together; equals `hiddenSize` in most models.
  public var attentionSize: Int { headCount * headSize }
  /// Width of all key heads together.
  public var keyValueSize: Int { keyValueHeadCount * headSize }

  /// Rows (outputs) and columns (inputs) of a projection's weight.
  public func shape(of projection: Projection) -> [Int] {
    switch projection {
    case .q: [attentionSize, hiddenSize]
    case .k, .v: [keyValueSize, hiddenSize]
    case .o: [hiddenSize, attentionSize]
    case .gate, .up: [intermediateSize, hiddenSize]
    case .down: [hiddenSize, intermediateSize]
    }
  }
}
