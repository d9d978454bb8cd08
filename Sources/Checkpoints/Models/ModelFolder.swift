import Files

/// What may be read as a model or an adapter.
public enum ModelFolder {
  /// Whether a folder holds one, by its configuration.
  public static func stands(in directory: String) -> Bool {
    AdapterCheckpoint.stands(in: directory) || FileSystem.exists(directory + "/" + SideFile.model.rawValue)
  }

  /// Those of some folders that hold one, so that nothing is written below them; the others are refused by whoever reads them.
  public static func among(_ directories: [String]) -> [String] { directories.filter(stands) }

  /// Throws where no model can be there, with what it is instead and the way out.
  static func checkModel(_ directory: String) throws(Diagnostic) {
    guard FileSystem.isDirectory(directory) else { throw noFolder(directory) }
    guard !FileSystem.exists(directory + "/" + SideFile.model.rawValue) else { return }
    if AdapterCheckpoint.stands(in: directory) {
      let settings = try? JSON(file: directory + "/" + AdapterCheckpoint.configurationName)
      let base = settings?["base_model_name_or_path"]?.string.flatMap { $0.isEmpty ? nil : $0 } ?? "BASE"
      throw Diagnostic(
        directory, "holds an adapter, not a model",
        expected: "its base, and this beside it: --model \(base) --adapter \(directory)")
    }
    let names = (try? FileSystem.names(in: directory)) ?? []
    if let file = names.first(where: { $0.hasSuffix(".gguf") }) {
      throw Diagnostic(
        directory, "holds a GGUF file, not a Hugging Face model",
        expected:
          "--model \(directory)/\(file) for scoring; 'assay import gguf \(directory)/\(file) DIR' makes a folder of it")
    }
    throw Diagnostic(directory, "holds no config.json", expected: folder)
  }

  /// The same of an adapter.
  static func checkAdapter(_ directory: String) throws(Diagnostic) {
    let expected = "an adapter is a folder with adapter_config.json and adapter_model.safetensors"
    guard FileSystem.isDirectory(directory) else { throw Diagnostic(directory, "is not a folder", expected: expected) }
    guard !AdapterCheckpoint.stands(in: directory) else { return }
    guard FileSystem.exists(directory + "/" + SideFile.model.rawValue) else {
      throw Diagnostic(directory, "holds no adapter_config.json", expected: expected)
    }
    throw Diagnostic(directory, "is a model, not an adapter", expected: "\(expected); a model goes to --model")
  }

  private static let folder =
    "a model is a folder with config.json, model.safetensors and tokenizer.model or tokenizer.json"

  private static func noFolder(_ path: String) -> Diagnostic {
    if GGUFModel.stands(at: path) {
      return Diagnostic(
        path, "is a GGUF file, which can be scored and nothing else",
        expected: "a folder that 'assay import gguf \(path) DIR' makes of it")
    }
    let isName = !FileSystem.exists(path) && path.split(separator: "/").count == 2 && !path.hasPrefix("/")
    return Diagnostic(
      path, "is not a folder",
      expected: isName ? "\(folder); the name of a model on a hub is not downloaded" : folder)
  }
}
