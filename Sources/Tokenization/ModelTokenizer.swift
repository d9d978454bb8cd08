public import Files

/// The tokenizer of a model folder: the one place that says which of its files counts.
public enum ModelTokenizer {
  /// `tokenizer.model` where there is one and tokenizer.json, if there is one, is the same; else tokenizer.json, as transformers has it.
  /// What was decided between two files that differ stands in the warnings.
  public static func open(directory: String) throws(Diagnostic) -> any Tokenizer {
    let model = directory + "/tokenizer.model", fast = directory + "/tokenizer.json"
    guard FileSystem.exists(fast) else { return try SentencePieceTokenizer(directory: directory) }
    guard FileSystem.exists(model) else { return try checked(FastTokenizer(directory: directory), directory) }
    do {
      return try SentencePieceTokenizer(directory: directory)
    } catch {
      // What is wrong with tokenizer.json as a second writing of tokenizer.model may be right with it as a tokenizer of its own.
      guard error.place == fast, var tokenizer = try? checked(FastTokenizer(directory: directory), directory) else {
        throw error
      }
      tokenizer.warnings.append(
        "\(fast): is taken, as transformers does, and not tokenizer.model, which is another tokenizer: it \(error.problem)")
      return tokenizer
    }
  }

  /// Throws where scoring could not say what stands around a text.
  private static func checked(_ tokenizer: FastTokenizer, _ directory: String) throws(Diagnostic) -> FastTokenizer {
    try tokenizer.checkFraming(directory: directory)
    return tokenizer
  }
}
