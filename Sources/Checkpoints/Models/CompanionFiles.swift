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

  /// Copies what `source` has of those that are carried along. Throws for one that nobody could read the copy with.
  public static func copy(from source: String, to directory: String) throws(Diagnostic) {
    for name in carried where FileSystem.exists("\(source)/\(name)") {
      if name.hasSuffix(".json"), try JSON(file: "\(source)/\(name)").object == nil {
        throw Diagnostic(
          "\(source)/\(name)", "is not a JSON object", expected: "a file that the new model can be read with")
      }
      try FileSystem.write(try FileSystem.bytes(of: "\(source)/\(name)"), to: "\(directory)/\(name)")
    }
  }
}
