import Checkpoints
import Files
import Merging

/// All models of a merge, opened, and known to fit together.
struct MergeParents {
  let base: TensorStore?
  let baseFolder: String?
  let all: [MergeParent]
  /// Of the base that adapters were trained on, where one of them says; as `Checkpoint.digest` has it.
  private(set) var baseDigest: String?
  /// What of the models' folders was ignored, or is read in another way than it is written; a sentence each.
  let warnings: [String]

  init(_ job: MergeConfiguration) throws(Diagnostic) {
    var base: TensorStore?, warnings: [String] = []
    if let model = job.base {
      guard model.adapter == nil, !FileSystem.exists(model.path + "/adapter_config.json") else {
        throw Diagnostic(model.text, "is an adapter", expected: "the base is a model folder", status: .wrongUsage)
      }
      let contents = try CheckpointContents(directory: model.path)
      base = contents.tensors
      warnings = contents.warnings
    }
    self.base = base
    baseFolder = job.base?.path
    var all: [MergeParent] = []
    let sources = job.slices.flatMap(\.sources)
    for model in job.models {
      guard let source = sources.first(where: { $0.model == model }) else { continue }
      all.append(try MergeParent(source, base: base, statistics: job.method.statistics))
    }
    self.all = all
    for warning in all.flatMap(\.warnings) where !warnings.contains(warning) { warnings.append(warning) }
    self.warnings = warnings
    try checkConfigurations()
    try checkTokenizers()
    try checkAdapters()
  }

  /// The folder that config.json and tokenizer are taken from.
  var folder: String? { baseFolder ?? all.lazy.compactMap(\.folder).first }

  subscript(model: MergeConfiguration.Model) -> MergeParent? { all.first { $0.model == model } }

  /// Keys of config.json that change what weights mean.
  private static let meaning = [
    "architectures", "model_type", "hidden_size", "intermediate_size", "num_attention_heads", "num_key_value_heads",
    "head_dim", "hidden_act", "rms_norm_eps", "rope_theta", "rope_scaling", "tie_word_embeddings", "vocab_size",
  ]

  private func checkConfigurations() throws(Diagnostic) {
    guard let folder else { return }
    let reference = try JSON(file: folder + "/config.json")
    for other in all.compactMap(\.folder) where other != folder {
      let configuration = try JSON(file: other + "/config.json")
      for key in Self.meaning {
        guard let expected = reference[key], let value = configuration[key], value != expected,
          value.number == nil || value.number != expected.number
        else { continue }
        throw Diagnostic(
          other + "/config.json", "\"\(key)\" is \(value.text())",
          expected: "\(expected.text()), as in \(folder)/config.json; other models cannot be merged")
      }
    }
  }

  private func checkTokenizers() throws(Diagnostic) {
    guard let folder else { return }
    for name in ["tokenizer.model", "tokenizer.json"] where FileSystem.exists("\(folder)/\(name)") {
      let expected = try SHA256.hexadecimal(ofFile: "\(folder)/\(name)")
      for other in all.compactMap(\.folder) where other != folder && FileSystem.exists("\(other)/\(name)") {
        guard try SHA256.hexadecimal(ofFile: "\(other)/\(name)") == expected else {
          throw Diagnostic(
            "\(other)/\(name)", "is another tokenizer than \(folder)/\(name)",
            expected: "models whose weights belong to the same tokens")
        }
      }
    }
  }

  /// Adapters must fit the base, and have been trained on it so far as their provenance says.
  private mutating func checkAdapters() throws(Diagnostic) {
    let adapters = all.compactMap(\.adapter)
    guard !adapters.isEmpty else { return }
    if let folder, FileSystem.exists(folder + "/config.json") {
      let configuration = try ModelConfiguration(file: folder + "/config.json")
      for adapter in adapters { try adapter.check(for: configuration) }
    }
    var known: (digest: String, place: String)?
    for adapter in adapters {
      guard let digest = try Self.baseDigest(of: adapter) else { continue }
      if known == nil, let baseFolder {
        known = (try Checkpoint(directory: baseFolder).digest(), baseFolder)
      }
      if let known, known.digest != digest {
        throw Diagnostic(
          adapter.directory + "/provenance.json",
          "names another base than \(known.place): sha256 \(digest.prefix(12))…",
          expected: "adapters of one base; that of \(known.place) is \(known.digest.prefix(12))…")
      }
      known = known ?? (digest, adapter.directory)
    }
    baseDigest = known?.digest
  }

  private static func baseDigest(of adapter: AdapterCheckpoint) throws(Diagnostic) -> String? {
    let path = adapter.directory + "/provenance.json"
    guard FileSystem.exists(path) else { return nil }
    let parents = try JSON(file: path)["parents"]?.array ?? []
    return parents.first { $0["role"]?.string == "base" }?["sha256"]?.string
  }
}
