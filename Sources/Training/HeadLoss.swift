import Tensors

/// The output layer and the cross-entropy behind it, for labelled rows only, some rows at a time: the logits of all are never
/// held.
struct HeadLoss {
  /// (V, C)
  let head: WeightMatrix
  let gradient: FloatBuffer?
  /// What logits are bent towards; nil: nothing.
  let cap: Float?
  let machine: TrainingMachine

  /// Bytes of logits at a time.
  static let budget = 64 << 20

  /// x (N, C), already normed; losses in nats. `dx` (N, C), if given, becomes the gradient of their weighted sum, and that of
  /// the head is added to.
  /// - Parameter draws: where they are given, labels are drawn from the model's own distribution by them.
  func losses(
    _ x: Borrowed, labels: [Int32], weights: [Float], draws: [Double]? = nil, gradient dx: Borrowed?
  ) -> [Double] {
    let piece = max(1, min(labels.count, Self.budget / (4 * head.rows)))
    let logits = machine.cache.take(piece * head.rows)
    let slopes = cap.map { _ in machine.cache.take(piece * head.rows) }
    var losses: [Double] = []
    for first in stride(from: 0, to: labels.count, by: piece) {
      let end = min(labels.count, first + piece), rows = end - first
      let at = x.base + first * head.columns
      machine.pool.multiply(at, rows: rows, by: head, into: logits.base)
      if let cap, let slopes {
        machine.pool.softCap(logits.base, cap, slope: slopes.base, count: rows * head.rows)
      }
      let own = draws.map { machine.pool.drawLabels(logits.base, draws: Array($0[first..<end]), columns: head.rows) }
      losses += machine.pool.crossEntropy(
        logits.base, labels: own ?? Array(labels[first..<end]), weights: Array(weights[first..<end]), columns: head.rows
      )
      guard let dx else { continue }
      if let slopes { machine.pool.multiply(logits.base, byElements: slopes.base, count: rows * head.rows) }
      machine.pool.multiplyBack(logits.base, rows: rows, by: head, into: dx.base + first * head.columns)
      if let gradient {
        machine.pool.addOuter(
          logits.base, outputs: head.rows, at, inputs: head.columns, rows: rows, to: gradient.base)
      }
    }
    return losses
  }
}
