public import Checkpoints
public import Tensors

/// A decoder that computes one ragged step at a time: rows of many paths of a prefix tree packed into one
/// matrix, no padding. The bits of a row depend on its own path only.
///
/// Dimension letters: M rows of a step, C hidden size, I intermediate size, V vocabulary.
public final class Decoder {
  public let configuration: ModelConfiguration
  public let pool: ThreadPool
  /// The models that answer together; one, as a rule.
  let members: [DecoderMember]
  private let ensemble: EnsembleHead?
  private var rotary: RotaryTables
  /// Those that turn the rows of the step.
  private var turning: RotaryTables
  private let workspace: Workspace
  /// Of heads whose scores fall with the distance.
  private let slopes: FloatBuffer?

  /// `maxRows` is the most rows that a step may have; the working memory is proportional to it.
  public convenience init(
    _ weights: DecoderWeights, adapters: [DecoderAdapter] = [], on pool: ThreadPool, maxRows: Int
  ) {
    self.init([DecoderMember(weights, adapters: adapters)], mixing: .logits, on: pool, maxRows: maxRows)
  }

  /// Several models of one shape that give one distribution. Each has keys and values of its own, as if they were further layers.
  public init(_ members: [DecoderMember], mixing: EnsembleMixing, on pool: ThreadPool, maxRows: Int) {
    precondition(!members.isEmpty, "a decoder has a model")
    self.members = members
    self.pool = pool
    configuration = members[0].weights.configuration
    slopes = configuration.slopes.map { FloatBuffer($0) }
    ensemble = members.count > 1 ? EnsembleHead(members, mixing: mixing, on: pool) : nil
    rotary = RotaryTables(configuration, positions: min(2048, configuration.contextLength))
    turning = rotary
    let adapters = members.flatMap(\.adapters)
    workspace = Workspace(
      configuration, rows: maxRows, rank: adapters.map(\.largestRank).max() ?? 0,
      adapterExperts: adapters.map(\.mostExperts).max() ?? 0)
  }

  public var maxRows: Int { workspace.rows }

  /// Mixtures of the adapters that a row may choose from; 1 where there is no choice.
  public var variants: Int { members.flatMap(\.adapters).map(\.variants).max() ?? 1 }

  public var keyValueShape: KeyValueShape {
    KeyValueShape(
      layers: members.count * configuration.layerCount, heads: configuration.keyValueHeadCount,
      headSize: configuration.headSize)
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
    let targets = scored.renumbered(targets)
    if let ensemble { return ensemble.scores(targets) }
    pool.scale(
      workspace.normed.base, by: configuration.headScale, count: scored.rows.count * configuration.hiddenSize)
    return pool.scoreTokens(
      workspace.normed.base, rows: scored.rows.count, head: members[0].weights.head, cap: configuration.logitCap,
      targets: targets)
  }

  /// The same, but gives all logits of the asked rows, which ascend: (asked.count, V).
  public func step(
    _ ids: [Int32], _ extensions: [PathExtension], logitsOf asked: [Int32], into logits: UnsafeMutablePointer<Float>
  ) {
    let scored = ScoredRows(asked: asked, extensions: extensions)
    compute(ids, extensions, scored)
    guard !asked.isEmpty else { return }
    if let ensemble { return ensemble.write(into: logits) }
    pool.scale(workspace.normed.base, by: configuration.headScale, count: asked.count * configuration.hiddenSize)
    pool.multiply(workspace.normed.base, rows: asked.count, by: members[0].weights.head, into: logits)
    pool.softCap(logits, configuration.logitCap, count: asked.count * configuration.vocabularySize)
  }

  /// The same, but gives the last hidden states of all rows, behind the final norm: (ids.count, C).
  public func step(_ ids: [Int32], _ extensions: [PathExtension], statesInto states: UnsafeMutablePointer<Float>) {
    compute(ids, extensions, ScoredRows(asked: ids.indices.map { Int32($0) }, extensions: extensions))
    states.update(from: workspace.normed.base, count: ids.count * configuration.hiddenSize)
  }

  /// Leaves the norms of the scored rows, which the head takes, at the front of `normed`; those of several models in `ensemble`.
  private func compute(_ ids: [Int32], _ extensions: [PathExtension], _ scored: ScoredRows) {
    let rows = ids.count
    precondition(rows <= workspace.rows, "\(rows) rows in a step of at most \(workspace.rows)")
    precondition(extensions.reduce(0) { $0 + $1.rows } == rows, "the extensions do not cover the rows")
    guard rows > 0 else { return }
    for member in members.indices {
      compute(ids, extensions, scored, member)
      ensemble?.keep(workspace.normed.base, rows: scored.rows.count, member: member)
    }
    for part in extensions { part.segment.advance(by: part.rows) }
  }

  private func compute(_ ids: [Int32], _ extensions: [PathExtension], _ scored: ScoredRows, _ member: Int) {
    let rows = ids.count, weights = members[member].weights
    let variants = self.variants(of: extensions, member)
    let reach = extensions.map { $0.position + $0.rows }.max() ?? 0
    if reach > rotary.positions { rotary = RotaryTables(configuration, positions: max(reach, 2 * rotary.positions)) }
    let places = extensions.flatMap { part in
      (0..<part.rows).map { (position: part.position + $0, length: part.length) }
    }
    let positions: [Int32]
    (turning, positions) = rotary.turning(places)
    let all = QueryRun.covering(nil, of: extensions)
    let w = workspace
    pool.gather(ids, from: weights.embedding, into: w.x.base)
    pool.scale(w.x.base, by: Float(configuration.features.embeddingScale), count: rows * configuration.hiddenSize)
    if let table = weights.positions {
      pool.gather(places.map { Int32($0.position) }, from: table, into: w.delta.base)
      pool.add(w.delta.base, to: w.x.base, count: rows * configuration.hiddenSize)
    }
    norm(w.x, rows, weights.layers[0].norm(.attentionInput), into: w.normed)
    for layer in 0..<configuration.layerCount - 1 {
      computeInputs(layer, member, [.q, .k, .v], positions: positions, variants, extensions)
      computeRest(layer, member, positions: positions, variants, runs: all, extensions)
    }
    // Behind the last layer's keys and values only the scored rows matter.
    let last = configuration.layerCount - 1
    let areAllScored = scored.rows.count == rows
    computeInputs(last, member, areAllScored ? [.q, .k, .v] : [.k, .v], positions: positions, variants, extensions)
    if !scored.rows.isEmpty {
      w.keep(scored.rows, of: rows)
      let kept = variants.isEmpty ? [] : scored.rows.map { variants[$0] }
      if !areAllScored { project(last, member, [(.q, w.q.base)], from: w.normed.base, rows: scored.rows.count, kept) }
      computeRest(
        last, member, positions: scored.rows.map { positions[$0] }, kept, runs: scored.runs, extensions)
    }
  }

  /// Fills the step's part of the segments for one layer from `normed`, and the queries where they are asked for: one product for
  /// all, since each ends with a wait for the slowest thread.
  private func computeInputs(
    _ layer: Int, _ member: Int, _ projections: [Projection], positions: [Int32], _ variants: [Int32],
    _ extensions: [PathExtension]
  ) {
    let w = workspace
    project(
      layer, member, projections.map { ($0, $0 == .q ? w.q.base : $0 == .k ? w.k.base : w.v.base) },
      from: w.normed.base, rows: positions.count, variants)
    prepare(w.k, .key, layer, member, heads: configuration.keyValueHeadCount, positions)
    pool.store(
      keys: w.k.base, values: w.v.base, layer: member * configuration.layerCount + layer, extensions: extensions)
  }

  /// Attention and feed-forward of one layer for some rows, whose residual stands in `x` and whose queries stand in `q`; leaves in `x`
  /// and `normed` the residual and norm that the next layer, or the head, begins with.
  private func computeRest(
    _ layer: Int, _ member: Int, positions: [Int32], _ variants: [Int32], runs: [QueryRun],
    _ extensions: [PathExtension]
  ) {
    let w = workspace, c = configuration, weights = members[member].weights, rows = positions.count
    let own = weights.layers[layer]
    prepare(w.q, .query, layer, member, heads: c.headCount, positions)
    pool.attend(
      w.q.base, into: w.attended.base, heads: c.headCount, scale: c.attentionScale, cap: c.attentionCap, slopes: slopes,
      window: c.window(ofLayer: layer), layer: member * c.layerCount + layer, runs: runs, extensions: extensions)
    project(layer, member, [(.o, w.delta.base)], from: w.attended.base, rows: rows, variants)
    if c.features.isParallel {
      // Both blocks read the residual as it was.
      norm(w.x, rows, own.norm(.feedForwardInput), into: w.normed)
      pool.add(w.delta.base, to: w.x.base, count: rows * c.hiddenSize)
    } else {
      finishBlock(rows, output: own.norm(.attentionOutput), next: own.norm(.feedForwardInput))
    }
    if let experts = weights.layers[layer].experts {
      experts.compute(w, rows: rows, activation: c.features.activation, on: pool)
    } else {
      let inputs: [(Projection, UnsafeMutablePointer<Float>)] =
        c.features.activation.hasGate ? [(.gate, w.gate.base), (.up, w.up.base)] : [(.up, w.gate.base)]
      project(layer, member, inputs, from: w.normed.base, rows: rows, variants)
      pool.activate(w.gate.base, w.up.base, c.features.activation, count: rows * c.intermediateSize)
      project(layer, member, [(.down, w.delta.base)], from: w.gate.base, rows: rows, variants)
    }
    let next: DecoderWeights.Norm? =
      layer + 1 < c.layerCount
      ? weights.layers[layer + 1].norm(.attentionInput) : (weight: weights.finalNorm, shift: weights.finalShift)
    finishBlock(rows, output: own.norm(.feedForwardOutput), next: next)
  }

  private var epsilon: Float { Float(configuration.rmsNormEpsilon) }

  /// Adds what a block made, `delta`, to the residual, and makes of that what the next one begins with.
  /// - Parameters:
  ///   - output: the norm behind the block; nil: none.
  ///   - next: the norm before what follows; nil: none.
  private func finishBlock(_ rows: Int, output: DecoderWeights.Norm?, next: DecoderWeights.Norm?) {
    let w = workspace, columns = configuration.hiddenSize, count = rows * columns
    if output != nil { norm(w.delta, rows, output, into: w.delta) }
    pool.scale(w.delta.base, by: Float(configuration.features.residualScale), count: count)
    if let next, next.shift == nil {
      pool.addThenRMSNorm(
        w.x.base, w.delta.base, rows: rows, columns: columns, weight: next.weight,
        offset: configuration.normOffset, epsilon: epsilon, into: w.normed.base)
    } else {
      pool.add(w.delta.base, to: w.x.base, count: count)
      norm(w.x, rows, next, into: w.normed)
    }
  }

  /// y = norm(x); x itself where there is no norm.
  private func norm(_ x: FloatBuffer, _ rows: Int, _ norm: DecoderWeights.Norm?, into y: FloatBuffer) {
    let columns = configuration.hiddenSize
    guard let norm else { return y.base.update(from: x.base, count: rows * columns) }
    if let shift = norm.shift {
      pool.layerNorm(x.base, rows: rows, weight: norm.weight, shift: shift, epsilon: epsilon, into: y.base)
    } else {
      pool.rmsNorm(
        x.base, rows: rows, columns: columns, weight: norm.weight, offset: configuration.normOffset, epsilon: epsilon,
        into: y.base)
    }
  }

  /// Norm and rotation of queries or keys, where the layer has them.
  private func prepare(
    _ x: FloatBuffer, _ norm: HeadNorm, _ layer: Int, _ member: Int, heads: Int, _ positions: [Int32]
  ) {
    let c = configuration
    if let weight = members[member].weights.layers[layer].headNorms[norm] {
      // Head by head, or all heads as one row.
      let rows = positions.count * heads * c.headSize / weight.count
      pool.rmsNorm(
        x.base, rows: rows, columns: weight.count, weight: weight, offset: c.normOffset, epsilon: epsilon, into: x.base)
    }
    guard !c.features.unrotatedLayers.contains(layer) else { return }
    let table = turning[layer]
    pool.rotate(
      x.base, heads: heads, headSize: c.headSize, rotated: c.rotatedSize, positions: positions, cosine: table.cosine,
      sine: table.sine)
  }

  /// The variant of each row; empty where no adapter is a mixture.
  private func variants(of extensions: [PathExtension], _ member: Int) -> [Int32] {
    guard members[member].adapters.contains(where: \.isMixture) else { return [] }
    return extensions.flatMap { [Int32](repeating: Int32($0.variant), count: $0.rows) }
  }

  /// y = W x for some projections of the same x, then what the adapters add, in their order.
  private func project(
    _ layer: Int, _ member: Int, _ products: [(Projection, UnsafeMutablePointer<Float>)], from x: UnsafePointer<Float>,
    rows: Int, _ variants: [Int32]
  ) {
    let weights = members[member].weights.layers[layer]
    pool.multiply(x, rows: rows, products.map { (weights[$0.0], $0.1) })
    for (projection, result) in products {
      if let bias = weights.biases[projection] { pool.add(bias: bias, to: result, rows: rows) }
    }
    for adapter in members[member].adapters {
      for (projection, result) in products {
        guard let factors = adapter.factors(layer: layer, projection) else { continue }
        let outputs = factors.b.rows
        pool.multiply(x, rows: rows, by: factors.a, into: workspace.low.base)
        if let shares = factors.shares {
          pool.scale(workspace.low.base, columns: factors.a.rows, byRows: variants, of: shares)
        }
        if let router = factors.router {
          pool.multiply(x, rows: rows, by: router, into: workspace.mixing.base)
          pool.softmax(workspace.mixing.base, rows: rows, columns: router.rows)
          pool.scale(
            workspace.low.base, rows: rows, groups: router.rows, width: factors.a.rows / router.rows,
            byShares: workspace.mixing.base)
        }
        pool.multiply(workspace.low.base, rows: rows, by: factors.b, into: workspace.added.base)
        pool.add(workspace.added.base, times: factors.scaling, to: result, count: rows * outputs)
        guard let gains = factors.gains else { continue }
        pool.scale(result, columns: outputs, byRows: [Int32](repeating: 0, count: rows), of: gains)
      }
    }
  }
}
