public import Checkpoints
public import Tensors

/// A decoder of the Llama family that computes one ragged step at a time: rows of many paths of a prefix tree packed into one
/// matrix, no padding. The bits of a row depend on its own path only.
///
/// Dimension letters: M rows of a step, C hidden size, I intermediate size, V vocabulary.
public final class Decoder {
  public let configuration: ModelConfiguration
  public let pool: ThreadPool
  let weights: DecoderWeights
  let adapters: [DecoderAdapter]
  private var rotary: RotaryTable
  private let workspace: Workspace

  /// `mostRows` is the most rows that a step may have; the working memory is proportional to it.
  public init(
    _ weights: DecoderWeights, adapters: [DecoderAdapter] = [], on pool: ThreadPool, mostRows: Int
  ) {
    self.weights = weights
    self.adapters = adapters
    self.pool = pool
    configuration = weights.configuration
    rotary = RotaryTable(weights.configuration, positions: min(2048, weights.configuration.contextLength))
    workspace = Workspace(
      weights.configuration, rows: mostRows, rank: adapters.map(\.largestRank).max() ?? 0)
  }

  public var mostRows: Int { workspace.rows }

  public var keyValueShape: KeyValueShape {
    KeyValueShape(
      layers: configuration.layerCount, heads: configuration.keyValueHeadCount, headSize: configuration.headSize)
  }

  /// Floats of working memory for each row of a step.
  public static func workspaceFloatsPerRow(_ configuration: ModelConfiguration) -> Int {
    Workspace.floatsPerRow(configuration)
  }

  /// Computes the next tokens of each extension (`ids` in row order, all extensions together), makes them part of their segments,
  /// and scores `targets`, whose rows count through the step. One result for each target.
  public func step(
    _ ids: [Int32], _ extensions: [PathExtension], targets: [ThreadPool.Target]
  ) -> [ThreadPool.TokenScore] {
    let scored = ScoredRows(asked: targets.map(\.row), extensions: extensions)
    compute(ids, extensions, scored)
    return pool.scoreTokens(
      workspace.normed.base, rows: scored.rows.count, head: weights.head, targets: scored.renumbered(targets))
  }

  /// The same, but gives all logits of the asked rows, which ascend: (asked.count, V).
  public func step(
    _ ids: [Int32], _ extensions: [PathExtension], logitsOf asked: [Int32], into logits: UnsafeMutablePointer<Float>
  ) {
    let scored = ScoredRows(asked: asked, extensions: extensions)
    compute(ids, extensions, scored)
    guard !asked.isEmpty else { return }
    pool.multiply(workspace.normed.base, rows: asked.count, by: weights.head, into: logits)
  }

  /// The same, but gives the last hidden states of all rows, behind the final norm: (ids.count, C).
  public func step(_ ids: [Int32], _ extensions: [PathExtension], statesInto states: UnsafeMutablePointer<Float>) {
    compute(ids, extensions, ScoredRows(asked: ids.indices.map { Int32($0) }, extensions: extensions))
    states.update(from: workspace.normed.base, count: ids.count * configuration.hiddenSize)
  }

  /// Leaves the norms of the scored rows, which the head takes, at the front of `normed`.
  private func compute(_ ids: [Int32], _ extensions: [PathExtension], _ scored: ScoredRows) {
    let rows = ids.count
    precondition(rows <= workspace.rows, "\(rows) rows in a step of at most \(workspace.rows)")
    precondition(extensions.reduce(0) { $0 + $1.rows } == rows, "the extensions do not cover the rows")
    guard rows > 0 else { return }
    let positions = extensions.flatMap { part in (0..<part.rows).map { Int32(part.position + $0) } }
    let reach = Int(positions.max() ?? 0) + 1
    if reach > rotary.positions { rotary = RotaryTable(configuration, positions: max(reach, 2 * rotary.positions)) }
    let all = QueryRun.covering(nil, of: extensions)
    let w = workspace
    pool.gather(ids, from: weights.embedding, into: w.x.base)
    pool.rmsNorm(
      w.x.base, rows: rows, columns: configuration.hiddenSize, weight: weights.layers[0].attentionNorm,
      epsilon: Float(configuration.rmsNormEpsilon), into: w.normed.base)
    for layer in 0..<configuration.layerCount - 1 {
      computeInputs(layer, [.q, .k, .v], rows: rows, positions: positions, extensions)
      computeRest(layer, rows: rows, positions: positions, runs: all, extensions)
    }
    // Behind the last layer's keys and values only the scored rows matter.
    let last = configuration.layerCount - 1
    let areAllScored = scored.rows.count == rows
    computeInputs(last, areAllScored ? [.q, .k, .v] : [.k, .v], rows: rows, positions: positions, extensions)
    if !scored.rows.isEmpty {
      w.keep(scored.rows, of: rows)
      if !areAllScored { project(last, [(.q, w.q.base)], from: w.normed.base, rows: scored.rows.count) }
      computeRest(
        last, rows: scored.rows.count, positions: scored.rows.map { positions[$0] }, runs: scored.runs, extensions)
    }
    for part in extensions { part.segment.advance(by: part.rows) }
  }

  /// Fills the step's part of the segments for one layer from `normed`, and the queries where they are asked for: one product for
  /// all, since each ends with a wait for the slowest thread.
  private func computeInputs(
    _ layer: Int, _ projections: [Projection], rows: Int, positions: [Int32], _ extensions: [PathExtension]
  ) {
    let w = workspace
    project(
      layer, projections.map { ($0, $0 == .q ? w.q.base : $0 == .k ? w.k.base : w.v.base) }, from: w.normed.base,
      rows: rows)
    pool.rotate(
      w.k.base, heads: configuration.keyValueHeadCount, headSize: configuration.headSize, positions: positions,
      cosine: rotary.cosine, sine: rotary.sine)
    pool.store(keys: w.k.base, values: w.v.base, layer: layer, extensions: extensions)
  }

  /// Attention and feed-forward of one layer for some rows, whose residual stands in `x` and whose queries stand in `q`; leaves in `x`
  /// and `normed` the residual and norm that the next layer, or the head, begins with.
  private func computeRest(
    _ layer: Int, rows: Int, positions: [Int32], runs: [QueryRun], _ extensions: [PathExtension]
  ) {
    let w = workspace, c = configuration
    let epsilon = Float(c.rmsNormEpsilon)
    pool.rotate(
      w.q.base, heads: c.headCount, headSize: c.headSize, positions: positions, cosine: rotary.cosine,
      sine: rotary.sine)
    pool.attend(
      w.q.base, into: w.attended.base, heads: c.headCount, scale: 1 / Float(c.headSize).squareRoot(),
      window: c.slidingWindow, layer: layer, runs: runs, extensions: extensions)
    project(layer, [(.o, w.delta.base)], from: w.attended.base, rows: rows)
    pool.addThenRMSNorm(
      w.x.base, w.delta.base, rows: rows, columns: c.hiddenSize, weight: weights.layers[layer].mlpNorm,
      epsilon: epsilon, into: w.normed.base)
    project(layer, [(.gate, w.gate.base), (.up, w.up.base)], from: w.normed.base, rows: rows)
    pool.siluMultiply(w.gate.base, w.up.base, count: rows * c.intermediateSize)
    project(layer, [(.down, w.delta.base)], from: w.gate.base, rows: rows)
    let next = layer + 1 < c.layerCount ? weights.layers[layer + 1].attentionNorm : weights.finalNorm
    pool.addThenRMSNorm(
      w.x.base, w.delta.base, rows: rows, columns: c.hiddenSize, weight: next, epsilon: epsilon,
      into: w.normed.base)
  }

  /// y = W x for some projections of the same x, then what the adapters add, in their order.
  private func project(
    _ layer: Int, _ products: [(Projection, UnsafeMutablePointer<Float>)], from x: UnsafePointer<Float>, rows: Int
  ) {
    pool.multiply(x, rows: rows, products.map { (weights.layers[layer][$0.0], $0.1) })
    for adapter in adapters {
      for (projection, result) in products {
        guard let factors = adapter.factors(layer: layer, projection) else { continue }
        let outputs = factors.b.rows
        pool.multiply(x, rows: rows, by: factors.a, into: workspace.low.base)
        pool.multiply(workspace.low.base, rows: rows, by: factors.b, into: workspace.added.base)
        pool.add(workspace.added.base, times: factors.scaling, to: result, count: rows * outputs)
      }
    }
  }
}
