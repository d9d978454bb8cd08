import Checkpoints
import Tensors

/// The working memory of a step, (rows, width) each, reused by every step.
struct Workspace {
  let rows: Int
  /// The residual stream and its norm: (M, C).
  let x, normed: FloatBuffer
  let q, attended: FloatBuffer
  let k, v: FloatBuffer
  /// What a block adds to the residual: (M, C).
  let delta: FloatBuffer
  let gate, up: FloatBuffer
  /// What experts need: probabilities (M, count), rows of one expert and what it makes of them (M, C).
  let router, chosen, made: FloatBuffer
  /// What adapters need: (M, R) and (M, widest output).
  let low, added: FloatBuffer
  /// Shares of an adapter's experts: (M, experts).
  let mixing: FloatBuffer
  private let hiddenSize: Int

  init(_ c: ModelConfiguration, rows: Int, rank: Int, adapterExperts: Int = 0) {
    self.rows = rows
    hiddenSize = c.hiddenSize
    x = FloatBuffer(count: rows * c.hiddenSize)
    normed = FloatBuffer(count: rows * c.hiddenSize)
    q = FloatBuffer(count: rows * c.attentionSize)
    attended = FloatBuffer(count: rows * c.attentionSize)
    k = FloatBuffer(count: rows * c.keyValueSize)
    v = FloatBuffer(count: rows * c.keyValueSize)
    delta = FloatBuffer(count: rows * c.hiddenSize)
    gate = FloatBuffer(count: rows * Self.feedForward(c))
    up = FloatBuffer(count: rows * Self.feedForward(c))
    let experts = c.features.experts
    router = FloatBuffer(count: rows * (experts?.count ?? 0))
    chosen = FloatBuffer(count: experts == nil ? 0 : rows * c.hiddenSize)
    made = FloatBuffer(count: experts == nil ? 0 : rows * c.hiddenSize)
    let widest = max(c.intermediateSize, c.hiddenSize, c.attentionSize)
    low = FloatBuffer(count: rows * rank)
    mixing = FloatBuffer(count: rows * adapterExperts)
    added = FloatBuffer(count: rank > 0 ? rows * widest : 0)
  }

  /// Floats for each row, without adapters, plus the packed copy of the widest input that a product makes.
  static func floatsPerRow(_ c: ModelConfiguration) -> Int {
    let experts = c.features.experts.map { $0.count + 2 * c.hiddenSize } ?? 0
    return 3 * c.hiddenSize + 2 * c.attentionSize + 2 * c.keyValueSize + 2 * feedForward(c)
      + max(feedForward(c), c.hiddenSize) + experts
  }

  /// The wider of the feed-forward blocks.
  private static func feedForward(_ c: ModelConfiguration) -> Int {
    max(c.intermediateSize, c.features.experts?.intermediateSize ?? 0)
  }

  /// Moves some rows of the residual and its norm, ascending, to the front.
  func keep(_ kept: [Int], of rows: Int) {
    for buffer in [x, normed] {
      for (target, source) in kept.enumerated() where target != source {
        (buffer.base + target * hiddenSize).update(from: buffer.base + source * hiddenSize, count: hiddenSize)
      }
    }
  }
}
