import Checkpoints
import Files
import Merging

/// Which tensors a merge has, and what each is made of. Everything that can be wrong with them is found here, before
/// anything is written.
struct MergePlan {
  private(set) var tensors: [ModelMerge.Tensor] = []
  /// The parents of each tensor by their numbers among all models.
  private(set) var parentsOfTensors: [[Int]] = []
  /// Layers of the result; nil where they are those of the parents.
  private(set) var layerCount: Int?
  private let job: MergeConfiguration
  private let parents: MergeParents

  /// - Parameter onlyUpdated: just the weights that an adapter changes.
  init(_ job: MergeConfiguration, _ parents: MergeParents, onlyUpdated: Bool = false) throws(Diagnostic) {
    self.job = job
    self.parents = parents
    guard let first = job.slices.first, let last = job.slices.last, let reference = try reference(first) else {
      throw Diagnostic(
        "merge", "no model to take the tensors from", expected: "--base DIR, or the key base_model", status: .wrongUsage
      )
    }
    let views = reference.views
    let outside = views.filter { LayerName($0.name).layer == nil }
    let sliced = first.sources.contains { $0.layers != nil }
    if !sliced { try checkNames(reference) }
    for view in outside where LayerName(view.name).endPosition == 0 {
      try add(view, first, layer: nil, t: 0)
    }
    let count = (views.compactMap { LayerName($0.name).layer }.max() ?? -1) + 1
    var current = 0
    for slice in job.slices {
      let lengths = Set(slice.sources.map { $0.layers?.count ?? count })
      guard lengths.count == 1, let length = lengths.first else {
        throw Diagnostic(
          "slices", "a slice takes \(lengths.sorted().map { "\($0)" }.joined(separator: " and ")) layers",
          expected: "as many of each model", status: .wrongUsage)
      }
      let start = (base(of: slice) ?? slice.sources[0]).layers?.lowerBound ?? 0
      guard start + length <= count else {
        throw Diagnostic(
          "slices", "layers \(start) to \(start + length - 1) are asked for",
          expected: "\(reference.place) has \(count)", status: .wrongUsage)
      }
      for step in 0..<length {
        let t = length > 1 ? Double(step) / Double(length - 1) : 1
        for view in views where LayerName(view.name).layer == start + step {
          try add(view, slice, layer: (step, current), t: t)
        }
        current += 1
      }
    }
    for view in outside where LayerName(view.name).endPosition == 1 { try add(view, last, layer: nil, t: 1) }
    layerCount = sliced ? current : nil
    if onlyUpdated {
      let kept = tensors.indices.filter { index in
        tensors[index].parents.contains { if case .updated = $0 { true } else { false } }
      }
      (tensors, parentsOfTensors) = (kept.map { tensors[$0] }, kept.map { parentsOfTensors[$0] })
    }
    try job.checkSlices(tensors)
  }

  /// Reports in terms of all models.
  func spread(_ reports: [TensorReport]) -> [TensorReport] {
    let count = job.models.count
    return zip(reports, parentsOfTensors).map { report, places in
      TensorReport(
        name: report.name, gram: report.gram.scattered(to: places, of: count), mergedNorm: report.mergedNorm)
    }
  }

  private func base(of slice: MergeConfiguration.Slice) -> MergeConfiguration.Source? {
    slice.sources.first { $0.model == job.base }
  }

  /// The store that names the tensors: the base's, or the first model's.
  private func reference(_ slice: MergeConfiguration.Slice) throws(Diagnostic) -> TensorStore? {
    if let base = parents.base { return base }
    return slice.sources.lazy.compactMap { parents[$0.model]?.store }.first
  }

  /// No parent may have tensors that the others lack.
  private func checkNames(_ reference: TensorStore) throws(Diagnostic) {
    for parent in parents.all {
      guard let store = parent.store, store.place != reference.place,
        let stranger = store.names.first(where: { reference[$0] == nil })
      else { continue }
      throw Diagnostic(
        store.place, "tensor '\(stranger)' is one that \(reference.place) lacks",
        expected: "the same tensors in all models")
    }
  }

  /// - Parameter layer: steps from the slice's start, and its number in the result.
  private mutating func add(
    _ reference: TensorView, _ slice: MergeConfiguration.Slice, layer: (step: Int, result: Int)?, t: Double
  ) throws(Diagnostic) {
    let name = LayerName(reference.name), shape = self.shape(of: reference)
    let result = layer.map { name.moved(to: $0.result) } ?? reference.name
    var sources: [TensorSource] = [], names: [String] = [], statistics: [TensorView] = [], without: [MergeParent] = []
    for source in slice.sources where job.isParent(source.model) {
      guard let parent = parents[source.model] else { continue }
      let own = layer.map { name.moved(to: (source.layers?.lowerBound ?? 0) + $0.step) } ?? reference.name
      sources.append(try self.source(of: parent, own, reference))
      names.append(own)
      guard let wanted = job.method.statistics?.shape(of: shape) else { continue }
      if let view = try parent.statistic(own, shape: wanted) {
        statistics.append(view)
      } else {
        without.append(parent)
      }
    }
    if let missing = without.first, !statistics.isEmpty {
      throw Diagnostic(
        missing.statistics?.place ?? missing.model.text, "has nothing for '\(reference.name)'",
        expected: "\(statistics[0].file) has; all of them or none")
    }
    guard reference.holdsWeights else {
      throw Diagnostic(
        reference.file, "tensor '\(reference.name)' holds \(reference.dtype.rawValue) numbers",
        expected: "weights must be F64, F32, F16 or BF16")
    }
    parentsOfTensors.append(
      slice.sources.filter { job.isParent($0.model) }.compactMap { job.models.firstIndex(of: $0.model) })
    tensors.append(
      ModelMerge.Tensor(
        name: result, shape: shape, dtype: job.dtype ?? (reference.dtype == .f64 ? .f32 : reference.dtype),
        parents: sources,
        base: try parents.base.map { (_) throws(Diagnostic) in try baseSource(reference) }, statistics: statistics,
        parameters: try job.resolve(slice, tensor: result, tensors: names, t: t)))
  }

  /// Whether a tensor has a row for each token, and tokens are put in another order.
  private func isGathered(_ reference: TensorView) -> Bool {
    parents.vocabulary?.rowCount != nil && MergeVocabulary.tables.contains(reference.name)
  }

  /// Whether it is such a table, and the adapters bring another number of rows than the base has.
  private func isResized(_ reference: TensorView) -> Bool {
    parents.resizedRows != nil && MergeVocabulary.tables.contains(reference.name)
  }

  private func shape(of reference: TensorView) -> [Int] {
    let rows = isGathered(reference) ? parents.vocabulary?.rowCount : isResized(reference) ? parents.resizedRows : nil
    return rows.map { [$0] + reference.shape.dropFirst() } ?? reference.shape
  }

  private func source(
    of parent: MergeParent, _ name: String, _ reference: TensorView
  ) throws(Diagnostic) -> TensorSource {
    guard isGathered(reference), let vocabulary = parents.vocabulary else {
      return try parent.source(name, like: reference, shape: shape(of: reference), named: reference.name)
    }
    guard parent.updates[name] == nil, parent.wholes[name] == nil else {
      throw Diagnostic(
        parent.model.text, "changes '\(name)', and tokens are put in another order",
        expected: "the adapter merged into its model first, then tokenizer_source", status: .wrongUsage)
    }
    return .gathered(try vocabulary.rows(of: parent.folder ?? parents.baseFolder ?? "", table: name))
  }

  private func baseSource(_ reference: TensorView) throws(Diagnostic) -> TensorSource {
    if isResized(reference) { return .gathered(resized(reference)) }
    guard isGathered(reference), let vocabulary = parents.vocabulary, let folder = parents.baseFolder else {
      return .stored(reference)
    }
    return .gathered(try vocabulary.rows(of: folder, table: reference.name))
  }

  /// The base's table with as many rows as the adapters bring. What it was given behind its own when they were trained is written
  /// nowhere; as mergekit has it of tokens that a model lacks, such a row is the mean of those of all models that have it.
  private func resized(_ reference: TensorView) -> GatheredRows {
    let others = parents.all.compactMap { $0.wholes[reference.name] }, own = reference.shape[0]
    let rows = (0..<shape(of: reference)[0]).map { row -> [GatheredRows.Origin] in
      row < own
        ? [GatheredRows.Origin(table: 0, row: row)]
        : others.indices.map { GatheredRows.Origin(table: $0 + 1, row: row) }
    }
    return GatheredRows(tables: [reference] + others, rows: rows)
  }
}
