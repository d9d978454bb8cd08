public import Files
public import Tokenization

/// The tokenizer of a path that a person gave: a model's folder, one of its files, or a GGUF file, which need not have weights.
public enum NamedTokenizer {
  public static func open(_ path: String) throws(Diagnostic) -> any Tokenizer {
    guard GGUFModel.stands(at: path) else { return try ModelTokenizer.open(path: path) }
    if !MountedFolder.isMounted(path) {
      let file = try GGUFFile(path), metadata = try GGUFMetadata(file, tensors: [])
      MountedFolder.mount(path, files: try GGUFTokenizer(metadata).files())
    }
    return try ModelTokenizer.open(directory: path)
  }
}
