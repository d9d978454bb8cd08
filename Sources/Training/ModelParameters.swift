public import Checkpoints
public import Tensors
public import Transformers

/// All weights of a decoder as they are trained: float32 copies under Hugging Face's names.
public struct ModelParameters {
  public let configuration: ModelConfiguration
  let embedding: Parameter
  /// nil where the output layer is the embedding.
  let head: Parameter?
  let finalNorm: Parameter
  let layers: [Layer]

  struct Layer {
    var norms: [BlockNorm: Parameter]
    var linear: [Projection: Parameter]
    var biases: [Projection: Parameter]
    var headNorms: [HeadNorm: Parameter]
  }

  /// In the order of `configuration.weights`; projections that are stored as one weight stand for its rows, one behind the other.
  public var parameters: [Parameter] {
    var all = [embedding]
    for layer in layers {
      if let first = layer.norms[.attentionInput] { all.append(first) }
      all += Projection.allCases.flatMap { [layer.linear[$0], layer.biases[$0]].compactMap(\.self) }
      all += HeadNorm.allCases.compactMap { layer.headNorms[$0] }
      all += BlockNorm.allCases.dropFirst().compactMap { layer.norms[$0] }
    }
    return all + [finalNorm] + (head.map { [$0] } ?? [])
  }

  /// Copies of the weights that are there.
  public init(_ weights: DecoderWeights, on pool: ThreadPool) {
    let layers = weights.layers
    self.init(weights.configuration) { name, _ in
      switch name {
      case "model.embed_tokens.weight": return weights.embedding.values(on: pool)
      case "model.norm.weight": return weights.finalNorm.array
      case "lm_head.weight": return weights.head.values(on: pool)
      default: break
      }
      for (index, layer) in layers.enumerated() where name.hasPrefix("model.layers.\(index).") {
        for (norm, own) in weights.configuration.blockNorms(layer: index) where own == name {
          if let values = layer.norms[norm] { return values.array }
        }
        for projection in Projection.allCases where name == projection.moduleName(layer: index) + ".weight" {
          return layer[projection].values(on: pool)
        }
        for (projection, bias) in layer.biases where name == projection.moduleName(layer: index) + ".bias" {
          return bias.array
        }
        for (norm, weight) in layer.headNorms where name == norm.name(layer: index) { return weight.array }
      }
      preconditionFailure("a decoder has no \(name)")
    }
  }

  /// With the values that `values` gives for each name and shape.
  init(_ configuration: ModelConfiguration, values: (String, [Int]) -> [Float]) {
    self.configuration = configuration
    let c = configuration
    func make(_ name: String, _ shape: [Int]) -> Parameter {
      Parameter(name: name, shape: shape, values: FloatBuffer(values(name, shape)), decays: shape.count > 1)
    }
    embedding = make("model.embed_tokens.weight", [c.vocabularySize, c.hiddenSize])
    head = c.tieWordEmbeddings ? nil : make("lm_head.weight", [c.vocabularySize, c.hiddenSize])
    finalNorm = make("model.norm.weight", [c.hiddenSize])
    layers = (0..<c.layerCount).map { index in
      var linear: [Projection: Parameter] = [:], biases: [Projection: Parameter] = [:]
      var headNorms: [HeadNorm: Parameter] = [:]
      for projection in Projection.allCases {
        let name = projection.moduleName(layer: index), shape = c.shape(of: projection)
        linear[projection] = make(name + ".weight", shape)
        if c.features.biases.contains(projection) { biases[projection] = make(name + ".bias", [shape[0]]) }
      }
      for norm in HeadNorm.allCases {
        if let size = c.size(of: norm) { headNorms[norm] = make(norm.name(layer: index), [size]) }
      }
      var norms: [BlockNorm: Parameter] = [:]
      for (norm, name) in c.blockNorms(layer: index) { norms[norm] = make(name, [c.hiddenSize]) }
      return Layer(norms: norms, linear: linear, biases: biases, headNorms: headNorms)
    }
  }
}

extension TrainableDecoder {
  /// All weights trained. `headGradient` is the buffer of the output side where it is tied to the embedding.
  init(_ parameters: ModelParameters, headGradient: FloatBuffer?) {
    configuration = parameters.configuration
    embedding = parameters.embedding.matrix
    embeddingGradient = parameters.embedding.gradient
    head = (parameters.head ?? parameters.embedding).matrix
    self.headGradient = parameters.head?.gradient ?? headGradient
    finalNorm = parameters.finalNorm.values
    finalNormGradient = parameters.finalNorm.gradient
    layers = parameters.layers.map { layer in
      Layer(
        linear: Dictionary(
          uniqueKeysWithValues: layer.linear.map { projection, weight in
            let bias = layer.biases[projection]
            return (
              projection,
              TrainableLinear(
                weight: weight.matrix, weightGradient: weight.gradient, bias: bias?.values, biasGradient: bias?.gradient
              )
            )
          }),
        norms: layer.norms.mapValues(\.values), normGradients: layer.norms.mapValues(\.gradient),
        headNorms: layer.headNorms.mapValues(\.values), headNormGradients: layer.headNorms.mapValues(\.gradient))
    }
  }
}

extension ModelParameters {
  /// Adds an adapter's update, scaling * B A, to the weights that it stands beside.
  public func add(_ adapter: LoRAParameters, on pool: ThreadPool) {
    for module in adapter.modules {
      guard let weight = layers[module.layer].linear[module.projection] else { continue }
      let update = FloatBuffer(count: weight.values.count)
      pool.multiplyBack(module.b.values.base, rows: weight.shape[0], by: module.a.matrix, into: update.base)
      pool.add(update.base, times: Float(module.scaling), to: weight.values.base, count: update.count)
    }
  }
}
