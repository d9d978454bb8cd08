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
  }

  private(set) var modules: [Module] = []
  let job: MergeConfiguration
  /// What the adapters are for, for people.
  let base: String

  /// Every adapter must change the same weights.
  init(_ job: MergeConfiguration, _ parents: MergeParents) throws(Diagnostic) {
    self.job = job
    let adapters = parents.all.compactMap(\.adapter)
    base = job.base?.text ?? adapters.first?.configuration.baseModel ?? ""
    guard let slice = job.slices.first, job.slices.count == 1, slice.sources.allSatisfy({ $0.layers == nil }),
      let first = parents.all.first
    else {
      throw Diagnostic("slices", "of adapters", expected: "models; slices are for model folders", status: .wrongUsage)
    }
    // In the order of the first adapter's factors.
    let names = adapters.first?.factors.map { $0.projection.moduleName(layer: $0.layer) } ?? []
    for parent in parents.all {
      if let stranger = parent.updates.keys.sorted().first(where: { first.updates[$0] == nil }) {
        throw Self.missing(stranger, in: first, has: parent)
      }
    }
    let layers = names.compactMap { LayerName($0).layer }.max() ?? 0
    for name in names {
      let weight = name + ".weight"
      var updates: [LowRankUpdate] = []
      for parent in parents.all {
        guard let update = parent.updates[weight] else { throw Self.missing(weight, in: parent, has: first) }
        if let other = updates.first {
          try Self.check(update.a, [update.rank, other.a.shape[1]], other.a)
          try Self.check(update.b, [other.b.shape[0], update.rank], other.b)
        }
        updates.append(update)
      }
      let t = layers > 0 ? Double(LayerName(name).layer ?? 0) / Double(layers) : 1
      let parameters = job.resolve(
        slice, tensor: weight, tensors: [String](repeating: weight, count: updates.count), t: t)
      let weights =
        job.method.name == "linear"
        ? try parameters.averagingWeights(for: weight)
        : [Double](repeating: 1 / Double(updates.count), count: updates.count)
      modules.append(Module(name: name, updates: updates, weights: weights))
    }
  }

  private static func missing(_ weight: String, in parent: MergeParent, has other: MergeParent) -> Diagnostic {
    Diagnostic(
      parent.model.text, "does not adapt '\(weight)'",
      expected: "\(other.model.text) does; the same weights in all adapters")
  }

  private static func check(_ view: TensorView, _ shape: [Int], _ other: TensorView) throws(Diagnostic) {
    guard view.shape == shape else {
      throw Diagnostic(
        view.file, "tensor '\(view.name)' has shape \(view.shape)",
        expected: "shape \(shape), to fit \(other.shape) in \(other.file)")
    }
  }
}
