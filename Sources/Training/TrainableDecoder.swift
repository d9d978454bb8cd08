import Checkpoints
import Tensors
import Transformers

/// A decoder with what is trained of it: either all of its weights, or LoRA factors beside frozen ones.
struct TrainableDecoder {
  struct Layer {
    var linear: [Projection: TrainableLinear]
    /// (C) each: those that the family has.
    var norms: [BlockNorm: FloatBuffer]
    var normGradients: [BlockNorm: FloatBuffer] = [:]
    /// Of queries and keys, where they are normed.
    var headNorms: [HeadNorm: FloatBuffer] = [:]
    var headNormGradients: [HeadNorm: FloatBuffer] = [:]

    subscript(projection: Projection) -> TrainableLinear {
      guard let map = linear[projection] else { preconditionFailure("a layer has all seven projections") }
      return map
    }

    /// Whether anything before the residual's middle is trained.
    var trainsAttention: Bool {
      normGradients[.attentionInput] != nil || normGradients[.attentionOutput] != nil || !headNormGradients.isEmpty
        || [Projection.q, .k, .v, .o].contains { self[$0].isTrained }
    }
    var trainsAnything: Bool {
      trainsAttention || !normGradients.isEmpty || [Projection.gate, .up, .down].contains { self[$0].isTrained }
    }
  }

  let configuration: ModelConfiguration
  var embedding: WeightMatrix
  /// (V, C), of the input side.
  var embeddingGradient: FloatBuffer?
  var layers: [Layer]
  var finalNorm: FloatBuffer
  var finalNormGradient: FloatBuffer?
  var head: WeightMatrix
  /// (V, C); where input and output are tied another buffer than the input's, so that each sum keeps its own order.
  var headGradient: FloatBuffer?

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
    configuration = weights.configuration
    embedding = weights.embedding
    finalNorm = weights.finalNorm
    head = weights.head
    layers = weights.layers.enumerated().map { index, layer in
      var linear: [Projection: TrainableLinear] = [:]
      for projection in Projection.allCases {
        linear[projection] = TrainableLinear(
          weight: layer[projection], bias: layer.biases[projection], lora: lora(index, projection))
      }
      return Layer(
        linear: linear, norms: layer.norms, headNorms: layer.headNorms)
    }
  }
}
