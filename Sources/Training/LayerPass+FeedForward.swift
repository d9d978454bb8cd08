import Checkpoints
import Tensors
import Transformers

extension LayerPass {
  /// What the backward pass needs of the feed-forward.
  enum FeedForward {
    /// Before the activation: (N, I). Without a gate that stands for both.
    case block(gate: Borrowed, up: Borrowed)
    case experts(ExpertPass.Activations)
  }

  /// x (N, C), normed, to what the block or the experts make of it.
  func feedForward(_ x: Borrowed) -> (output: Borrowed, FeedForward) {
    if let experts = layer.experts {
      let (output, activations) = pass(experts).forward(x, rows: keptRows)
      return (output, .experts(activations))
    }
    let some = keys(all: false)
    let gate = layer.linear[.gate]?.forward(x, rows: keptRows, keys: some, on: machine)
    let up = layer[.up].forward(x, rows: keptRows, keys: some, on: machine)
    let down = layer[.down].forward(activated(gate ?? up, up), rows: keptRows, keys: some, on: machine)
    return (down, .block(gate: gate ?? up, up: up))
  }

  /// - Parameters:
  ///   - dy: of what it made, (N, C).
  ///   - x: what went into it, (N, C).
  ///   - dx: (N, C), is added to; nil: it is not wanted.
  func feedForwardBack(_ dy: Borrowed, _ a: FeedForward, x: Borrowed, addingTo dx: Borrowed?) {
    switch a {
    case .experts(let activations):
      guard let experts = layer.experts else { return }
      pass(experts).backward(dy, activations, x: x, rows: keptRows, addingTo: dx)
    case .block(let gate, let up):
      let some = keys(all: false), dact = cache.zeros(up.count)
      layer[.down].backward(
        dy, x: activated(gate, up), rows: keptRows, keys: some, addingTo: dact, on: machine)
      let dgate = cache.copy(of: gate), dup = cache.copy(of: up)
      pool.activateBack(dgate.base, dup.base, c.features.activation, dy: dact.base, count: dact.count)
      let gradients: [(Projection, Borrowed)] =
        c.features.activation.hasGate ? [(.gate, dgate), (.up, dup)] : [(.up, dgate)]
      for (projection, gradient) in gradients {
        layer[projection].backward(gradient, x: x, rows: keptRows, keys: some, addingTo: dx, on: machine)
      }
    }
  }

  private func pass(_ experts: TrainableExperts) -> ExpertPass {
    ExpertPass(experts: experts, configuration: c, machine: machine)
  }

  private func activated(_ gate: Borrowed, _ up: Borrowed) -> Borrowed {
    let result = cache.copy(of: gate)
    pool.activate(result.base, up.base, c.features.activation, count: result.count)
    return result
  }
}
