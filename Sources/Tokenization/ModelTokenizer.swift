public import Files

/// The tokenizer of a model folder: the one place that says which of its files counts.
public enum ModelTokenizer {
  /// `tokenizer.model` where there is one and tokenizer.json, if there is one, is the same; else tokenizer.json, as transformers has it.
  /// What was decided between two files that differ stands in the warnings.
  public static func open(directory: String) throws(Diagnostic) -> any Tokenizer {
    let model = directory + "/tokenizer.model", fast = directory + "/tokenizer.json"
    guard FileSystem.exists(model) else {
      let tekken = directory + "/tekken.json"
      if !FileSystem.exists(fast), FileSystem.exists(tekken) { return try open(path: tekken) }
      if FileSystem.exists(fast) { return try checked(FastTokenizer(directory: directory), directory) }
      if let ranks = try tiktokenFile(directory) { return try open(path: ranks) }
      return try SentencePieceTokenizer(directory: directory)
    }
    if TiktokenFile.stands(in: try FileSystem.bytes(of: model)) {
      guard FileSystem.exists(fast) else { return try open(path: model) }
      var tokenizer = try checked(FastTokenizer(directory: directory), directory)
      tokenizer.warnings.append(
        "\(fast): is taken, as transformers does, and not tokenizer.model, whose pieces are tiktoken's and leave more open"
      )
      return tokenizer
    }
    guard FileSystem.exists(fast) else { return try SentencePieceTokenizer(directory: directory) }
    do {
      return try SentencePieceTokenizer(directory: directory)
    } catch {
      // What is wrong with tokenizer.json as a second writing of tokenizer.model may be right with it as a tokenizer of its own.
      guard error.place == fast, var tokenizer = try? checked(FastTokenizer(directory: directory), directory) else {
        throw error
      }
      tokenizer.warnings.append(
        "\(fast): is taken, as transformers does, and not tokenizer.model, which is another tokenizer: it \(error.problem)"
      )
      return tokenizer
    }
  }

  /// The one `.tiktoken` file of a folder; nil where there is none. Throws where there are several.
  private static func tiktokenFile(_ directory: String) throws(Diagnostic) -> String? {
    guard FileSystem.isDirectory(directory) else { return nil }
    let names = try FileSystem.names(in: directory).filter { $0.hasSuffix(".tiktoken") }.sorted()
    guard names.count <= 1 else {
      throw Diagnostic(
        directory, "holds several tokenizers: \(names.joined(separator: ", "))", expected: "one .tiktoken file")
    }
    return names.first.map { "\(directory)/\($0)" }
  }

  /// A folder's tokenizer, or one file alone: tokenizer.json, tekken.json, SentencePiece's tokenizer.model, or a tiktoken file.
  public static func open(path: String) throws(Diagnostic) -> any Tokenizer {
    if FileSystem.isDirectory(path) { return try open(directory: path) }
    let bytes = try FileSystem.bytes(of: path)
    let digest = try SHA256.hexadecimal(ofFile: path)
    if bytes.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) == UInt8(ascii: "{") {
      let json = try JSON(file: path)
      guard let object = json.object, TekkenFile.stands(in: object) else {
        return try FastTokenizer(json: json, place: path, digest: digest)
      }
      let layout = try TekkenFile(object, place: path).layout
      return try FastTokenizer(layout, eos: "</s>", unknown: "<unk>", place: path, digest: digest)
    }
    if TiktokenFile.stands(in: bytes) {
      let file = try TiktokenFile(bytes, place: path)
      return try FastTokenizer(file.layout, eos: file.kind.eos, unknown: nil, place: path, digest: digest)
    }
    return try SentencePieceTokenizer(model: bytes, place: path)
  }

  /// Throws where scoring could not say what stands around a text.
  private static func checked(_ tokenizer: FastTokenizer, _ directory: String) throws(Diagnostic) -> FastTokenizer {
    try tokenizer.checkFraming(directory: directory)
    return tokenizer
  }
}
