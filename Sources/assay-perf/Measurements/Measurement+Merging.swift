import Checkpoints
import Files
import Merging
import Synchronization
import Tensors

extension Measurement {
  /// What of merging is dense linear algebra: RegMean of the widest map of Llama-2-7B, and adapters cut down to a rank.
  func measureMerging() throws(Diagnostic) -> SectionResult {
    var result = SectionResult(figures: [try measureRegMean()])
    result.figures += try measureTruncation()
    return result
  }

  /// Two parents of one layer's map of the most inputs, once: it takes as long as all other sections.
  private func measureRegMean() throws(Diagnostic) -> Figure {
    let subject = try MergeSubject(), shape = isQuick ? [64, 256] : [4096, 11008]
    guard let method = MergeMethod.all.first(where: { $0.statistics == .gram }) else {
      throw Diagnostic("merging", "no method reads Gram matrices", expected: "RegMean")
    }
    let gram = try subject.gram("gram", size: shape[1])
    let tensor = ModelMerge.Tensor(
      name: "weight", shape: shape, dtype: .f32,
      parents: [.stored(try subject.weight("one", shape)), .stored(try subject.weight("two", shape))], base: nil,
      statistics: [gram, gram],
      parameters: try TensorParameters(method, .paper, parents: 2, tensor: "weight"))
    let watch = Stopwatch()
    _ = try ModelMerge(method, [tensor], seed: 1, on: pool).run { (_, _) throws(Diagnostic) in }
    return Figure("RegMean of \(shape[0]) x \(shape[1])", Spread([watch.seconds]), "s")
  }

  /// The average of four adapters on all maps of one layer, cut down to the rank of one; and their lengths and cosines.
  private func measureTruncation() throws(Diagnostic) -> [Figure] {
    let subject = try MergeSubject(), rank = isQuick ? 4 : 64, width = isQuick ? 64 : 4096
    let inner = isQuick ? 172 : 11008
    let shapes = [(width, width), (width, width), (width, width), (width, width), (width, inner), (width, inner)]
    var modules: [[LowRankUpdate]] = []
    for (index, shape) in (shapes + [(inner, width)]).enumerated() {
      modules.append(
        try (0..<4).map { (parent) throws(Diagnostic) in
          try subject.update("\(index).\(parent)", inputs: shape.0, outputs: shape.1, rank: rank)
        })
    }
    let merges = modules.map { LowRankMerge($0, weights: [0.25, 0.25, 0.25, 0.25], on: pool) }
    var truncations: [Double] = [], products: [Double] = []
    for _ in 0..<repeats {
      try Interruption.check()
      let watch = Stopwatch()
      let failed = Mutex<Diagnostic?>(nil)
      pool.forEachBlock(merges.count) { index, _ in
        do throws(Diagnostic) { _ = try merges[index].truncated(to: rank) } catch {
          failed.withLock { $0 = error }
        }
      }
      truncations.append(watch.seconds)
      if let failure = failed.withLock({ $0 }) { throw failure }
      let second = Stopwatch()
      pool.forEachBlock(merges.count) { index, _ in _ = merges[index].gram() }
      products.append(second.seconds)
    }
    let what = "4 adapters of rank \(rank), 7 maps"
    return [
      Figure("SVD of \(what)", Spread(truncations), "s"), Figure("cosines of \(what)", Spread(products), "s"),
    ]
  }
}
