import Checkpoints
import Files
import Merging
import Tensors

extension AdapterPlan {
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
    let results = try compute(on: pool) { (merge) throws(Diagnostic) in
      switch job.output {
      case .svd:
        let truncated = try merge.truncated(to: job.rank ?? 1)
        return (truncated.factors, truncated.lost, truncated.whole)
      case .adapterSpace: return merge.averagedFactors().map { ($0, 0, 0) }
      default: return (merge.concatenated(), 0, 0)
      }
    }
    outcome.tensors = results.map(\.report)
    outcome.notes += notes
    outcome.adapterGap = Self.gap(results)
    if job.output == .svd {
      let whole = results.reduce(0) { $0 + $1.whole }
      outcome.residual = whole > 0 ? (results.reduce(0) { $0 + $1.lost } / whole).squareRoot() : 0
    }
    if job.output == .adapterSpace, let gap = outcome.adapterGap {
      outcome.notes.append(
        "A and B were averaged apart; the result differs from the average of the updates by \(Percentage.text(gap)) of its norm"
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
    on pool: ThreadPool, _ factors: (LowRankMerge) throws(Diagnostic) -> (LowRankMerge.Factors, Double, Double)?
  ) throws(Diagnostic) -> [Result] {
    for module in modules { for update in module.updates { try LowRankMerge.check(update, on: pool) } }
    var results = [Swift.Result<Result?, Diagnostic>](repeating: .success(nil), count: modules.count)
    results.withUnsafeMutableBufferPointer { results in
      nonisolated(unsafe) let results = results
      pool.forEachBlock(modules.count) { index, _ in
        let module = modules[index]
        let merge = LowRankMerge(module.updates, weights: module.weights, on: pool)
        do throws(Diagnostic) {
          guard let (factors, lost, whole) = try factors(merge) else { return }
          results[index] = .success(result(module, merge, factors, lost, whole))
        } catch {
          results[index] = .failure(error)
        }
      }
    }
    return try zip(results, modules).map { (result, module) throws(Diagnostic) in
      guard let result = try result.get() else {
        throw Diagnostic(
          module.updates[0].a.file, "the ranks or scalings of '\(module.name)' differ between the adapters",
          expected: "adapters of one shape for output adapter-space")
      }
      guard result.factors.isFinite, result.report.gram.isFinite, result.report.mergedNorm.isFinite,
        result.lost.isFinite, result.whole.isFinite
      else { throw .unbounded(module.name) }
      return result
    }
  }

  private func result(
    _ module: Module, _ merge: LowRankMerge, _ factors: LowRankMerge.Factors, _ lost: Double, _ whole: Double
  ) -> Result {
    let count = module.updates.count, averaged = count == parentCount ? merge.averagedFactors() : nil
    let gram = merge.gram(with: averaged.map { [$0] } ?? [])
    let parents = gram.prefix(count), norm = parents.norm(ofSum: module.weights)
    var gap = Double.nan
    if averaged != nil {
      let cross = (0..<count).reduce(0) { $0 + module.weights[$1] * gram[$1, count] }
      gap = max(0, gram[count, count] - 2 * cross + norm * norm)
    }
    return Result(
      factors: factors, lost: lost, whole: whole, gap: gap,
      report: TensorReport(
        name: module.name + ".weight", gram: parents.scattered(to: module.places, of: parentCount), mergedNorm: norm))
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
    outcome.tensors = try merge.run(observe: observe) { (tensor, bytes) throws(Diagnostic) in
      let values = FloatBuffer(count: tensor.shape.reduce(1, *))
      if let source = bytes.baseAddress {
        UnsafeMutableRawPointer(values.base).copyMemory(from: source, byteCount: bytes.count)
      }
      let found = try TruncatedUpdate.factors(
        values, rows: tensor.shape[0], columns: tensor.shape[1], rank: rank, on: pool)
      guard found.factors.isFinite, found.lost.isFinite, found.whole.isFinite else { throw .unbounded(tensor.name) }
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

extension Diagnostic {
  fileprivate static func unbounded(_ name: String) -> Diagnostic {
    Diagnostic(
      name, "the merged update holds numbers that are not finite in float32",
      expected: "adapters with factors of a usual size, or smaller weights of the merge")
  }
}
