public import Checkpoints
public import Files
public import Tensors

/// A sentence encoder of the BERT family (all-MiniLM-L6-v2, all-mpnet-base-v2): the mean of the last hidden states of
/// a text, normalized. Sentences stand side by side in one matrix, no padding.
///
/// Sources: arXiv:1810.04805 (BERT), arXiv:2004.09297 (MPNet), arXiv:1908.10084 (mean pooling).
/// Dimension letters: M rows of a step, C hidden size, I intermediate size.
public final class SentenceEncoder: SequenceEmbedder {
  public let configuration: EncoderConfiguration
  private let weights: EncoderWeights
  private let pool: ThreadPool
  private let maxRows: Int
  /// (M, C) each, and `up` (M, I).
  private let x, q, k, v, attended, delta, up: FloatBuffer

  /// - Parameter maxRows: tokens of a step; more make no results other, only memory.
  public init(_ weights: EncoderWeights, on pool: ThreadPool, maxRows: Int = 1024) {
    self.weights = weights
    self.pool = pool
    let c = weights.configuration, rows = max(maxRows, c.maxLength)
    configuration = c
    self.maxRows = rows
    func buffer(_ width: Int) -> FloatBuffer { FloatBuffer(count: rows * width) }
    x = buffer(c.hiddenSize)
    q = buffer(c.hiddenSize)
    k = buffer(c.hiddenSize)
    v = buffer(c.hiddenSize)
    attended = buffer(c.hiddenSize)
    delta = buffer(c.hiddenSize)
    up = buffer(c.intermediateSize)
  }

  public var width: Int { configuration.hiddenSize }
  public var maxLength: Int { configuration.maxLength }

  public func embed(
    _ sequences: [[Int32]], observe: (_ done: Int) throws(Diagnostic) -> Void = { _ in }
  ) throws(Diagnostic) -> FloatBuffer {
    precondition(sequences.allSatisfy { !$0.isEmpty && $0.count <= maxLength }, "a sequence has no tokens, or too many")
    let result = FloatBuffer(count: sequences.count * width)
    var done = 0
    for batch in SequenceBatches(sequences, maxRows: maxRows).batches {
      var starts: [Int32] = [0], ids: [Int32] = []
      for index in batch {
        ids += sequences[index]
        starts.append(Int32(ids.count))
      }
      compute(ids, starts)
      for (place, index) in batch.enumerated() {
        let first = Int(starts[place])
        Pooling.mean(
          x.base + first * width, count: Int(starts[place + 1]) - first, width: width,
          into: result.base + index * width)
      }
      done += batch.count
      try observe(done)
    }
    return result
  }

  /// Leaves the last hidden states in `x`.
  private func compute(_ ids: [Int32], _ starts: [Int32]) {
    let rows = ids.count, c = configuration, epsilon = Float(c.layerNormEpsilon)
    let positions = zip(starts, starts.dropFirst()).flatMap { start, end in
      (0..<end - start).map { Int32(c.firstPosition) + $0 }
    }
    pool.gather(ids, from: weights.words, into: x.base)
    pool.gather(positions, from: weights.positions, into: delta.base)
    pool.addThenLayerNorm(
      x.base, delta.base, bias: weights.everywhere, rows: rows, weight: weights.embeddingNorm.weight,
      shift: weights.embeddingNorm.shift, epsilon: epsilon)
    for layer in weights.layers {
      pool.multiply(
        x.base, rows: rows,
        [(layer.q.weight, q.base), (layer.k.weight, k.base), (layer.v.weight, v.base)])
      pool.attendBothWays(
        q: (UnsafePointer(q.base), layer.q.bias), k: (UnsafePointer(k.base), layer.k.bias),
        v: (UnsafePointer(v.base), layer.v.bias), heads: c.headCount, scale: 1 / Float(c.headSize).squareRoot(),
        relative: weights.relative, starts: starts, into: attended.base)
      pool.multiply(attended.base, rows: rows, by: layer.o.weight, into: delta.base)
      pool.addThenLayerNorm(
        x.base, delta.base, bias: layer.o.bias, rows: rows, weight: layer.attentionNorm.weight,
        shift: layer.attentionNorm.shift, epsilon: epsilon)
      pool.multiply(x.base, rows: rows, by: layer.up.weight, into: up.base)
      pool.addThenGELU(up.base, bias: layer.up.bias, rows: rows)
      pool.multiply(up.base, rows: rows, by: layer.down.weight, into: delta.base)
      pool.addThenLayerNorm(
        x.base, delta.base, bias: layer.down.bias, rows: rows, weight: layer.outputNorm.weight,
        shift: layer.outputNorm.shift, epsilon: epsilon)
    }
  }
}
