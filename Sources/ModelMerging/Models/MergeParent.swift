import Checkpoints
import Files
import Merging

/// A model that is merged, opened: its own tensors, or those of a base with an adapter's updates.
struct MergeParent {
  let model: MergeConfiguration.Model
  let statistics: TensorStore?
  let adapter: AdapterCheckpoint?
  /// nil for an adapter of which no base is known.
  let store: TensorStore?
  /// By the weight's name.
  let updates: [String: LowRankUpdate]
  /// Weights that the adapter brings whole, by their names.
  let wholes: [String: TensorView]
  /// Folder with config.json and tokenizer; nil for a bare adapter.
  let folder: String?
  /// What of its folder was ignored, or is read in another way than it is written.
  let warnings: [String]
  /// Whether its output layer is its embedding, by its weights; nil where that is not known.
  let isTied: Bool?

  /// - Parameter base: what a bare adapter stands on.
  init(
    _ source: MergeConfiguration.Source, base: TensorStore?, statistics kind: MergeStatistics?
  ) throws(Diagnostic) {
    model = source.model
    guard FileSystem.isDirectory(model.path) else {
      throw Diagnostic(
        model.path, "is not a folder",
        expected: model.path.contains("/") && !model.path.hasPrefix("/") && !model.path.hasPrefix(".")
          ? "a model folder or an adapter folder on this machine; nothing is fetched from a hub"
          : "a model folder or an adapter folder")
    }
    let isAdapter = AdapterCheckpoint.stands(in: model.path)
    if let path = model.adapter ?? (isAdapter ? model.path : nil) {
      let adapter = try AdapterCheckpoint(directory: path)
      try adapter.checkMergeable()
      self.adapter = adapter
      updates = Self.updates(of: adapter)
      wholes = Dictionary(uniqueKeysWithValues: adapter.wholes.map { ($0.name, $0.view) })
    } else {
      adapter = nil
      updates = [:]
      wholes = [:]
    }
    if isAdapter {
      store = base
      folder = nil
      warnings = []
      isTied = nil
    } else {
      let contents = try CheckpointContents(directory: model.path)
      store = contents.weights
      warnings = contents.warnings
      isTied = contents.isTied
      folder = model.path
    }
    guard let kind else {
      statistics = nil
      return
    }
    let path = source.statistics ?? "\(model.path)/\(kind.fileName)"
    guard FileSystem.exists(path) else {
      throw Diagnostic(
        path, "is missing",
        expected: "\(kind.words), which 'assay estimate \(kind.rawValue) "
          + "--config FILE --adapter \(model.text)' measures"
      )
    }
    try SafetensorsFile(path).checkSeal()
    statistics = try TensorStore(file: path)
  }

  private static func updates(of adapter: AdapterCheckpoint) -> [String: LowRankUpdate] {
    var updates: [String: LowRankUpdate] = [:]
    for part in adapter.modules {
      updates[part.name + ".weight"] = LowRankUpdate(
        a: part.a, b: part.b, scaling: part.scaling,
        isTransposed: AdaptedModule(part.name)?.layout.isTransposed ?? false, magnitude: part.magnitude)
    }
    for part in adapter.tables {
      updates[part.table.rawValue + ".weight"] = LowRankUpdate(
        a: part.a, b: part.b, scaling: part.scaling, isTransposed: part.table == .embedding, magnitude: part.magnitude)
    }
    return updates
  }

  var isBareAdapter: Bool { folder == nil }

  /// What of its adapter cannot be averaged as low-rank updates, for people; nil where there is nothing.
  var denseOnly: String? {
    if let name = updates.keys.sorted().first(where: { updates[$0]?.magnitude != nil }) { return "DoRA on '\(name)'" }
    return wholes.keys.sorted().first.map { "a whole '\($0)'" }
  }

  /// The tensor of this name, of the shape that the reference has in the result.
  func source(
    _ name: String, like reference: TensorView, shape: [Int], named original: String
  ) throws(Diagnostic) -> TensorSource {
    guard let store else {
      throw Diagnostic(
        model.text, "is an adapter, and there is no base", expected: "--base DIR, or the key base_model",
        status: .wrongUsage)
    }
    guard let view = wholes[name] ?? store[name] else {
      throw Diagnostic(
        store.place, "tensor '\(name)' is missing",
        expected: "\(reference.file) has '\(original)', of shape \(reference.shape)")
    }
    guard view.shape == shape else {
      throw Diagnostic(
        view.file, "tensor '\(name)' has shape \(view.shape)",
        expected: "shape \(shape), as in \(shape == reference.shape ? reference.file : "the resized adapters")")
    }
    guard view.holdsWeights else {
      throw Diagnostic(
        view.file, "tensor '\(name)' holds \(view.dtype.rawValue) numbers",
        expected: "weights must be F64, F32, F16 or BF16")
    }
    guard let update = updates[name] else { return .stored(view) }
    guard view.shape == update.shape else {
      throw Diagnostic(
        update.a.file, "'\(update.a.name)' is made for shape \(update.shape)",
        expected: "\(view.file) has shape \(view.shape) for '\(name)'")
    }
    return .updated(view, update)
  }

  /// Its statistic of a weight; nil where the file, of which `MergeStatistics` knows the format, has none.
  func statistic(_ name: String, shape expected: [Int]) throws(Diagnostic) -> TensorView? {
    guard let statistics else { return nil }
    let alias = statistics.files.first?.metadata["same:" + name]
    guard let view = statistics[name] ?? alias.flatMap({ statistics[$0] }) else { return nil }
    guard view.shape == expected, view.dtype.isWeight else {
      throw Diagnostic(
        view.file, "tensor '\(view.name)' has shape \(view.shape) in \(view.dtype.rawValue)",
        expected: "shape \(expected) for '\(name)', in F32, F16 or BF16")
    }
    return view
  }
}
