import Checkpoints
import Tensors
import Transformers

/// The feed-forward of a layer of experts, forward and backward. Letters: N rows, T rows that take one expert, C hidden size, I size of
/// an expert. As in the engine a row's result is the sum over its experts in ascending order of their numbers.
///
/// Which experts a row takes is a step function and has no slope; their weights have: through the softmax of all logits and, where
/// they are divided by their sum, through that (arXiv:2409.02060, section 2).
/// Deviation: the losses that keep experts evenly used (`router_aux_loss_coef`) are not added; transformers adds them where
/// `output_router_logits` says so.
struct ExpertPass {
  let experts: TrainableExperts
  let configuration: ModelConfiguration
  let machine: TrainingMachine

  struct Taker {
    var row: Int32
    var weight: Float
  }

  /// What an expert made of the rows that took it.
  struct Part {
    var takers: [Taker]
    /// (T, C), (T, I) twice before the activation, and (T, C).
    var x, gate, up, made: Borrowed
  }

  struct Activations {
    /// (N, experts)
    var probabilities: Borrowed
    /// nil: nobody took it.
    var parts: [Part?]
  }

  private var pool: ThreadPool { machine.pool }
  private var cache: BufferCache { machine.cache }
  private var columns: Int { configuration.hiddenSize }
  private var count: Int { experts.features.count }

  /// x (N, C) to the sum of what the experts make of it (N, C).
  func forward(_ x: Borrowed, rows: Int) -> (output: Borrowed, activations: Activations) {
    let logits = experts.router.forward(x, rows: rows, keys: [], on: machine)
    let probabilities = cache.take(rows * count)
    var chosen = [[Taker]](repeating: [], count: count)
    for row in 0..<rows {
      let own = Array(UnsafeBufferPointer(start: logits.base + row * count, count: count))
      for (expert, probability) in ExpertChoice.probabilities(own).enumerated() {
        probabilities.base[row * count + expert] = probability
      }
      for (expert, weight) in ExpertChoice.weights(own, of: experts.features) {
        chosen[expert].append(Taker(row: Int32(row), weight: weight))
      }
    }
    let output = cache.zeros(rows * columns)
    let parts = chosen.enumerated().map { expert, takers in
      takers.isEmpty ? nil : part(expert, takers, x, addingTo: output)
    }
    return (output, Activations(probabilities: probabilities, parts: parts))
  }

  private func part(_ expert: Int, _ takers: [Taker], _ x: Borrowed, addingTo output: Borrowed) -> Part {
    let own = cache.take(takers.count * columns)
    pool.gather(takers.map(\.row), from: x.matrix(columns: columns), into: own.base)
    let gate = experts.map(.gate, of: expert).forward(own, rows: takers.count, keys: [], on: machine)
    let up = experts.map(.up, of: expert).forward(own, rows: takers.count, keys: [], on: machine)
    let made = experts.map(.down, of: expert).forward(
      activated(gate, up), rows: takers.count, keys: [], on: machine)
    for (index, taker) in takers.enumerated() {
      let target = output.base + Int(taker.row) * columns, source = made.base + index * columns
      for column in 0..<columns { target[column] += taker.weight * source[column] }
    }
    return Part(takers: takers, x: own, gate: gate, up: up, made: made)
  }

  private func activated(_ gate: Borrowed, _ up: Borrowed) -> Borrowed {
    let result = cache.copy(of: gate)
    pool.activate(result.base, up.base, configuration.features.activation, count: result.count)
    return result
  }

  /// Adds to the gradients of what is trained, and to `dx` (N, C), if that is wanted.
  func backward(_ dy: Borrowed, _ a: Activations, x: Borrowed, rows: Int, addingTo dx: Borrowed?) {
    // Of the loss by the weights of the experts that a row took.
    var slopes = [Float](repeating: 0, count: rows * count)
    for (expert, part) in a.parts.enumerated() {
      guard let part else { continue }
      for (taker, slope) in zip(part.takers, backward(expert, part, dy, rows: rows, addingTo: dx)) {
        slopes[Int(taker.row) * count + expert] = slope
      }
    }
    let dlogits = cache.take(rows * count)
    var taken = [[Int]](repeating: [], count: rows)
    for (expert, part) in a.parts.enumerated() {
      for taker in part?.takers ?? [] { taken[Int(taker.row)].append(expert) }
    }
    for row in 0..<rows {
      let first = row * count
      let p = UnsafeBufferPointer(start: a.probabilities.base + first, count: count)
      var inner = slopes[first..<first + count].map(Double.init)
      if experts.features.normalizes {
        let sum = taken[row].reduce(0.0) { $0 + Double(p[$1]) }
        let mean = taken[row].reduce(0.0) { $0 + inner[$1] * Double(p[$1]) } / sum
        for expert in taken[row] { inner[expert] = (inner[expert] - mean) / sum }
      }
      let along = taken[row].reduce(0.0) { $0 + inner[$1] * Double(p[$1]) }
      for expert in 0..<count { dlogits.base[first + expert] = Float(Double(p[expert]) * (inner[expert] - along)) }
    }
    experts.router.backward(dlogits, x: x, rows: rows, keys: [], addingTo: dx, on: machine)
  }

  /// For each row that took the expert the slope of the loss by its weight.
  private func backward(
    _ expert: Int, _ part: Part, _ dy: Borrowed, rows: Int, addingTo dx: Borrowed?
  ) -> [Float] {
    let dmade = cache.take(part.made.count)
    var slopes: [Float] = []
    for (index, taker) in part.takers.enumerated() {
      let above = dy.base + Int(taker.row) * columns, made = part.made.base + index * columns
      let target = dmade.base + index * columns
      var slope = 0.0
      for column in 0..<columns {
        slope += Double(above[column]) * Double(made[column])
        target[column] = taker.weight * above[column]
      }
      slopes.append(Float(slope))
    }
    let takers = part.takers.count, dact = cache.zeros(part.gate.count)
    experts.map(.down, of: expert).backward(
      dmade, x: activated(part.gate, part.up), rows: takers, keys: [], addingTo: dact, on: machine)
    let dgate = cache.copy(of: part.gate), dup = cache.copy(of: part.up)
    pool.activateBack(dgate.base, dup.base, configuration.features.activation, dy: dact.base, count: dact.count)
    let down = dx == nil ? nil : cache.zeros(part.x.count)
    for (projection, gradient) in [(Projection.gate, dgate), (.up, dup)] {
      experts.map(projection, of: expert).backward(
        gradient, x: part.x, rows: takers, keys: [], addingTo: down, on: machine)
    }
    if let dx, let down {
      pool.scatterAdd(down.base, at: part.takers.map(\.row), columns: columns, rows: rows, into: dx.base)
    }
    return slopes
  }
}
