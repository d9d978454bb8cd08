public import Checkpoints
public import Files
public import Tokenization

/// What a model folder says beside its weights, read before these are.
public struct ModelSettings {
  public var generation: GenerationSettings
  /// What was ignored, or is read in another way than it is written; a sentence each.
  public var warnings: [String]

  public init(_ checkpoint: Checkpoint, _ tokenizer: any Tokenizer) throws(Diagnostic) {
    let directory = checkpoint.directory
    generation = try GenerationSettings(directory: directory)
    warnings = try Self.warnings(checkpoint, tokenizer)
    if let departures = generation.departures {
      warnings.append("\(generation.place): texts are generated with \(departures), as it says")
    }
    warnings += generation.warnings(tokens: checkpoint.configuration.vocabularySize)
    if tokenizer.addsEOS {
      warnings.append("\(directory): its tokenizer puts an EOS behind every context, and so does Assay")
    }
  }

  /// What whoever reads a folder should know, also where no text is generated and nothing scored: each command that reads one says it
  /// once for each folder, and records it.
  public static func warnings(
    _ checkpoint: Checkpoint, _ tokenizer: any Tokenizer
  ) throws(Diagnostic) -> [String] {
    let directory = checkpoint.directory, rows = checkpoint.configuration.vocabularySize
    var warnings = checkpoint.warnings + tokenizer.warnings + (try SettingsTable.warnings(directory: directory))
    if tokenizer.vocabularySize > rows {
      warnings.append(
        "\(directory): the tokenizer has \(tokenizer.vocabularySize) tokens, the embedding \(rows) rows: "
          + "a text with one of the others is an error")
    }
    return warnings
  }

  /// The same of a folder that is not open, with what PEFT folders upon it bring.
  public static func warnings(
    directory: String, adapters: [AdapterCheckpoint] = []
  ) throws(Diagnostic) -> [String] {
    let checkpoint = try Checkpoint(directory: directory, readsGGUF: true)
    var warnings = try Self.warnings(checkpoint, ModelTokenizer.open(directory: directory))
    for adapter in adapters { warnings += adapter.warnings(for: checkpoint.configuration) }
    return warnings
  }
}
