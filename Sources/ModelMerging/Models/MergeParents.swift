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
  /// What the parents differ in and what forbids nothing, for people.
  var notes: [String] = []
  /// What of the models' folders was ignored, or is read in another way than it is written; a sentence each.
  let warnings: [String]
  /// Where tokens are put into an order of their own.
  let vocabulary: MergeVocabulary?
  /// Rows of embedding and output layer where adapters bring others than the base has; nil elsewhere.
  var resizedRows: Int?
  /// Of the base, or of the first model: whether its output layer is its embedding, by its weights.
  let isTied: Bool?

  init(_ job: MergeConfiguration) throws(Diagnostic) {
    var base: TensorStore?, warnings: [String] = [], isBaseTied: Bool?
    if let model = job.base {
      guard model.adapter == nil, !AdapterCheckpoint.stands(in: model.path) else {
        throw Diagnostic(model.text, "is an adapter", expected: "the base is a model folder", status: .wrongUsage)
      }
      let contents = try CheckpointContents(directory: model.path)
      base = contents.weights
      warnings = contents.warnings
      isBaseTied = contents.isTied
    }
    baseFolder = job.base?.path
    var all: [MergeParent] = []
    let sources = job.slices.flatMap(\.sources)
    for model in job.models {
      guard let source = sources.first(where: { $0.model == model }) else { continue }
      all.append(try MergeParent(source, base: base, statistics: job.method.statistics))
    }
    self.base = base
    self.all = all
    for warning in all.flatMap(\.warnings) where !warnings.contains(warning) { warnings.append(warning) }
    self.warnings = warnings
    isTied = isBaseTied ?? all.lazy.compactMap(\.isTied).first
    vocabulary = try job.tokenizer.map { (choice) throws(Diagnostic) in
      var models: [(folder: String, store: TensorStore)] = []
      if let base, let model = job.base { models.append((model.path, base)) }
      for parent in all {
        guard let folder = parent.folder, let store = parent.store, !models.contains(where: { $0.folder == folder })
        else { continue }
        models.append((folder, store))
      }
      return try MergeVocabulary(choice, models: models, hasBase: base != nil)
    }
    notes += vocabulary?.notes ?? []
    try checkConfigurations(job)
    try noteSettings()
    if vocabulary == nil { try checkTokenizers() }
    try checkAdapters()
  }

  /// The folder that config.json and tokenizer are taken from.
  var folder: String? { baseFolder ?? all.lazy.compactMap(\.folder).first }

  /// Of all models, and of what adapters change.
  var tensorNames: Set<String> {
    Set((base?.names ?? []) + all.flatMap { ($0.store?.names ?? []) + $0.updates.keys + $0.wholes.keys })
  }

  subscript(model: MergeConfiguration.Model) -> MergeParent? { all.first { $0.model == model } }

  /// Configurations must mean the same; what may differ is told.
  private mutating func checkConfigurations(_ job: MergeConfiguration) throws(Diagnostic) {
    guard let folder else { return }
    // Of slices, each takes its own layers.
    let isSliced = job.slices.contains { slice in slice.sources.contains { $0.layers != nil } }
    let reference = try ConfigurationMeaning(file: folder + "/config.json")
    for parent in all {
      guard let other = parent.folder, other != folder else { continue }
      var free: Set<String> = isSliced ? ["num_hidden_layers"] : []
      // The weights are right where config.json says something else.
      if isTied != nil, parent.isTied == isTied { free.insert("tie_word_embeddings") }
      if vocabulary?.rowCount != nil { free.insert("vocab_size") }
      let meaning = try ConfigurationMeaning(file: other + "/config.json")
      if let conflict = meaning.conflict(with: reference, leavingOut: free) {
        throw Diagnostic(
          meaning.place, "\"\(conflict.key)\" is \(conflict.own)",
          expected: "\(conflict.other), as in \(reference.place); "
            + (conflict.key == "vocab_size"
              ? "or tokenizer_source: base, union, or a folder" : "weights that mean something else cannot be merged"))
      }
      for remark in meaning.remarks(on: reference) {
        notes.append(
          "\"\(remark.key)\" is \(remark.own) in \(meaning.place) and \(remark.other) in \(reference.place), "
            + "of which the result has the latter")
      }
    }
  }

  private func checkTokenizers() throws(Diagnostic) {
    guard let folder else { return }
    for name in ["tokenizer.model", "tokenizer.json"] where FileSystem.exists("\(folder)/\(name)") {
      let expected = try SHA256.known(ofFile: "\(folder)/\(name)")
      for other in all.compactMap(\.folder) where other != folder && FileSystem.exists("\(other)/\(name)") {
        guard try SHA256.known(ofFile: "\(other)/\(name)") == expected else {
          throw Diagnostic(
            "\(other)/\(name)", "is another tokenizer than \(folder)/\(name)",
            expected: "models whose weights belong to the same tokens; or tokenizer_source: base, union, or a folder")
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
      for adapter in adapters {
        try adapter.check(for: configuration)
        notes += adapter.warnings(for: configuration)
      }
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

  /// Templates of chats are looked for in these.
  var folders: [String] {
    var folders = [baseFolder].compactMap { $0 }
    for folder in all.compactMap(\.folder) where !folders.contains(folder) { folders.append(folder) }
    return folders
  }

  private static func baseDigest(of adapter: AdapterCheckpoint) throws(Diagnostic) -> String? {
    let path = adapter.directory + "/provenance.json"
    guard FileSystem.exists(path) else { return nil }
    guard let listed = try JSON(file: path)["parents"], !listed.isNull else { return nil }
    guard let parents = listed.array else {
      throw Diagnostic(path, "\"parents\" is no list", expected: "a list of what the adapter was made of")
    }
    return parents.first { $0["role"]?.string == "base" }?["sha256"]?.string
  }
}
