import Checkpoints
import Files
import Tokenization

/// What a model folder says beside its weights, read before these are.
struct ModelSettings {
  var generation: GenerationSettings
  /// What was ignored, or is read in another way than it is written; a sentence each.
  var warnings: [String]

  init(_ checkpoint: Checkpoint, _ tokenizer: SentencePieceTokenizer) throws(Diagnostic) {
    let directory = checkpoint.directory
    generation = try GenerationSettings(directory: directory)
    warnings = checkpoint.warnings + tokenizer.warnings + (try SettingsTable.warnings(directory: directory))
    if let departures = generation.departures {
      warnings.append("\(generation.place): texts are generated with \(departures), as it says")
    }
    if tokenizer.addsEOS {
      warnings.append("\(directory): its tokenizer puts an EOS behind every context, and so does Assay")
    }
    let rows = checkpoint.configuration.vocabularySize
    if tokenizer.vocabularySize > rows {
      warnings.append(
        "\(directory): the tokenizer has \(tokenizer.vocabularySize) tokens, the embedding \(rows) rows: "
          + "a text with one of the others is an error")
    }
  }
}
