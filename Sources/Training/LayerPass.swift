import Checkpoints
import Tensors
import Transformers

/// One layer forward and backward over a batch. Letters: M rows of the batch, N rows that matter behind the attention (all, or in
/// the last layer those with a label), C hidden size, I intermediate size.
struct LayerPass {
  let decoder: TrainableDecoder
  let index: Int
  let batch: TrainingBatch
  /// Rows that matter behind the attention; nil: all.
  let kept: [Int32]?
  let rotary: RotaryTables
  /// For each row of the batch that of the tables.
  let rotaryRows: [Int32]
  /// Of heads whose scores fall with the distance.
  let slopes: FloatBuffer?
  let machine: TrainingMachine

  /// What the backward pass needs of the forward pass.
  struct Activations {
    /// The residual before the layer and its norm: (M, C).
    var x, normed: Borrowed
    /// After rotation: q (N, ...), k and v (M, ...); what attention gave (N, ...).
    var q, k, v, attended: Borrowed
    /// Before the norms of queries and keys, and behind the blocks, where there are such.
    var rawHeads: [HeadNorm: Borrowed]
    var rawBlocks: [BlockNorm: Borrowed]
    /// What goes into the feed-forward, the residual between the two or, where they stand beside each other, that before both; and
    /// its norm: (N, C).
    var middle, normedMiddle: Borrowed
    var feedForward: FeedForward
  }

  var layer: TrainableDecoder.Layer { decoder.layers[index] }
  var c: ModelConfiguration { decoder.configuration }
  var pool: ThreadPool { machine.pool }
  var cache: BufferCache { machine.cache }
  var keptRows: Int { kept?.count ?? batch.rows }
  var residualScale: Float { Float(c.features.residualScale) }

  /// Keys of the rows for one kind of use: all rows, or the kept ones.
  func keys(all: Bool) -> [UInt64] {
    guard let kept, !all else { return batch.rowKeys }
    return kept.map { batch.rowKeys[Int($0)] }
  }

  /// The rows of the rotary table for the same.
  func positions(all: Bool) -> [Int32] {
    guard let kept, !all else { return rotaryRows }
    return kept.map { rotaryRows[Int($0)] }
  }

  /// From the residual (M, C) to the residual of the rows that matter (N, C).
  func forward(_ x: Borrowed) -> (output: Borrowed, activations: Activations) {
    let normed = normedInput(x, .attentionInput, rows: batch.rows)
    let all = keys(all: true), some = keys(all: false)
    let k = layer[.k].forward(normed, rows: batch.rows, keys: all, on: machine)
    let v = layer[.v].forward(normed, rows: batch.rows, keys: all, on: machine)
    var rawHeads: [HeadNorm: Borrowed] = [:], rawBlocks: [BlockNorm: Borrowed] = [:]
    rawHeads[.key] = normHeads(k, .key)
    rotate(k, heads: c.keyValueHeadCount, positions: positions(all: true))
    let q = layer[.q].forward(pick(normed, columns: c.hiddenSize), rows: keptRows, keys: some, on: machine)
    rawHeads[.query] = normHeads(q, .query)
    rotate(q, heads: c.headCount, positions: positions(all: false))
    let attended = attend(q, k, v)
    let before = pick(x, columns: c.hiddenSize), residual = cache.copy(of: before)
    let added = layer[.o].forward(attended, rows: keptRows, keys: some, on: machine)
    rawBlocks[.attentionOutput] = addBlock(added, .attentionOutput, to: residual)
    let middle = c.features.isParallel ? before : residual
    let normedMiddle = normedInput(middle, .feedForwardInput, rows: keptRows)
    let (down, feedForward) = feedForward(normedMiddle)
    let output = cache.copy(of: residual)
    rawBlocks[.feedForwardOutput] = addBlock(down, .feedForwardOutput, to: output)
    return (
      output,
      Activations(
        x: x, normed: normed, q: q, k: k, v: v, attended: attended, rawHeads: rawHeads, rawBlocks: rawBlocks,
        middle: middle, normedMiddle: normedMiddle, feedForward: feedForward)
    )
  }

  /// What goes into a block: the residual itself where it is not normed.
  private func normedInput(_ x: Borrowed, _ norm: BlockNorm, rows: Int) -> Borrowed {
    guard let norm = layer.norms[norm] else { return x }
    let normed = cache.take(rows * c.hiddenSize)
    norm.forward(x, rows: rows, into: normed, on: pool)
    return normed
  }

  /// Adds what a block made to the residual; gives what it was before its norm, nil where it has none.
  private func addBlock(_ added: Borrowed, _ norm: BlockNorm, to residual: Borrowed) -> Borrowed? {
    let raw = layer.norms[norm] == nil ? nil : cache.copy(of: added)
    if let raw, let norm = layer.norms[norm] { norm.forward(raw, rows: keptRows, into: added, on: pool) }
    pool.scale(added.base, by: residualScale, count: added.count)
    pool.add(added.base, to: residual.base, count: residual.count)
    return raw
  }

  /// Norms queries or keys in place; gives what they were, nil where they have no norm.
  private func normHeads(_ x: Borrowed, _ norm: HeadNorm) -> Borrowed? {
    guard let norm = layer.headNorms[norm] else { return nil }
    let raw = cache.copy(of: x)
    norm.forward(raw, rows: x.count / norm.weight.count, into: x, on: pool)
    return raw
  }

  private func rotate(_ x: Borrowed, heads: Int, positions: [Int32]) {
    guard !c.features.unrotatedLayers.contains(index) else { return }
    let table = rotary[index]
    pool.rotate(
      x.base, heads: heads, headSize: c.headSize, rotated: c.rotatedSize, positions: positions, cosine: table.cosine,
      sine: table.sine)
  }

  /// Attention of the rows that matter, by the engine's own kernel.
  private func attend(_ q: Borrowed, _ k: Borrowed, _ v: Borrowed) -> Borrowed {
    let shape = KeyValueShape(layers: 1, heads: c.keyValueHeadCount, headSize: c.headSize)
    let extensions = zip(batch.starts, batch.starts.dropFirst()).map { start, end in
      PathExtension(
        path: [],
        segment: KeyValueSegment(start: 0, capacity: Int(end - start), shape: shape, isTransient: true),
        firstRow: Int(start), rows: Int(end - start))
    }
    pool.store(keys: k.base, values: v.base, layer: 0, extensions: extensions)
    let result = cache.take(keptRows * c.attentionSize)
    pool.attend(
      q.base, into: result.base, heads: c.headCount, scale: c.attentionScale, cap: c.attentionCap, slopes: slopes,
      window: c.window(ofLayer: index), layer: 0, runs: QueryRun.covering(kept, of: extensions),
      extensions: extensions)
    return result
  }

  // MARK: rows that matter

  /// (M, columns) to (N, columns).
  func pick(_ x: Borrowed, columns: Int) -> Borrowed {
    guard let kept else { return x }
    let result = cache.take(kept.count * columns)
    pool.gather(kept, from: x.matrix(columns: columns), into: result.base)
    return result
  }

  /// (N, columns) to (M, columns), zeros elsewhere.
  func spread(_ x: Borrowed, columns: Int) -> Borrowed {
    guard let kept else { return x }
    let result = cache.zeros(batch.rows * columns)
    pool.scatterAdd(x.base, at: kept, columns: columns, rows: batch.rows, into: result.base)
    return result
  }
}
