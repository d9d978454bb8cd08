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

  /// What `source` has of those that are carried along. Throws for one that nobody could read the new model with.
  public static func contents(of source: String) throws(Diagnostic) -> [(name: String, bytes: [UInt8])] {
    var files: [(name: String, bytes: [UInt8])] = []
    for name in carried where FileSystem.exists("\(source)/\(name)") {
      if name.hasSuffix(".json"), try JSON(file: "\(source)/\(name)").object == nil {
        throw Diagnostic(
          "\(source)/\(name)", "is not a JSON object", expected: "a file that the new model can be read with")
      }
      files.append((name, try FileSystem.bytes(of: "\(source)/\(name)")))
    }
    return files
  }

  /// Copies those files.
  public static func copy(from source: String, to directory: String) throws(Diagnostic) {
    for file in try contents(of: source) { try FileSystem.write(file.bytes, to: "\(directory)/\(file.name)") }
  }
}
