public import Files

/// The files of a model folder that stand beside its weights and its `config.json`.
public enum CompanionFiles {
  /// Those that decide how a text becomes ids, and how ids are generated: part of what a model is. In the order in which a model's
  /// digest has them.
  public static let asking = [
    "tokenizer.model", "tokenizer_config.json", "added_tokens.json", "special_tokens_map.json", "tokenizer.json",
    "generation_config.json",
  ]

  /// Those that a model made of another takes along.
  public static let carried = asking + ["chat_template.jinja"]

  /// Copies what `source` has of those that are carried along.
  public static func copy(from source: String, to directory: String) throws(Diagnostic) {
    for name in carried where FileSystem.exists("\(source)/\(name)") {
      try FileSystem.write(try FileSystem.bytes(of: "\(source)/\(name)"), to: "\(directory)/\(name)")
    }
  }
}
