import Checkpoints
public import Files
import Platform
import Tokenization

/// A tiny model with random weights and a tokenizer of single characters: something to score where there is
/// no model. It answers at chance level, and the same seed gives the same bytes everywhere.
public enum DemoModel {
  /// Writes a new folder; throws when there is one already.
  public static func write(to directory: String, seed: UInt64 = 1, force: Bool = false) throws(Diagnostic) {
    let tokenizer = SentencePieceProto.characters
    let configuration = ModelConfiguration(
      vocabularySize: tokenizer.pieces.count, hiddenSize: 32, intermediateSize: 88, layerCount: 2,
      headCount: 4,
      keyValueHeadCount: 2, contextLength: 2048)
    // Large enough that answers differ between texts.
    try RandomModel.write(
      configuration, seed: seed, dtype: .f32, standardDeviation: 0.2, tokenizer: tokenizer.serialized(),
      madeBy: AssayVersion.maker, force: force, to: directory)
  }
}
