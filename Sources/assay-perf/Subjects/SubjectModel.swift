import Checkpoints
import Files
import Tensors
import Tokenization
import Transformers

/// The model that is measured: one with random weights that is made for the run, or one of the user's.
final class SubjectModel {
  let path: String
  let checkpoint: Checkpoint
  let tokenizer: any Tokenizer
  let weights: DecoderWeights
  let pool: ThreadPool
  /// Holds the model that was made, until this object goes.
  let folder: TemporaryFolder

  /// - Parameter given: a model folder, or a GGUF file; nil makes one of `shape`.
  init(given: String?, shape: ModelShape, words: FixtureWords, on pool: ThreadPool) throws(Diagnostic) {
    folder = try TemporaryFolder()
    path = given ?? folder.path + "/model"
    if given == nil {
      let tokenizer = words.tokenizer
      try RandomModel.write(
        shape.configuration, seed: 1, dtype: shape.format, tokenizer: tokenizer.serialized(), to: path)
    }
    checkpoint = try Checkpoint(directory: path, readsGGUF: true)
    tokenizer = try ModelTokenizer.open(directory: path)
    weights = try DecoderWeights(checkpoint, format: nil, on: pool)
    self.pool = pool
  }

  var configuration: ModelConfiguration { checkpoint.configuration }

  /// Bytes of its weights on disk.
  var fileBytes: Int { checkpoint.tensors.byteCount }

  var description: String {
    let c = configuration
    let formats = Set(checkpoint.tensors.names.compactMap { checkpoint.tensors[$0]?.dtype.rawValue }).sorted()
    return "\(c.hiddenSize) wide, \(c.intermediateSize) in between, \(c.layerCount) layers, "
      + "\(c.headCount) heads, \(c.keyValueHeadCount) of keys, vocabulary \(c.vocabularySize), "
      + "\(formats.joined(separator: "+").lowercased()), \(fileBytes / 1_000_000) MB"
  }
}

/// What a random model looks like.
struct ModelShape {
  var configuration: ModelConfiguration
  var format: ScalarType

  /// TinyLlama's layer, and few of them.
  static func usual(layers: Int, format: ScalarType) -> ModelShape {
    ModelShape(
      configuration: ModelConfiguration(
        vocabularySize: 32_000, hiddenSize: 2048, intermediateSize: 5632, layerCount: layers, headCount: 32,
        keyValueHeadCount: 4, contextLength: 2048),
      format: format)
  }

  /// Seconds for everything, and no meaning in the figures.
  static func quick(layers: Int, format: ScalarType) -> ModelShape {
    ModelShape(
      configuration: ModelConfiguration(
        vocabularySize: 32_000, hiddenSize: 128, intermediateSize: 344, layerCount: layers, headCount: 8,
        keyValueHeadCount: 2, contextLength: 2048),
      format: format)
  }
}
