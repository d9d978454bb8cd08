import Checkpoints
import Statistics
import Tensors
import Transformers

/// The factors beside one weight as it is stored, as a penalty on their product s B A sees them. With r the rank, everything here costs
/// products of the thin factors alone: the product itself has (outputs, inputs) numbers and is never made.
struct LowRankFactors {
  /// (r, inputs)
  let a: Parameter
  /// (outputs, r)
  let b: Parameter
  let scaling: Double

  var rank: Int { a.shape[0] }
  var inputs: Int { a.shape[1] }
  var outputs: Int { b.shape[0] }

  /// BᵀB and A Aᵀ, (r, r) each.
  func grams(on pool: ThreadPool) -> (b: FloatBuffer, a: FloatBuffer) {
    let left = FloatBuffer([Float](repeating: 0, count: rank * rank)), right = FloatBuffer(count: rank * rank)
    pool.addOuter(b.values.base, outputs: rank, b.values.base, inputs: rank, rows: outputs, to: left.base)
    pool.multiply(a.values.base, rows: rank, by: a.matrix, into: right.base)
    return (left, right)
  }

  /// The squared Frobenius norm of s B A: s² tr((BᵀB)(A Aᵀ)).
  func squaredNorm(_ grams: (b: FloatBuffer, a: FloatBuffer)) -> Double {
    var sum = 0.0
    for index in 0..<rank * rank { sum += Double(grams.b[index]) * Double(grams.a[index]) }
    return max(0, sum) * scaling * scaling
  }

  /// Adds the gradient of `factor` / 2 times that norm: of B factor s² B (A Aᵀ), of A factor s² (BᵀB) A.
  func addGradients(_ grams: (b: FloatBuffer, a: FloatBuffer), factor: Double, on pool: ThreadPool) {
    let times = Float(factor * scaling * scaling)
    let ofB = FloatBuffer(count: b.values.count), ofA = FloatBuffer(count: a.values.count)
    let square = WeightMatrix(data: grams.a.base, format: .f32, rows: rank, columns: rank, owner: grams.a)
    pool.multiply(b.values.base, rows: outputs, by: square, into: ofB.base)
    pool.multiplyBack(grams.b.base, rows: rank, by: a.matrix, into: ofA.base)
    pool.add(ofB.base, times: times, to: b.gradient.base, count: ofB.count)
    pool.add(ofA.base, times: times, to: a.gradient.base, count: ofA.count)
    withExtendedLifetime(grams) {}
  }
}

extension LoRAParameters {
  /// Of each stored weight.
  var factors: [LowRankFactors] { stored.map { LowRankFactors(a: $0.a, b: $0.b, scaling: $0.scaling) } }

  /// The frozen weights beside each of `factors`, one behind the other as the rows of B are.
  func weights(in decoder: DecoderWeights) -> [[WeightMatrix]] {
    stored.map { own in
      modules.filter { $0.name == own.name }.map { decoder.layers[$0.layer][$0.projection] }
    }
  }
}
