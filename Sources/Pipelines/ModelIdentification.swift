import Checkpoints
public import Evaluation
public import Files

/// Reads which model a folder holds, to the byte. Starts at once in threads of its own, so that the model can
/// be opened and the data read meanwhile.
public struct ModelIdentification: ~Copyable {
  private let path: String
  private let adapterPaths: [String]
  private let weights: [String]
  private let tokenizer: [String]
  private let adapters: [[String]]
  private var digests: FileDigests

  /// Throws when the folder holds no model, or an adapter's files are missing.
  public init(path: String, adapters adapterPaths: [String] = [], threads: Int) throws(Diagnostic) {
    self.path = path
    self.adapterPaths = adapterPaths
    weights = try Checkpoint(directory: path).tensors.files.map(\.path)
    tokenizer = Self.tokenizerFiles.map { path + "/" + $0 }.filter(FileSystem.exists)
    var adapters: [[String]] = []
    for adapter in adapterPaths {
      adapters.append(Self.adapterFiles.map { adapter + "/" + $0 })
    }
    self.adapters = adapters
    digests = FileDigests(weights + [path + "/config.json"] + tokenizer + adapters.joined(), threads: threads)
  }

  /// Waits until all files are read.
  public consuming func value() throws(Diagnostic) -> ModelIdentity {
    var values = try digests.value()[...]
    func take(_ paths: [String]) -> [ModelIdentity.FileDigest] {
      defer { values = values.dropFirst(paths.count) }
      return zip(paths, values).map { ModelIdentity.FileDigest(name: Self.name(of: $0), sha256: $1) }
    }
    let weights = take(weights)
    let configuration = take([path + "/config.json"]).first
    let tokenizer = take(tokenizer)
    return ModelIdentity(
      name: Self.name(of: path), path: path, adapterPaths: adapterPaths, weights: weights,
      configuration: configuration, tokenizer: tokenizer, adapters: adapters.map(take))
  }

  /// Files that decide how a text becomes ids.
  private static let tokenizerFiles = [
    "tokenizer.model", "tokenizer_config.json", "added_tokens.json", "special_tokens_map.json",
  ]
  private static let adapterFiles = ["adapter_config.json", "adapter_model.safetensors"]

  /// The last part of a path; `.` and such are resolved by their real name.
  static func name(of path: String) -> String {
    var last = path.split(separator: "/").last.map(String.init) ?? path
    if last == "." || last == ".." {
      last = FileSystem.realPath(path).split(separator: "/").last.map(String.init) ?? last
    }
    return last
  }
}
