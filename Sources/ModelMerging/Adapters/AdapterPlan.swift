import Checkpoints
import Files
import Merging
import Tensors

/// The weights that adapters change, and how their updates are averaged.
struct AdapterPlan {
  struct Module {
    /// Of the weight, without `.weight`.
    var name: String
    var updates: [LowRankUpdate]
    var weights: [Double]
    /// Whose updates those are, by their numbers among the parents.
    var places: [Int]
  }

  private(set) var modules: [Module] = []
  /// What is to be said of adapters that change different weights.
  private(set) var notes: [String] = []
  let parentCount: Int
  let job: MergeConfiguration
  /// What the adapters are for, for people.
  let base: String

  /// Adapters may change different weights.
  init(_ job: MergeConfiguration, _ parents: MergeParents) throws(Diagnostic) {
    self.job = job
    parentCount = parents.all.count
    let adapters = parents.all.compactMap(\.adapter)
    base = job.base?.text ?? adapters.first?.configuration.baseModel ?? ""
    guard let slice = job.slices.first, job.slices.count == 1, slice.sources.allSatisfy({ $0.layers == nil })
    else {
      throw Diagnostic("slices", "of adapters", expected: "models; slices are for model folders", status: .wrongUsage)
    }
    let names = Self.names(parents), layers = names.compactMap { LayerName($0).layer }.max() ?? 0
    for name in names {
      let weight = name + ".weight"
      var updates: [LowRankUpdate] = [], places: [Int] = []
      for (place, parent) in parents.all.enumerated() {
        // An adapter that does not change a weight counts as one that changes it by nothing.
        guard let update = parent.updates[weight] else { continue }
        if let other = updates.first, update.isTransposed {
          try Self.check(update.a, [update.rank, other.shape[0]], other.a)
          try Self.check(update.b, [other.shape[1], update.rank], other.b)
        } else if let other = updates.first {
          try Self.check(update.a, [update.rank, other.shape[1]], other.a)
          try Self.check(update.b, [other.shape[0], update.rank], other.b)
        }
        updates.append(update)
        places.append(place)
      }
      if job.output == .adapterSpace, places.count < parents.all.count {
        let lacking = parents.all.indices.first { !places.contains($0) } ?? 0
        throw Diagnostic(
          parents.all[lacking].model.text, "does not adapt '\(weight)'",
          expected:
            "\(parents.all[places[0]].model.text) does; the same weights in all adapters for output adapter-space",
          status: .wrongUsage)
      }
      let t = layers > 0 ? Double(LayerName(name).layer ?? 0) / Double(layers) : 1
      let parameters = try job.resolve(
        slice, tensor: weight, tensors: [String](repeating: weight, count: parents.all.count), t: t)
      let weights = try job.method.factorWeights(parameters, tensor: weight, parents: parents.all.count)
      modules.append(Module(name: name, updates: updates, weights: places.map { weights[$0] }, places: places))
    }
    for (place, parent) in parents.all.enumerated() {
      let lacking = modules.filter { !$0.places.contains(place) }
      guard let first = lacking.first else { continue }
      notes.append(
        "\(parent.model.text) does not change \(lacking.count) of \(modules.count) weights, '\(first.name).weight' the first: "
          + "for those it counts as no change")
    }
  }

  /// All modules that some adapter changes: by layer, in the order of a layer; the embedding before, the output layer behind.
  private static func names(_ parents: MergeParents) -> [String] {
    var names: [(layer: Int, place: Int, name: String)] = []
    for adapter in parents.all.compactMap(\.adapter) {
      for part in adapter.factors {
        names.append((part.layer, Projection.allCases.firstIndex(of: part.projection) ?? 0, part.moduleName))
      }
      for part in adapter.fused {
        let place = Projection.allCases.firstIndex(of: part.fusion.parts[0]) ?? 0
        names.append((part.layer, place, part.moduleName))
      }
      for part in adapter.tables { names.append((part.table == .embedding ? -1 : Int.max, 0, part.table.rawValue)) }
    }
    var result: [String] = []
    for (_, _, name) in names.sorted(by: { ($0.layer, $0.place) < ($1.layer, $1.place) }) where result.last != name {
      result.append(name)
    }
    return result
  }

  private static func check(_ view: TensorView, _ shape: [Int], _ other: TensorView) throws(Diagnostic) {
    guard view.shape == shape else {
      throw Diagnostic(
        view.file, "tensor '\(view.name)' has shape \(view.shape)",
        expected: "shape \(shape), to fit \(other.shape) in \(other.file)")
    }
  }
}
