import Tensors
import Transformers

extension TrainingPenalty {
  /// L2 regularization of an adapter. With W the frozen weights and D = s B A their update, λ/2 times ‖D‖² (`l2sp`), ‖A‖² + ‖B‖²
  /// (`adapter`) or ‖W + D‖² (`full`); of `decoupled` the log says how long the update is, and AdamW does the rest.
  static func l2(
    of adapter: LoRAParameters, beside decoder: DecoderWeights, _ settings: L2Settings, on pool: ThreadPool
  ) -> TrainingPenalty {
    let lambda = settings.lambda, factors = adapter.factors
    let weights = settings.mode == .full ? adapter.weights(in: decoder).map { FrozenRows($0, on: pool) } : []
    return TrainingPenalty { pool in
      var update = 0.0, penalty = 0.0
      for (index, own) in factors.enumerated() {
        let grams = own.grams(on: pool), square = own.squaredNorm(grams)
        update += square
        switch settings.mode {
        case .decoupled: break
        case .adapter: penalty += [own.a, own.b].reduce(0) { $0 + $1.addDecay(lambda, on: pool) }
        case .l2sp, .full:
          penalty += square
          if lambda > 0 { own.addGradients(grams, factor: lambda, on: pool) }
          guard settings.mode == .full else { continue }
          penalty += weights[index].addGradients(to: own, factor: lambda, on: pool)
        }
      }
      let length = Trainer.Step.Measure("update_norm", update.squareRoot())
      return settings.mode == .decoupled ? [length] : [Trainer.Step.Measure("penalty", lambda / 2 * penalty), length]
    }
  }

  /// The same of all weights of a model: λ/2 times their squared distance to what they are now (`l2sp`, for which a copy is held), or
  /// of the matrices' squared norm (`full`).
  /// - Returns: the penalty, and the bytes that it holds.
  static func l2(of parameters: [Parameter], _ settings: L2Settings) -> (TrainingPenalty, bytes: Int) {
    let lambda = settings.lambda
    guard settings.mode == .l2sp else {
      let matrices = parameters.filter(\.decays)
      return (
        TrainingPenalty { pool in
          let squares = matrices.reduce(0) { $0 + $1.addDecay(lambda, on: pool) }
          return [Trainer.Step.Measure("penalty", lambda / 2 * squares)]
        }, 0
      )
    }
    let starts = parameters.map { own in
      let copy = FloatBuffer(count: own.values.count)
      copy.base.update(from: own.values.base, count: copy.count)
      return copy
    }
    let largest = starts.reduce(0) { max($0, $1.count) }, numbers = starts.reduce(0) { $0 + $1.count }
    let penalty = TrainingPenalty { pool in
      let scratch = FloatBuffer(count: largest)
      var squares = 0.0
      for (own, start) in zip(parameters, starts) {
        let difference = FloatBuffer(scratch, 0..<start.count)
        difference.base.update(from: own.values.base, count: start.count)
        pool.add(start.base, times: -1, to: difference.base, count: start.count)
        squares += pool.sumOfSquares(difference)
        if lambda > 0 {
          pool.add(difference.base, times: Float(lambda), to: own.gradient.base, count: start.count)
        }
      }
      return [
        Trainer.Step.Measure("penalty", lambda / 2 * squares),
        Trainer.Step.Measure("update_norm", squares.squareRoot()),
      ]
    }
    return (penalty, 4 * (numbers + largest))
  }
}

extension Parameter {
  /// Adds the gradient of lambda / 2 times the squared norm of its values; gives that squared norm.
  fileprivate func addDecay(_ lambda: Double, on pool: ThreadPool) -> Double {
    if lambda > 0 { pool.add(values.base, times: Float(lambda), to: gradient.base, count: values.count) }
    return pool.sumOfSquares(values)
  }
}

/// The frozen weights beside some factors, for the penalty on the two together.
private struct FrozenRows {
  private let parts: [WeightMatrix]
  private let squares: Double

  init(_ parts: [WeightMatrix], on pool: ThreadPool) {
    self.parts = parts
    squares = parts.reduce(0) { $0 + pool.sumOfSquares(FloatBuffer($1.values(on: pool))) }
  }

  /// Of ‖W + s B A‖² all but ‖s B A‖²: gives ‖W‖² + 2 s <W, B A>, and adds half its gradient times `factor`, s W Aᵀ to that of B and
  /// s Bᵀ W to that of A.
  func addGradients(to own: LowRankFactors, factor: Double, on pool: ThreadPool) -> Double {
    let rank = own.rank, times = Float(factor * own.scaling)
    var inner = 0.0, first = 0
    for part in parts {
      let outputs = part.rows, along = FloatBuffer(count: rank * outputs), turned = FloatBuffer(count: rank * outputs)
      pool.multiply(own.a.values.base, rows: rank, by: part, into: along.base)
      let b = own.b.values.base + first * rank, gradient = own.b.gradient.base + first * rank
      for row in 0..<outputs {
        for column in 0..<rank {
          let value = along[column * outputs + row]
          inner += Double(value) * Double(b[row * rank + column])
          turned[column * outputs + row] = b[row * rank + column]
          if factor > 0 { gradient[row * rank + column] += times * value }
        }
      }
      first += outputs
      guard factor > 0 else { continue }
      let ofA = FloatBuffer(count: own.a.values.count)
      pool.multiplyBack(turned.base, rows: rank, by: part, into: ofA.base)
      pool.add(ofA.base, times: times, to: own.a.gradient.base, count: ofA.count)
    }
    return squares + 2 * own.scaling * inner
  }
}
