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
    var attentionNorm, mlpNorm: Parameter
    var linear: [Projection: Parameter]
  }

  /// In the order of the model.
  public var parameters: [Parameter] {
    var all = [embedding]
    for layer in layers {
      all.append(layer.attentionNorm)
      all += Projection.allCases.compactMap { layer.linear[$0] }
      all.append(layer.mlpNorm)
    }
    return all + [finalNorm] + (head.map { [$0] } ?? [])
  }

  /// Copies of the weights that are there.
  public init(_ weights: DecoderWeights, on pool: ThreadPool) {
    configuration = weights.configuration
    func matrix(_ name: String, _ matrix: WeightMatrix) -> Parameter {
      Parameter(
        name: name, shape: [matrix.rows, matrix.columns], values: FloatBuffer(matrix.values(on: pool)))
    }
    func norm(_ name: String, _ values: FloatBuffer) -> Parameter {
      Parameter(name: name, shape: [values.count], values: FloatBuffer(values.array), decays: false)
    }
    embedding = matrix("model.embed_tokens.weight", weights.embedding)
    head = configuration.tieWordEmbeddings ? nil : matrix("lm_head.weight", weights.head)
    finalNorm = norm("model.norm.weight", weights.finalNorm)
    layers = weights.layers.enumerated().map { index, layer in
      let prefix = "model.layers.\(index)."
      var linear: [Projection: Parameter] = [:]
      for projection in Projection.allCases {
        linear[projection] = matrix(projection.moduleName(layer: index) + ".weight", layer[projection])
      }
      return Layer(
        attentionNorm: norm(prefix + "input_layernorm.weight", layer.attentionNorm),
        mlpNorm: norm(prefix + "post_attention_layernorm.weight", layer.mlpNorm), linear: linear)
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
        linear: layer.linear.mapValues { TrainableLinear(weight: $0.matrix, weightGradient: $0.gradient) },
        attentionNorm: layer.attentionNorm.values, mlpNorm: layer.mlpNorm.values,
        attentionNormGradient: layer.attentionNorm.gradient, mlpNormGradient: layer.mlpNorm.gradient)
    }
  }
}
