import Checkpoints
public import Files
import LinearAlgebra
public import Tensors

/// The weighted average of low-rank updates of one weight, as factors: the weight itself is never formed.
///
/// Eq. 1 of Disperse-Then-Merge (arXiv:2405.13432): sum of α_k s_k B_k A_k.
public struct LowRankMerge {
  /// Factors in float32, row by row.
  public struct Factors: Sendable {
    public var rank: Int
    /// (rank, inputs)
    public var a: [Float]
    /// (outputs, rank)
    public var b: [Float]
    public var scaling: Double

    /// Whether all its numbers are.
    public var isFinite: Bool { scaling.isFinite && a.allSatisfy(\.isFinite) && b.allSatisfy(\.isFinite) }
  }

  public let updates: [LowRankUpdate]
  public let weights: [Double]
  public let inputs: Int
  public let outputs: Int
  let a: [FloatBuffer]
  let b: [FloatBuffer]

  /// Throws where a factor holds a number that is none, by its tensor's name.
  public static func check(_ update: LowRankUpdate, on pool: ThreadPool) throws(Diagnostic) {
    var operands = OperandCheck(nil, on: pool)
    try operands.check(update)
  }

  /// All of the same inputs and outputs, without magnitudes. Of those that are transposed, A and B are so too.
  public init(_ updates: [LowRankUpdate], weights: [Double], on pool: ThreadPool) {
    precondition(updates.count == weights.count && !updates.isEmpty, "a weight for each update")
    self.updates = updates
    self.weights = weights
    outputs = updates[0].shape[0]
    inputs = updates[0].shape[1]
    a = updates.map { $0.right(on: pool) }
    b = updates.map { $0.left(on: pool) }
  }

  /// All of it exactly: the A below each other, the B side by side, each times its weight. Updates of weight 0 are left out;
  /// one of weight 1 alone keeps its bits.
  public func concatenated() -> Factors {
    var used = updates.indices.filter { weights[$0] != 0 }
    if used.isEmpty { used = [0] }
    let scaling = updates[used[0]].scaling
    let rank = used.reduce(0) { $0 + updates[$1].rank }
    var factorA: [Float] = [], factorB = [Float](repeating: 0, count: outputs * rank)
    var first = 0
    for k in used {
      factorA += a[k].array
      let own = updates[k].rank, factor = weights[k] * (updates[k].scaling / scaling)
      for row in 0..<outputs {
        for r in 0..<own { factorB[row * rank + first + r] = Float(factor * Double(b[k].base[row * own + r])) }
      }
      first += own
    }
    return Factors(rank: rank, a: factorA, b: factorB, scaling: scaling)
  }

  /// The best approximation of a rank (that of the concatenation at most), by the singular values of R_b R_aᵀ, where B = Q_b R_b and
  /// Aᵀ = Q_a R_a, of the concatenation: of size K r, whatever the weight's. Scaling is 1.
  ///
  /// The factors are one pair of many with the same product. This one has the root of each singular value on either side, in their
  /// descending order, and the first of the largest numbers in each column of B is positive. What a larger rank has beyond the
  /// weight's own is zero.
  /// - Returns: with it the squared length of what is lost, and of the whole.
  public func truncated(to rank: Int) throws(Diagnostic) -> (factors: Factors, lost: Double, whole: Double) {
    let all = concatenated(), lapack = try Lapack.opened(for: outputs, inputs, all.rank)
    let b = try lapack.orthogonal(
      Matrix(rows: outputs, columns: all.rank) { all.scaling * Double(all.b[$0 * all.rank + $1]) })
    let a = try lapack.orthogonal(Matrix(rows: inputs, columns: all.rank) { Double(all.a[$1 * inputs + $0]) })
    let (u, s, v) = try lapack.singularValues(of: lapack.multiply(b.r, a.r, transposingB: true))
    let rank = max(1, min(rank, all.rank)), kept = min(rank, s.count)
    let left = try lapack.apply(b, to: u.prefix(columns: kept, rows: u.rows))
    let right = try lapack.apply(a, to: v.prefix(columns: kept, rows: v.rows))
    return Self.factors(left, s, right, rank: rank)
  }

  /// Factors of the largest singular values, each root on one side; `left` (outputs, n), `right` (inputs, n), which may get other
  /// signs.
  static func factors(
    _ left: Matrix, _ s: [Double], _ right: Matrix, rank: Int
  ) -> (factors: Factors, lost: Double, whole: Double) {
    Matrix.settleSigns(left, right)
    var a = [Float](repeating: 0, count: rank * right.rows), b = [Float](repeating: 0, count: left.rows * rank)
    for r in 0..<min(rank, left.columns) {
      let root = s[r].squareRoot()
      for i in 0..<right.rows { a[r * right.rows + i] = Float(root * right[i, r]) }
      for i in 0..<left.rows { b[i * rank + r] = Float(root * left[i, r]) }
    }
    let squares = s.map { $0 * $0 }
    return (
      Factors(rank: rank, a: a, b: b, scaling: 1), squares.dropFirst(rank).reduce(0, +), squares.reduce(0, +)
    )
  }

  /// A and B averaged apart, as the released code of Disperse-Then-Merge does: not the average of the updates, unless the A
  /// or the B are the same. nil where ranks or scalings differ.
  public func averagedFactors() -> Factors? {
    let rank = updates[0].rank, scaling = updates[0].scaling
    guard updates.allSatisfy({ $0.rank == rank && $0.scaling == scaling }) else { return nil }
    func mean(_ buffers: [FloatBuffer]) -> [Float] {
      (0..<buffers[0].count).map { i in
        Float(zip(weights, buffers).reduce(0.0) { $0 + $1.0 * Double($1.1.base[i]) })
      }
    }
    return Factors(rank: rank, a: mean(a), b: mean(b), scaling: scaling)
  }
}
