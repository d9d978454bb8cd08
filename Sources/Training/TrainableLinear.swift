import Statistics
import Tensors

/// One linear map of a layer, y = W x, with what is trained of it: the weight itself, LoRA factors beside it
/// (y += scaling * B (A dropout(x)); arXiv:2106.09685 section 4.1, dropout as PEFT has it; of LoRA experts
/// y += scaling * B (shares * A dropout(x)), with a share for each expert), or nothing.
struct TrainableLinear {
  /// (outputs, inputs)
  var weight: WeightMatrix
  var weightGradient: FloatBuffer?
  /// (outputs), where there is one.
  var bias: FloatBuffer?
  var biasGradient: FloatBuffer?
  var lora: LoRA?
  /// (inputs, inputs): the sum of x xᵀ over all rows that come in, where it is wanted.
  var inputGram: FloatBuffer?
  /// Whether the weight's gradient is summed up of squares: (dy²)(x²)ᵀ of each row.
  var squaresPositions = false

  struct LoRA {
    /// (R, inputs) and (outputs, R)
    var a: Parameter
    var b: Parameter
    var scaling: Float
    var dropout: Float
    /// Distinguishes the module's dropout masks from those of others.
    var key: UInt64
    /// Of LoRA experts: A is theirs one below the other, B side by side.
    var routing: ExpertRouting?
  }

  var isTrained: Bool { weightGradient != nil || lora != nil }

  /// x (M, inputs) to y (M, outputs).
  func forward(_ x: Borrowed, rows: Int, keys: [UInt64], on machine: TrainingMachine) -> Borrowed {
    let pool = machine.pool, cache = machine.cache
    cache.settle()
    let y = cache.take(rows * weight.rows)
    pool.multiply(x.base, rows: rows, by: weight, into: y.base)
    if let bias { pool.add(bias: bias, to: y.base, rows: rows) }
    if let inputGram {
      pool.addOuter(
        x.base, outputs: weight.columns, x.base, inputs: weight.columns, rows: rows, to: inputGram.base)
    }
    guard let lora else { return y }
    let low = cache.take(rows * lora.a.shape[0]), added = cache.take(rows * weight.rows)
    pool.multiply(dropped(x, lora, keys: keys, on: machine).base, rows: rows, by: lora.a.matrix, into: low.base)
    if let routing = lora.routing {
      let shares = routing.shares(x, rows: rows, on: machine)
      routing.balance.observe(shares.base, site: routing.site, rows: rows)
      routing.mix(low, by: shares, rows: rows, on: machine)
    }
    pool.multiply(low.base, rows: rows, by: lora.b.matrix, into: added.base)
    pool.add(added.base, times: lora.scaling, to: y.base, count: rows * weight.rows)
    return y
  }

  /// Adds to the gradients of what is trained, and to `dx` (M, inputs), if that is wanted.
  func backward(
    _ dy: Borrowed, x: Borrowed, rows: Int, keys: [UInt64], addingTo dx: Borrowed?, on machine: TrainingMachine
  ) {
    let pool = machine.pool, cache = machine.cache
    cache.settle()
    if let dx { pool.multiplyBack(dy.base, rows: rows, by: weight, into: dx.base, adding: true) }
    if let weightGradient {
      let left = squaresPositions ? squared(dy, on: machine) : dy,
        right = squaresPositions ? squared(x, on: machine) : x
      pool.addOuter(
        left.base, outputs: weight.rows, right.base, inputs: weight.columns, rows: rows, to: weightGradient.base)
    }
    if let biasGradient { pool.addRowSums(dy.base, rows: rows, to: biasGradient) }
    guard let lora else { return }
    let rank = lora.a.shape[0], inputs = weight.columns
    let xd = dropped(x, lora, keys: keys, on: machine)
    let low = cache.take(rows * rank), scaled = cache.zeros(rows * rank)
    // dB += scaling dy^T (A x)
    pool.multiply(xd.base, rows: rows, by: lora.a.matrix, into: low.base)
    let shares = lora.routing?.shares(x, rows: rows, on: machine)
    let raw = shares.map { _ in cache.copy(of: low) }
    if let routing = lora.routing, let shares { routing.mix(low, by: shares, rows: rows, on: machine) }
    pool.add(low.base, times: lora.scaling, to: scaled.base, count: rows * rank)
    pool.addOuter(
      dy.base, outputs: weight.rows, scaled.base, inputs: rank, rows: rows, to: lora.b.gradient.base)
    // dA += (scaling dy B)^T x
    pool.multiplyBack(dy.base, rows: rows, by: lora.b.matrix, into: low.base)
    scaled.base.update(repeating: 0, count: rows * rank)
    pool.add(low.base, times: lora.scaling, to: scaled.base, count: rows * rank)
    if let routing = lora.routing, let shares, let raw {
      routing.backward(scaled, raw, shares, x: x, rows: rows, addingTo: dx, on: machine)
    }
    pool.addOuter(scaled.base, outputs: rank, xd.base, inputs: inputs, rows: rows, to: lora.a.gradient.base)
    guard let dx else { return }
    guard lora.dropout > 0 else {
      pool.multiplyBack(scaled.base, rows: rows, by: lora.a.matrix, into: dx.base, adding: true)
      return
    }
    let back = cache.take(rows * inputs)
    pool.multiplyBack(scaled.base, rows: rows, by: lora.a.matrix, into: back.base)
    pool.dropout(
      back.base, keys: moduleKeys(lora, keys), columns: inputs, probability: lora.dropout, into: back.base)
    pool.add(back.base, to: dx.base, count: rows * inputs)
  }

  private func squared(_ x: Borrowed, on machine: TrainingMachine) -> Borrowed {
    let result = machine.cache.copy(of: x)
    machine.pool.multiply(result.base, byElements: x.base, count: x.count)
    return result
  }

  private func dropped(_ x: Borrowed, _ lora: LoRA, keys: [UInt64], on machine: TrainingMachine) -> Borrowed {
    guard lora.dropout > 0 else { return x }
    let result = machine.cache.take(x.count)
    machine.pool.dropout(
      x.base, keys: moduleKeys(lora, keys), columns: weight.columns, probability: lora.dropout, into: result.base)
    return result
  }

  private func moduleKeys(_ lora: LoRA, _ keys: [UInt64]) -> [UInt64] {
    keys.map { KeyedRandom.key($0, lora.key) }
  }
}

/// What every pass needs: threads, and memory that is used again.
struct TrainingMachine {
  let pool: ThreadPool
  let cache = BufferCache()
}
