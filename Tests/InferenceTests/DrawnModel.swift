import Checkpoints
import Files
import Inference
import TestSupport
import Tokenization
import Transformers

extension CausalLanguageModel {
  /// A small model with drawn weights, made once in a folder.
  static func drawn(
    _ architecture: ModelConfiguration.Architecture, _ scratch: ScratchDirectory, deviation: Double,
    _ options: EngineOptions
  ) throws -> CausalLanguageModel {
    let directory = scratch[architecture.rawValue]
    if !FileSystem.exists(directory) {
      var shape = ModelConfiguration(
        architecture: architecture, vocabularySize: 360, hiddenSize: 32, intermediateSize: 48, layerCount: 3,
        headCount: 4, keyValueHeadCount: architecture == .baichuan ? 4 : 2, contextLength: 160,
        slidingWindow: [.mistral, .gemma2].contains(architecture) ? 24 : nil)
      switch architecture {
      case .gemma2:
        shape.features = DecoderFeatures(blockNorms: .around, windowedLayers: [0, 2])
        shape.features.addsOneToNorms = true
        (shape.features.attentionCap, shape.features.logitCap) = (5, 20)
      case .phi3:
        // Many of the tests' texts are longer than that, and many become so.
        shape.ropeScaling = .longRope(
          LongRopeScaling(
            shortFactors: [1, 1, 1.2, 1.5], longFactors: [1, 2, 4, 9], originalContextLength: 60, attentionFactor: 1.1))
      case .qwen2:
        // Here each of the longer ones has angles of its own.
        shape.features = DecoderFeatures(biases: [.q, .k, .v])
        shape.ropeScaling = .dynamic(factor: 2.675, originalContextLength: 60)
      case .qwen3MoE:
        shape.features = DecoderFeatures(headNorms: .each)
        shape.features.experts = Experts(
          count: 6, chosen: 2, intermediateSize: 24, normalizes: true, denseLayers: [1])
      default: break
      }
      try RandomModel.write(
        shape, seed: 5, dtype: .f16, standardDeviation: deviation,
        tokenizer: SentencePieceProto.characters.serialized(), to: directory)
    }
    return try CausalLanguageModel(testing: directory, options: options)
  }
}
