public import Checkpoints

/// Where the numbers of one tensor of one parent come from.
public enum TensorSource: Sendable {
  /// As they lie in a file.
  case stored(TensorView)
  /// A weight of the base plus a low-rank update; the sum is never whole in memory.
  case updated(TensorView, LowRankUpdate)

  /// What lies in a file: the tensor itself, or the base's.
  public var view: TensorView {
    switch self {
    case .stored(let view), .updated(let view, _): view
    }
  }
}

/// scaling * B A, as LoRA has it (arXiv:2106.09685, section 4.1).
public struct LowRankUpdate: Sendable {
  /// (rank, inputs)
  public var a: TensorView
  /// (outputs, rank)
  public var b: TensorView
  public var scaling: Double

  public init(a: TensorView, b: TensorView, scaling: Double) {
    self.a = a
    self.b = b
    self.scaling = scaling
  }

  public var rank: Int { a.shape[0] }
}
