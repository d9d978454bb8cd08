import Tensors

/// λ/2 Σ F (s B A)² over the weights that an adapter stands beside, and its gradient by the factors, a block of rows at a time: the
/// product of a whole weight is never made, and Fisher information never held.
final class EWCPenalty {
  private let factors: [LowRankFactors]
  private let fisher: FisherFile
  private let settings: EWCSettings
  private let rowsAtOnce: [Int]
  /// Rows of the product, what they add to B, and for each thread a row of F.
  private let product, added, information: FloatBuffer
  /// Of each row of a block: F times the squared product, and the squared product.
  private var sums: [(penalty: Double, square: Double)]

  /// Numbers of a product at a time.
  private static let budget = 1 << 20

  init(_ factors: [LowRankFactors], _ fisher: FisherFile, _ settings: EWCSettings, threads: Int) {
    self.factors = factors
    self.fisher = fisher
    self.settings = settings
    let rowsAtOnce = factors.map { max(1, min($0.outputs, Self.budget / max(1, $0.inputs))) }
    func most(_ count: (LowRankFactors, Int) -> Int) -> Int {
      zip(factors, rowsAtOnce).reduce(0) { max($0, count($1.0, $1.1)) }
    }
    self.rowsAtOnce = rowsAtOnce
    product = FloatBuffer(count: most { $0.inputs * $1 })
    added = FloatBuffer(count: most { $0.rank * $1 })
    information = FloatBuffer(count: threads * most { own, _ in own.inputs })
    sums = [(penalty: Double, square: Double)](repeating: (0, 0), count: rowsAtOnce.max() ?? 0)
  }

  /// Bytes of all of this, and of the file as it is read.
  var bytes: Int { 4 * (product.count + added.count + information.count) + 16 * sums.count + fisher.bytes }

  func addGradients(_ pool: ThreadPool) -> [Trainer.Step.Measure] {
    var penalty = 0.0, square = 0.0
    for (index, own) in factors.enumerated() {
      let squaredScaling = own.scaling * own.scaling
      for first in stride(from: 0, to: own.outputs, by: rowsAtOnce[index]) {
        let rows = first..<min(own.outputs, first + rowsAtOnce[index])
        weigh(rows, of: own, by: fisher.parts[index], on: pool)
        for row in 0..<rows.count {
          penalty += squaredScaling * sums[row].penalty
          square += squaredScaling * sums[row].square
        }
        guard settings.lambda > 0 else { continue }
        // Of B the gradient is the weighted product times Aᵀ, of A it is Bᵀ times the weighted product.
        let b = own.b.values.base + rows.lowerBound * own.rank
        pool.multiply(product.base, rows: rows.count, by: own.a.matrix, into: added.base)
        pool.add(
          added.base, to: own.b.gradient.base + rows.lowerBound * own.rank, count: rows.count * own.rank)
        pool.addOuter(
          b, outputs: own.rank, product.base, inputs: own.inputs, rows: rows.count, to: own.a.gradient.base)
      }
      fisher.parts[index].release()
    }
    return [
      Trainer.Step.Measure("penalty", settings.lambda / 2 * penalty),
      Trainer.Step.Measure("update_norm", square.squareRoot()),
    ]
  }

  /// Rows of λ s² F ⊙ (B A) in `product`, and their sums.
  private func weigh(_ rows: Range<Int>, of own: LowRankFactors, by part: FisherFile.Part, on pool: ThreadPool) {
    let inputs = own.inputs, matrix = part.matrix
    pool.multiplyBack(
      own.b.values.base + rows.lowerBound * own.rank, rows: rows.count, by: own.a.matrix, into: product.base)
    let over = Float(1 / fisher.mean), damping = Float(settings.damping)
    let factor = Float(settings.lambda * own.scaling * own.scaling)
    let product = product.base, information = information.base
    sums.withUnsafeMutableBufferPointer { sums in
      guard let sums = sums.baseAddress else { return }
      pool.forEachBlock(rows.count) { row, worker in
        let place = rows.lowerBound + row, f = information + worker * inputs, d = product + row * inputs
        pool.widen(matrix.place(ofRow: part.rows?[place] ?? place), matrix.format, count: inputs, into: f)
        sums[row] = Self.weigh(d, by: f, count: inputs, over: over, damping: damping, factor: factor)
      }
    }
  }

  /// d becomes factor (f over + damping) d.
  private static func weigh(
    _ d: UnsafeMutablePointer<Float>, by f: UnsafePointer<Float>, count: Int, over: Float, damping: Float, factor: Float
  ) -> (penalty: Double, square: Double) {
    var penalty = 0.0, squares = 0.0
    for index in 0..<count {
      let weight = f[index] * over + damping, value = d[index], square = Double(value) * Double(value)
      penalty += Double(weight) * square
      squares += square
      d[index] = factor * weight * value
    }
    return (penalty, squares)
  }
}
