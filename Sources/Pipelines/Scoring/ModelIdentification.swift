import Checkpoints
public import Evaluation
public import Files
import Platform
import Transformers

/// Reads which model a folder holds, to the byte. Starts at once in threads of its own, so that the model can
/// be opened and the data read meanwhile.
public struct ModelIdentification: ~Copyable {
  private let path: String
  private let adapterPaths: [String]
  private let weights: [String]
  private let tokenizer: [String]
  private let adapters: [[String]]
  private let memberPaths: [String]
  private let members: [[String]]
  private let mixing: String
  private var digests: FileDigests

  /// The model that these options open.
  public init(_ options: ModelOptions) throws(Diagnostic) {
    try self.init(
      path: options.path, adapters: options.adapters, ensemble: options.ensemble, mixing: options.mixing.rawValue,
      threads: options.threads ?? Machine.processors)
  }

  /// Throws when the folder holds no model, or an adapter's files are missing.
  public init(
    path: String, adapters adapterPaths: [String] = [], ensemble: [String] = [], mixing: String = "", threads: Int
  ) throws(Diagnostic) {
    let weights = try Checkpoint(directory: path, readsGGUF: true).tensors.paths
    let members = try Self.files(ofMembers: ensemble)
    self.path = path
    self.adapterPaths = adapterPaths
    self.weights = weights
    tokenizer = CompanionFiles.asking.map { path + "/" + $0 }.filter(FileSystem.exists)
    var adapters: [[String]] = []
    for adapter in adapterPaths {
      adapters.append(AdapterCheckpoint.fileNames.map { adapter + "/" + $0 })
    }
    self.adapters = adapters
    memberPaths = ensemble
    self.members = members
    self.mixing = mixing
    digests = FileDigests(
      weights + [path + "/config.json"] + tokenizer + adapters.joined() + members.joined(), threads: threads)
  }

  private static func files(ofMembers paths: [String]) throws(Diagnostic) -> [[String]] {
    try paths.map { (path) throws(Diagnostic) in
      AdapterCheckpoint.stands(in: path)
        ? AdapterCheckpoint.fileNames.map { path + "/" + $0 }
        : try Checkpoint(directory: path, readsGGUF: true).tensors.paths + [path + "/config.json"]
    }
  }

  /// Waits until all files are read.
  public consuming func value() throws(Diagnostic) -> ModelIdentity {
    var values = try digests.value()[...]
    func take(_ paths: [String]) -> [ModelIdentity.FileDigest] {
      defer { values = values.dropFirst(paths.count) }
      return zip(paths, values).map { ModelIdentity.FileDigest(name: FileSystem.lastName(of: $0), sha256: $1) }
    }
    let weights = take(weights)
    let configuration = take([path + "/config.json"]).first
    let tokenizer = take(tokenizer)
    let adapters = adapters.map(take), members = members.map(take)
    return ModelIdentity(
      name: FileSystem.lastName(of: path), path: path, adapterPaths: adapterPaths, weights: weights,
      configuration: configuration, tokenizer: tokenizer, adapters: adapters,
      ensemble: members.isEmpty
        ? nil : ModelIdentity.Ensemble(mixing: mixing, paths: memberPaths, members: members))
  }

  /// The last part of the path with the folder above it, where many models have that name: what training and merging call their results, too.
  static func tellingName(of path: String) -> String {
    let last = FileSystem.lastName(of: path)
    guard ["adapter", "model", "merged", "base", "checkpoint"].contains(last) else { return last }
    let real = FileSystem.realPath(path).split(separator: "/").map(String.init)
    return real.count > 1 ? "\(real[real.count - 2])-\(last)" : last
  }
}
