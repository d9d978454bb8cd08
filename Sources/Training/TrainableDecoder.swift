import Checkpoints
import Tensors
import Transformers

/// A decoder with what is trained of it: either all of its weights, or LoRA factors beside frozen ones.
struct TrainableDecoder {
  struct Layer {
    /// Those that the layer has.
    var linear: [Projection: TrainableLinear]
    var norms: [BlockNorm: TrainableNorm]
    /// Of queries and keys, where they are normed.
    var headNorms: [HeadNorm: TrainableNorm] = [:]
    /// nil in a layer with one feed-forward block for all tokens.
    var experts: TrainableExperts?

    subscript(projection: Projection) -> TrainableLinear {
      guard let map = linear[projection] else { preconditionFailure("a layer without \(projection.rawValue)") }
      return map
    }

    private func isTrained(_ block: String) -> Bool { linear.contains { $0.key.block == block && $0.value.isTrained } }

    /// Whether anything before the residual's middle is trained.
    var trainsAttention: Bool {
      norms[.attentionInput]?.isTrained ?? false || norms[.attentionOutput]?.isTrained ?? false
        || headNorms.values.contains(where: \.isTrained) || isTrained("self_attn")
    }
    var trainsAnything: Bool {
      trainsAttention || norms.values.contains(where: \.isTrained) || isTrained("mlp") || experts?.isTrained ?? false
    }
  }

  let configuration: ModelConfiguration
  var embedding: WeightMatrix
  /// (V, C), of the input side.
  var embeddingGradient: FloatBuffer?
  /// (positions, C), of a family that embeds them.
  var positions: WeightMatrix?
  var positionsGradient: FloatBuffer?
  var layers: [Layer]
  var finalNorm: TrainableNorm
  var head: WeightMatrix
  /// (V, C); where input and output are tied another buffer than the input's, so that each sum keeps its own order.
  var headGradient: FloatBuffer?
  /// Of LoRA experts, where there are any.
  var balance: ExpertBalance?

  /// The lowest layer that the gradient must reach; below it nothing is computed backwards.
  var lowestTrained: Int {
    if embeddingGradient != nil { return -1 }
    return layers.firstIndex { $0.trainsAnything } ?? layers.count
  }

  /// As it is used when nothing is learned.
  var withoutDropout: TrainableDecoder {
    var result = self
    for layer in layers.indices {
      for projection in Projection.allCases { result.layers[layer].linear[projection]?.lora?.dropout = 0 }
    }
    return result
  }

  /// Frozen weights with LoRA factors, which `lora` gives for the projections that have them.
  init(frozen weights: DecoderWeights, lora: (Int, Projection) -> TrainableLinear.LoRA?) {
    let c = weights.configuration
    configuration = c
    embedding = weights.embedding
    positions = weights.positions
    finalNorm = TrainableNorm(frozen: weights.finalNorm, weights.finalShift, c)
    head = weights.head
    layers = weights.layers.enumerated().map { index, layer in
      var linear: [Projection: TrainableLinear] = [:]
      for projection in c.projections(ofLayer: index) {
        linear[projection] = TrainableLinear(
          weight: layer[projection], bias: layer.biases[projection], lora: lora(index, projection))
      }
      var norms: [BlockNorm: TrainableNorm] = [:]
      for (norm, weight) in layer.norms { norms[norm] = TrainableNorm(frozen: weight, layer.normShifts[norm], c) }
      return Layer(
        linear: linear, norms: norms, headNorms: layer.headNorms.mapValues { TrainableNorm(frozen: $0, nil, c) },
        experts: c.experts(ofLayer: index).flatMap { features in
          layer.experts.map { TrainableExperts(frozen: $0, features) }
        })
    }
  }

  /// All weights trained. `headGradient` is the buffer of the output side where it is tied to the embedding.
  init(_ parameters: ModelParameters, headGradient: FloatBuffer?) {
    let c = parameters.configuration
    configuration = c
    embedding = parameters.embedding.matrix
    embeddingGradient = parameters.embedding.gradient
    positions = parameters.positions?.matrix
    positionsGradient = parameters.positions?.gradient
    head = (parameters.head ?? parameters.embedding).matrix
    self.headGradient = parameters.head?.gradient ?? headGradient
    finalNorm = TrainableNorm(parameters.finalNorm, parameters.finalShift, c)
    layers = parameters.layers.enumerated().map { index, layer in
      var linear: [Projection: TrainableLinear] = [:], norms: [BlockNorm: TrainableNorm] = [:]
      for (projection, weight) in layer.linear {
        linear[projection] = TrainableLinear(weight, bias: layer.biases[projection])
      }
      for (norm, weight) in layer.norms { norms[norm] = TrainableNorm(weight, layer.normShifts[norm], c) }
      return Layer(
        linear: linear, norms: norms, headNorms: layer.headNorms.mapValues { TrainableNorm($0, nil, c) },
        experts: c.experts(ofLayer: index).flatMap { features in
          layer.experts.map { TrainableExperts($0, features) }
        })
    }
  }
}

extension TrainableNorm {
  init(frozen weight: FloatBuffer, _ shift: FloatBuffer?, _ c: ModelConfiguration) {
    self.init(weight: weight, shift: shift, offset: c.normOffset, epsilon: Float(c.rmsNormEpsilon))
  }

  init(_ weight: Parameter, _ shift: Parameter?, _ c: ModelConfiguration) {
    self.init(frozen: weight.values, shift?.values, c)
    weightGradient = weight.gradient
    shiftGradient = shift?.gradient
  }
}

extension TrainableLinear {
  init(_ weight: Parameter, bias: Parameter? = nil) {
    self.init(
      weight: weight.matrix, weightGradient: weight.gradient, bias: bias?.values, biasGradient: bias?.gradient)
  }
}
