public import Checkpoints
public import Files
public import Tensors

/// The tensors of a decoder, checked against its configuration, in the engine's order.
public struct DecoderWeights {
  public struct Layer {
    /// (C) each: those that the family has.
    public var norms: [BlockNorm: FloatBuffer] = [:]
    /// What LayerNorms add.
    public var normShifts: [BlockNorm: FloatBuffer] = [:]
    public var q, k, v, o: WeightMatrix
    /// Without rows in a layer of experts, the gate also where there is none.
    public var gate, up, down: WeightMatrix
    /// nil in a layer with one block for all tokens.
    public var experts: ExpertWeights?
    /// Of the projections that have one.
    public var biases: [Projection: FloatBuffer] = [:]
    /// Of queries and keys, where they are normed.
    public var headNorms: [HeadNorm: FloatBuffer] = [:]

    public subscript(projection: Projection) -> WeightMatrix {
      get { self[keyPath: Self.path(projection)] }
      set { self[keyPath: Self.path(projection)] = newValue }
    }

    /// nil where the family has none there.
    func norm(_ place: BlockNorm) -> Norm? {
      norms[place].map { (weight: $0, shift: normShifts[place]) }
    }

    private static func path(_ projection: Projection) -> WritableKeyPath<Layer, WeightMatrix> {
      switch projection {
      case .q: \.q
      case .k: \.k
      case .v: \.v
      case .o: \.o
      case .gate: \.gate
      case .up: \.up
      case .down: \.down
      }
    }
  }

  /// (C) each; what it adds is there in LayerNorms alone.
  typealias Norm = (weight: FloatBuffer, shift: FloatBuffer?)

  public var configuration: ModelConfiguration
  /// (V, C)
  public var embedding: WeightMatrix
  public var layers: [Layer]
  public var finalNorm: FloatBuffer
  public var finalShift: FloatBuffer?
  /// (positions, C), of a family that embeds them.
  public var positions: WeightMatrix?
  /// (V, C); the embedding itself where the two are tied.
  public var head: WeightMatrix
  /// The head as it is stored, where that is normed before it is used.
  public private(set) var storedHead: WeightMatrix?

  /// Maps the tensors of a checkpoint. `format` nil keeps each as it is on disk. Throws a `Diagnostic` that names file and tensor when
  /// one is missing, has another shape or type, or holds NaN or infinities: every weight is looked at once.
  public init(_ checkpoint: Checkpoint, format: WeightFormat?, on pool: ThreadPool) throws(Diagnostic) {
    let configuration = checkpoint.configuration
    let reader = WeightReader(store: checkpoint.tensors, format: format, pool: pool)
    self.configuration = configuration
    embedding = try reader.matrix(
      configuration.embeddingName, [configuration.vocabularySize, configuration.hiddenSize])
    layers = []
    for index in 0..<configuration.layerCount {
      layers.append(
        configuration.layout == .plain
          ? try Self.layer(index, configuration, reader) : try Self.gptLayer(index, configuration, reader))
    }
    let width = configuration.hiddenSize
    switch configuration.layout {
    case .plain: finalNorm = try reader.vector("model.norm.weight", width)
    case .neoX:
      finalNorm = try reader.vector("gpt_neox.final_layer_norm.weight", width)
      finalShift = try reader.vector("gpt_neox.final_layer_norm.bias", width)
    case .gpt2:
      finalNorm = try reader.vector("ln_f.weight", width)
      finalShift = try reader.vector("ln_f.bias", width)
      positions = try reader.matrix("wpe.weight", [configuration.contextLength, width])
    }
    if configuration.tieWordEmbeddings {
      head = embedding
    } else {
      head = try reader.matrix(configuration.headName, [configuration.vocabularySize, configuration.hiddenSize])
    }
    // Kept in float32, as Hugging Face computes it for a float32 model; it costs memory of its own.
    if configuration.normalizesHead {
      storedHead = head
      head = head.normalizedRows(on: pool)
    }
  }

  private static func layer(
    _ index: Int, _ configuration: ModelConfiguration, _ reader: WeightReader
  ) throws(Diagnostic) -> Layer {
    let experts = configuration.experts(ofLayer: index), nothing = WeightMatrix([], rows: 0, columns: 0)
    var parts: [Projection: WeightMatrix] = [:]
    for fusion in configuration.fusions {
      let whole = try reader.matrix(fusion.moduleName(layer: index) + ".weight", configuration.shape(of: fusion))
      var first = 0
      for part in fusion.parts {
        let rows = configuration.shape(of: part)[0]
        parts[part] = whole.rows(first..<first + rows)
        first += rows
      }
    }
    func matrix(_ projection: Projection) throws(Diagnostic) -> WeightMatrix {
      if let part = parts[projection] { return part }
      if experts != nil, projection.block == "mlp" { return nothing }
      return try reader.matrix(
        projection.moduleName(layer: index) + ".weight", configuration.shape(of: projection))
    }
    var layer = Layer(
      q: try matrix(.q), k: try matrix(.k), v: try matrix(.v), o: try matrix(.o), gate: try matrix(.gate),
      up: try matrix(.up), down: try matrix(.down))
    if let experts { layer.experts = try ExpertWeights(experts, layer: index, configuration, reader) }
    for (norm, name) in configuration.blockNorms(layer: index) {
      layer.norms[norm] = try reader.vector(name, configuration.hiddenSize)
    }
    for projection in Projection.allCases where configuration.features.biases.contains(projection) {
      let name = projection.moduleName(layer: index) + ".bias"
      layer.biases[projection] = try reader.vector(name, configuration.shape(of: projection)[0])
    }
    for norm in HeadNorm.allCases {
      guard let size = configuration.size(of: norm) else { continue }
      layer.headNorms[norm] = try reader.vector(norm.name(layer: index), size)
    }
    return layer
  }

  /// Bytes of all weights in memory; tied ones count once.
  public var byteCount: Int {
    var bytes =
      embedding.byteCount + (positions?.byteCount ?? 0) + (configuration.tieWordEmbeddings ? 0 : head.byteCount)
    for layer in layers {
      for projection in Projection.allCases { bytes += layer[projection].byteCount }
      bytes += layer.experts?.byteCount ?? 0
    }
    return bytes
  }
}
