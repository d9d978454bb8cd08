public import Checkpoints
import Files
public import Tensors

/// The feed-forward blocks of a layer of which each token takes a few, and what chooses them.
///
/// A row's result is the sum over its experts in ascending order of their numbers, weight times what the expert makes of it, so its
/// bits do not depend on the rows beside it.
public struct ExpertWeights {
  public struct Expert {
    public var gate, up, down: WeightMatrix

    /// nil for those of the attention.
    public subscript(projection: Projection) -> WeightMatrix? {
      switch projection {
      case .gate: gate
      case .up: up
      case .down: down
      default: nil
      }
    }
  }

  /// (count, C)
  public var router: WeightMatrix
  public var experts: [Expert]
  let features: Experts

  init(
    _ features: Experts, layer: Int, _ configuration: ModelConfiguration, _ reader: WeightReader
  ) throws(Diagnostic) {
    self.features = features
    router = try reader.matrix(Experts.routerName(layer: layer), [features.count, configuration.hiddenSize])
    var experts: [Expert] = []
    for index in 0..<features.count {
      func matrix(_ projection: Projection) throws(Diagnostic) -> WeightMatrix {
        try reader.matrix(
          Experts.weightName(layer: layer, expert: index, projection), configuration.shape(of: projection, in: features)
        )
      }
      experts.append(Expert(gate: try matrix(.gate), up: try matrix(.up), down: try matrix(.down)))
    }
    self.experts = experts
  }

  /// Bytes of all of them in memory.
  public var byteCount: Int {
    experts.reduce(router.byteCount) { $0 + $1.gate.byteCount + $1.up.byteCount + $1.down.byteCount }
  }

  /// Leaves in `delta` what the chosen experts make of the rows of `normed`.
  func compute(_ w: Workspace, rows: Int, activation: DecoderFeatures.Activation, on pool: ThreadPool) {
    let columns = router.columns
    pool.multiply(w.normed.base, rows: rows, by: router, into: w.router.base)
    var chosen = [[(row: Int32, weight: Float)]](repeating: [], count: features.count)
    for row in 0..<rows {
      let logits = UnsafeBufferPointer(start: w.router.base + row * features.count, count: features.count)
      for (expert, weight) in ExpertChoice.weights(Array(logits), of: features) {
        chosen[expert].append((Int32(row), weight))
      }
    }
    w.delta.base.update(repeating: 0, count: rows * columns)
    let source = WeightMatrix(data: w.normed.base, format: .f32, rows: rows, columns: columns, owner: w.normed)
    for (expert, takers) in zip(experts, chosen) where !takers.isEmpty {
      pool.gather(takers.map(\.row), from: source, into: w.chosen.base)
      pool.multiply(w.chosen.base, rows: takers.count, [(expert.gate, w.gate.base), (expert.up, w.up.base)])
      pool.activate(w.gate.base, w.up.base, activation, count: takers.count * features.intermediateSize)
      pool.multiply(w.gate.base, rows: takers.count, by: expert.down, into: w.made.base)
      for (index, taker) in takers.enumerated() {
        let target = w.delta.base + Int(taker.row) * columns, made = w.made.base + index * columns
        for column in 0..<columns { target[column] += taker.weight * made[column] }
      }
    }
  }
}

/// Which experts a token takes.
public enum ExpertChoice {
  /// The softmax of the logits in float32.
  public static func probabilities(_ logits: [Float]) -> [Float] {
    let maximum = logits.max() ?? 0
    let exponentials = logits.map { ThreadPool.exponential($0 - maximum) }
    let sum = exponentials.reduce(0, +)
    return exponentials.map { $0 / sum }
  }

  /// Their numbers, ascending, and what each one's result is multiplied by: its probability among all, the softmax of the logits in
  /// float32; of equal logits the first is taken.
  public static func weights(_ logits: [Float], of features: Experts) -> [(expert: Int, weight: Float)] {
    let all = probabilities(logits)
    let order = logits.indices.sorted { logits[$0] != logits[$1] ? logits[$0] > logits[$1] : $0 < $1 }
    let taken = order.prefix(features.chosen)
    let probabilities = taken.map { all[$0] }
    let divisor = features.normalizes ? probabilities.reduce(0, +) : 1
    return zip(taken, probabilities).map { (expert: $0, weight: $1 / divisor) }.sorted { $0.expert < $1.expert }
  }
}
