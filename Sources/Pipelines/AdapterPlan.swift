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
  private let job: MergeConfiguration
  private let base: String

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

  /// What is computed of one module, apart from the others.
  private struct Result {
    var factors: LowRankMerge.Factors
    var lost = 0.0
    var whole = 0.0
    var gap = 0.0
    var report: TensorReport
  }

  /// The average of the updates, as the configuration wants it written.
  func write(
    to directory: String, _ outcome: inout MergeOutcome, _ pool: ThreadPool,
    _ observe: (Int) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    try observe(0)
    let job = job
    let results = try compute(on: pool) { merge in
      switch job.output {
      case .svd:
        let truncated = merge.truncated(to: job.rank ?? 1)
        return (truncated.factors, truncated.lost, truncated.whole)
      case .adapterSpace: return merge.averagedFactors().map { ($0, 0, 0) }
      default: return (merge.concatenated(), 0, 0)
      }
    }
    outcome.tensors = results.map(\.report)
    outcome.adapterGap = Self.gap(results)
    if job.output == .svd {
      let whole = results.reduce(0) { $0 + $1.whole }
      outcome.residual = whole > 0 ? (results.reduce(0) { $0 + $1.lost } / whole).squareRoot() : 0
    }
    if job.output == .adapterSpace, let gap = outcome.adapterGap {
      outcome.notes.append(
        "A and B were averaged apart; the result differs from the average of the updates by \(Self.percent(gap)) of its length"
      )
    }
    try MergedAdapter(modules: zip(modules, results).map { ($0.name, $1.factors) }, base: base).write(to: directory)
  }

  /// The gap alone; nil where the ranks or scalings differ.
  func gap(_ pool: ThreadPool) throws(Diagnostic) -> Double? {
    Self.gap(try compute(on: pool) { ($0.concatenated(), 0, 0) })
  }

  private static func gap(_ results: [Result]) -> Double? {
    let gap = results.reduce(0) { $0 + $1.gap }
    let whole = results.reduce(0) { $0 + $1.report.mergedNorm * $1.report.mergedNorm }
    return gap.isNaN || whole == 0 ? nil : (gap / whole).squareRoot()
  }

  private func compute(
    on pool: ThreadPool, _ factors: (LowRankMerge) -> (LowRankMerge.Factors, Double, Double)?
  ) throws(Diagnostic) -> [Result] {
    var results = [Result?](repeating: nil, count: modules.count)
    results.withUnsafeMutableBufferPointer { results in
      nonisolated(unsafe) let results = results
      pool.forEachBlock(modules.count) { index, _ in
        let module = modules[index]
        let merge = LowRankMerge(module.updates, weights: module.weights, on: pool)
        guard let (factors, lost, whole) = factors(merge) else { return }
        results[index] = Self.result(module, merge, factors, lost, whole)
      }
    }
    return try zip(results, modules).map { (result, module) throws(Diagnostic) in
      guard let result else {
        throw Diagnostic(
          module.updates[0].a.file, "the ranks or scalings of '\(module.name)' differ between the adapters",
          expected: "adapters of one shape for output adapter-space")
      }
      return result
    }
  }

  private static func result(
    _ module: Module, _ merge: LowRankMerge, _ factors: LowRankMerge.Factors, _ lost: Double, _ whole: Double
  ) -> Result {
    let count = module.updates.count, averaged = merge.averagedFactors()
    let gram = merge.gram(with: averaged.map { [$0] } ?? [])
    let parents = gram.prefix(count), norm = parents.norm(ofSum: module.weights)
    var gap = Double.nan
    if averaged != nil {
      let cross = (0..<count).reduce(0) { $0 + module.weights[$1] * gram[$1, count] }
      gap = max(0, gram[count, count] - 2 * cross + norm * norm)
    }
    return Result(
      factors: factors, lost: lost, whole: whole, gap: gap,
      report: TensorReport(name: module.name + ".weight", gram: parents, mergedNorm: norm))
  }

  static func percent(_ value: Double) -> String {
    let tenths = Int((value * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10) %"
  }

  /// The result of a method of full rank, cut down to factors.
  func writeTruncated(
    _ plan: MergePlan, seed: UInt64, to directory: String, _ outcome: inout MergeOutcome, _ pool: ThreadPool,
    _ observe: (Int) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    let rank = job.rank ?? 1
    var factors: [String: LowRankMerge.Factors] = [:], lost = 0.0, whole = 0.0
    let tensors = plan.tensors.map { tensor in
      var tensor = tensor
      tensor.dtype = .f32
      tensor.isDifference = true
      return tensor
    }
    let merge = ModelMerge(job.method, tensors, seed: seed, on: pool)
    outcome.tensors = try merge.run(observe: observe) { tensor, bytes in
      let values = FloatBuffer(count: tensor.shape.reduce(1, *))
      if let source = bytes.baseAddress {
        UnsafeMutableRawPointer(values.base).copyMemory(from: source, byteCount: bytes.count)
      }
      let found = TruncatedUpdate.factors(values, rows: tensor.shape[0], columns: tensor.shape[1], rank: rank, on: pool)
      factors[tensor.name] = found.factors
      lost += found.lost
      whole += found.whole
    }
    outcome.residual = whole > 0 ? (lost / whole).squareRoot() : 0
    try MergedAdapter(
      modules: modules.compactMap { module in factors[module.name + ".weight"].map { (module.name, $0) } }, base: base
    ).write(to: directory)
  }
}
