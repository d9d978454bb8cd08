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
      let shape = ModelConfiguration(
        architecture: architecture, vocabularySize: 360, hiddenSize: 32, intermediateSize: 48, layerCount: 3,
        headCount: 4, keyValueHeadCount: architecture == .baichuan ? 4 : 2, contextLength: 160,
        slidingWindow: architecture == .mistral ? 24 : nil)
      try RandomModel.write(
        shape, seed: 5, dtype: .f16, standardDeviation: deviation,
        tokenizer: SentencePieceProto.characters.serialized(), to: directory)
    }
    return try CausalLanguageModel(testing: directory, options: options)
  }
}
