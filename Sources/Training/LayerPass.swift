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
    /// The residual between attention and feed-forward, and its norm: (N, C).
    var middle, normedMiddle: Borrowed
    /// Before the activation: (N, I).
    var gate, up: Borrowed
  }

  private var layer: TrainableDecoder.Layer { decoder.layers[index] }
  private var c: ModelConfiguration { decoder.configuration }
  private var pool: ThreadPool { machine.pool }
  private var cache: BufferCache { machine.cache }
  private var keptRows: Int { kept?.count ?? batch.rows }
  private var epsilon: Float { Float(c.rmsNormEpsilon) }
  private var residualScale: Float { Float(c.features.residualScale) }

  /// Keys of the rows for one kind of use: all rows, or the kept ones.
  private func keys(all: Bool) -> [UInt64] {
    guard let kept, !all else { return batch.rowKeys }
    return kept.map { batch.rowKeys[Int($0)] }
  }

  /// The rows of the rotary table for the same.
  private func positions(all: Bool) -> [Int32] {
    let places = batch.rotaryRows { rotary.row($0, isLong: c.isLong($1)) }
    guard let kept, !all else { return places }
    return kept.map { places[Int($0)] }
  }

  // MARK: forward

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
    let middle = cache.copy(of: pick(x, columns: c.hiddenSize))
    let added = layer[.o].forward(attended, rows: keptRows, keys: some, on: machine)
    rawBlocks[.attentionOutput] = addBlock(added, .attentionOutput, to: middle)
    let normedMiddle = normedInput(middle, .feedForwardInput, rows: keptRows)
    let gate = layer[.gate].forward(normedMiddle, rows: keptRows, keys: some, on: machine)
    let up = layer[.up].forward(normedMiddle, rows: keptRows, keys: some, on: machine)
    let down = layer[.down].forward(activated(gate, up), rows: keptRows, keys: some, on: machine)
    let output = cache.copy(of: middle)
    rawBlocks[.feedForwardOutput] = addBlock(down, .feedForwardOutput, to: output)
    return (
      output,
      Activations(
        x: x, normed: normed, q: q, k: k, v: v, attended: attended, rawHeads: rawHeads, rawBlocks: rawBlocks,
        middle: middle,
        normedMiddle: normedMiddle,
        gate: gate, up: up)
    )
  }

  private func activated(_ gate: Borrowed, _ up: Borrowed) -> Borrowed {
    let result = cache.copy(of: gate)
    pool.activate(result.base, up.base, c.features.activation, count: result.count)
    return result
  }

  /// What goes into a block: the residual itself where it is not normed.
  private func normedInput(_ x: Borrowed, _ norm: BlockNorm, rows: Int) -> Borrowed {
    guard let weight = layer.norms[norm] else { return x }
    let normed = cache.take(rows * c.hiddenSize)
    pool.rmsNorm(
      x.base, rows: rows, columns: c.hiddenSize, weight: weight, offset: c.normOffset, epsilon: epsilon,
      into: normed.base)
    return normed
  }

  /// Adds what a block made to the residual; gives what it was before its norm, nil where it has none.
  private func addBlock(_ added: Borrowed, _ norm: BlockNorm, to residual: Borrowed) -> Borrowed? {
    let raw = layer.norms[norm] == nil ? nil : cache.copy(of: added)
    if let raw, let weight = layer.norms[norm] {
      pool.rmsNorm(
        raw.base, rows: keptRows, columns: c.hiddenSize, weight: weight, offset: c.normOffset, epsilon: epsilon,
        into: added.base)
    }
    pool.scale(added.base, by: residualScale, count: added.count)
    pool.add(added.base, to: residual.base, count: residual.count)
    return raw
  }

  /// Norms queries or keys in place; gives what they were, nil where they have no norm.
  private func normHeads(_ x: Borrowed, _ norm: HeadNorm) -> Borrowed? {
    guard let weight = layer.headNorms[norm] else { return nil }
    let raw = cache.copy(of: x), rows = x.count / weight.count
    pool.rmsNorm(
      raw.base, rows: rows, columns: weight.count, weight: weight, offset: c.normOffset, epsilon: epsilon, into: x.base)
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
      q.base, into: result.base, heads: c.headCount, scale: c.attentionScale, cap: c.attentionCap,
      window: c.window(ofLayer: index),
      layer: 0,
      runs: QueryRun.covering(kept, of: extensions), extensions: extensions)
    return result
  }

  // MARK: backward

  /// From the gradient of the output (N, C) to that of the residual before the layer (M, C), adding to the gradients of what is
  /// trained. nil where nothing below is trained.
  func backward(_ dy: Borrowed, _ a: Activations) -> Borrowed? {
    let needsInput = index > decoder.lowestTrained
    let needsMiddle = needsInput || layer.trainsAttention
    let some = keys(all: false)
    let dadded = blockBack(dy, .feedForwardOutput, a)
    let act = activated(a.gate, a.up)
    let dact = cache.zeros(keptRows * c.intermediateSize)
    layer[.down].backward(dadded, x: act, rows: keptRows, keys: some, addingTo: dact, on: machine)
    let dgate = cache.copy(of: a.gate), dup = cache.copy(of: a.up)
    pool.activateBack(dgate.base, dup.base, c.features.activation, dy: dact.base, count: dact.count)
    let dnormed =
      needsMiddle || layer.normGradients[.feedForwardInput] != nil ? cache.zeros(keptRows * c.hiddenSize) : nil
    for (projection, gradient) in [(Projection.gate, dgate), (.up, dup)] {
      layer[projection].backward(
        gradient, x: a.normedMiddle, rows: keptRows, keys: some, addingTo: dnormed, on: machine)
    }
    guard let dnormed else { return nil }
    let dmiddle = cache.copy(of: dy)
    addInputGradient(dnormed, .feedForwardInput, of: a.middle, rows: keptRows, to: dmiddle)
    guard needsMiddle else { return nil }
    return attentionBackward(dmiddle, a, needsInput: needsInput)
  }

  private func attentionBackward(_ dmiddle: Borrowed, _ a: Activations, needsInput: Bool) -> Borrowed? {
    let all = keys(all: true), some = keys(all: false)
    let dattended = cache.zeros(keptRows * c.attentionSize)
    layer[.o].backward(
      blockBack(dmiddle, .attentionOutput, a), x: a.attended, rows: keptRows, keys: some, addingTo: dattended,
      on: machine)
    let dq = cache.take(batch.rows * c.attentionSize)
    let dk = cache.take(batch.rows * c.keyValueSize), dv = cache.take(batch.rows * c.keyValueSize)
    // Rows that do not matter have no gradient, and zeros in their place give none.
    pool.attendBack(
      q: spread(a.q, columns: c.attentionSize).base, k: a.k.base, v: a.v.base,
      out: spread(a.attended, columns: c.attentionSize).base,
      dout: spread(dattended, columns: c.attentionSize).base, heads: c.headCount, keyHeads: c.keyValueHeadCount,
      headSize: c.headSize, scale: c.attentionScale, cap: c.attentionCap, window: c.window(ofLayer: index),
      starts: batch.starts,
      dq: dq.base, dk: dk.base,
      dv: dv.base)
    let dqKept = pick(dq, columns: c.attentionSize)
    rotateBack(dqKept, heads: c.headCount, positions: positions(all: false))
    rotateBack(dk, heads: c.keyValueHeadCount, positions: positions(all: true))
    let dqRaw = normHeadsBack(dqKept, .query, a)
    let dkRaw = normHeadsBack(dk, .key, a)
    let wanted = needsInput || layer.normGradients[.attentionInput] != nil
    let dnormed = wanted ? cache.zeros(batch.rows * c.hiddenSize) : nil
    let dnormedKept = wanted && kept != nil ? cache.zeros(keptRows * c.hiddenSize) : dnormed
    layer[.q].backward(
      dqRaw, x: pick(a.normed, columns: c.hiddenSize), rows: keptRows, keys: some, addingTo: dnormedKept,
      on: machine)
    if let kept, let dnormed, let dnormedKept {
      pool.scatterAdd(dnormedKept.base, at: kept, columns: c.hiddenSize, rows: batch.rows, into: dnormed.base)
    }
    layer[.k].backward(dkRaw, x: a.normed, rows: batch.rows, keys: all, addingTo: dnormed, on: machine)
    layer[.v].backward(dv, x: a.normed, rows: batch.rows, keys: all, addingTo: dnormed, on: machine)
    guard let dnormed else { return nil }
    let dx = kept == nil ? dmiddle : spread(dmiddle, columns: c.hiddenSize)
    addInputGradient(dnormed, .attentionInput, of: a.x, rows: batch.rows, to: dx)
    return needsInput ? dx : nil
  }

  /// The gradient of what a block made, from that of the residual that it was added to.
  private func blockBack(_ dy: Borrowed, _ norm: BlockNorm, _ a: Activations) -> Borrowed {
    var result = dy
    if residualScale != 1 {
      result = cache.copy(of: dy)
      pool.scale(result.base, by: residualScale, count: result.count)
    }
    guard let weight = layer.norms[norm], let raw = a.rawBlocks[norm] else { return result }
    return normBack(result, raw, weight, gradient: layer.normGradients[norm])
  }

  /// Adds to the residual's gradient that of what went into a block.
  private func addInputGradient(_ dnormed: Borrowed, _ norm: BlockNorm, of x: Borrowed, rows: Int, to dx: Borrowed) {
    guard let weight = layer.norms[norm] else { return pool.add(dnormed.base, to: dx.base, count: dx.count) }
    pool.rmsNormBack(
      x.base, rows: rows, columns: c.hiddenSize, weight: weight, offset: c.normOffset, epsilon: epsilon,
      dy: dnormed.base,
      addingTo: dx.base, weightGradient: layer.normGradients[norm])
  }

  /// The gradient of queries or keys before their norm; what came in where they have none.
  private func normHeadsBack(_ dx: Borrowed, _ norm: HeadNorm, _ a: Activations) -> Borrowed {
    guard let weight = layer.headNorms[norm], let raw = a.rawHeads[norm] else { return dx }
    return normBack(dx, raw, weight, gradient: layer.headNormGradients[norm])
  }

  private func normBack(_ dy: Borrowed, _ raw: Borrowed, _ weight: FloatBuffer, gradient: FloatBuffer?) -> Borrowed {
    let result = cache.zeros(raw.count)
    pool.rmsNormBack(
      raw.base, rows: raw.count / weight.count, columns: weight.count, weight: weight, offset: c.normOffset,
      epsilon: epsilon, dy: dy.base,
      addingTo: result.base, weightGradient: gradient)
    return result
  }

  /// A rotation's gradient is the rotation back.
  private func rotateBack(_ x: Borrowed, heads: Int, positions: [Int32]) {
    guard !c.features.unrotatedLayers.contains(index) else { return }
    let table = rotary[index]
    pool.rotate(
      x.base, heads: heads, headSize: c.headSize, rotated: c.rotatedSize, positions: positions, cosine: table.cosine,
      sine: table.negatedSine)
  }

  // MARK: rows that matter

  /// (M, columns) to (N, columns).
  private func pick(_ x: Borrowed, columns: Int) -> Borrowed {
    guard let kept else { return x }
    let result = cache.take(kept.count * columns)
    pool.gather(kept, from: x.matrix(columns: columns), into: result.base)
    return result
  }

  /// (N, columns) to (M, columns), zeros elsewhere.
  private func spread(_ x: Borrowed, columns: Int) -> Borrowed {
    guard let kept else { return x }
    let result = cache.zeros(batch.rows * columns)
    pool.scatterAdd(x.base, at: kept, columns: columns, rows: batch.rows, into: result.base)
    return result
  }
}
