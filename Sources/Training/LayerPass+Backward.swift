import Checkpoints
import Tensors
import Transformers

extension LayerPass {
  /// From the gradient of the output (N, C) to that of the residual before the layer (M, C), adding to the gradients of what is
  /// trained. nil where nothing below is trained.
  func backward(_ dy: Borrowed, _ a: Activations) -> Borrowed? {
    let needsInput = index > decoder.lowestTrained
    let needsMiddle = needsInput || layer.trainsAttention
    let isWanted = needsMiddle || layer.norms[.feedForwardInput]?.isTrained ?? false
    let dnormed = isWanted ? cache.zeros(keptRows * c.hiddenSize) : nil
    feedForwardBack(blockBack(dy, .feedForwardOutput, a), a.feedForward, x: a.normedMiddle, addingTo: dnormed)
    guard let dnormed else { return nil }
    let dmiddle = cache.copy(of: dy)
    addInputGradient(dnormed, .feedForwardInput, of: a.middle, rows: keptRows, to: dmiddle)
    guard needsMiddle else { return nil }
    // Blocks beside each other: what came out of the attention went into the sum alone.
    return attentionBackward(c.features.isParallel ? dy : dmiddle, residual: dmiddle, a, needsInput: needsInput)
  }

  /// - Parameters:
  ///   - dadded: of what the attention added.
  ///   - residual: of what it was added to, the attention apart.
  private func attentionBackward(
    _ dadded: Borrowed, residual: Borrowed, _ a: Activations, needsInput: Bool
  ) -> Borrowed? {
    let all = keys(all: true), some = keys(all: false)
    let dattended = cache.zeros(keptRows * c.attentionSize)
    layer[.o].backward(
      blockBack(dadded, .attentionOutput, a), x: a.attended, rows: keptRows, keys: some, addingTo: dattended,
      on: machine)
    let dq = cache.take(batch.rows * c.attentionSize)
    let dk = cache.take(batch.rows * c.keyValueSize), dv = cache.take(batch.rows * c.keyValueSize)
    // Rows that do not matter have no gradient, and zeros in their place give none.
    pool.attendBack(
      q: spread(a.q, columns: c.attentionSize).base, k: a.k.base, v: a.v.base,
      out: spread(a.attended, columns: c.attentionSize).base,
      dout: spread(dattended, columns: c.attentionSize).base, heads: c.headCount, keyHeads: c.keyValueHeadCount,
      headSize: c.headSize, scale: c.attentionScale, cap: c.attentionCap, slopes: slopes,
      window: c.window(ofLayer: index), starts: batch.starts, dq: dq.base, dk: dk.base, dv: dv.base)
    let dqKept = pick(dq, columns: c.attentionSize)
    rotateBack(dqKept, heads: c.headCount, positions: positions(all: false))
    rotateBack(dk, heads: c.keyValueHeadCount, positions: positions(all: true))
    let dqRaw = normHeadsBack(dqKept, .query, a)
    let dkRaw = normHeadsBack(dk, .key, a)
    let wanted = needsInput || layer.norms[.attentionInput]?.isTrained ?? false
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
    let dx = kept == nil ? residual : spread(residual, columns: c.hiddenSize)
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
    guard let own = layer.norms[norm], let raw = a.rawBlocks[norm] else { return result }
    return normBack(result, raw, own)
  }

  /// Adds to the residual's gradient that of what went into a block.
  private func addInputGradient(_ dnormed: Borrowed, _ norm: BlockNorm, of x: Borrowed, rows: Int, to dx: Borrowed) {
    guard let norm = layer.norms[norm] else { return pool.add(dnormed.base, to: dx.base, count: dx.count) }
    norm.backward(x, rows: rows, dy: dnormed, addingTo: dx, on: pool)
  }

  /// The gradient of queries or keys before their norm; what came in where they have none.
  private func normHeadsBack(_ dx: Borrowed, _ norm: HeadNorm, _ a: Activations) -> Borrowed {
    guard let own = layer.headNorms[norm], let raw = a.rawHeads[norm] else { return dx }
    return normBack(dx, raw, own)
  }

  private func normBack(_ dy: Borrowed, _ raw: Borrowed, _ norm: TrainableNorm) -> Borrowed {
    let result = cache.zeros(raw.count)
    norm.backward(raw, rows: raw.count / norm.weight.count, dy: dy, addingTo: result, on: pool)
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
}
