import Checkpoints
public import Files
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
  private let a: [FloatBuffer]
  private let b: [FloatBuffer]

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

  /// The best approximation of a rank (that of the concatenation at most), by the singular values of R_b R_aᵀ, where B = Q_b R_b and Aᵀ = Q_a R_a, of the
  /// concatenation: of size K r, whatever the weight's. Scaling is 1.
  /// - Returns: with it the squared length of what is lost, and of the whole.
  public func truncated(to rank: Int) -> (factors: Factors, lost: Double, whole: Double) {
    let all = concatenated()
    let (qb, rb) = columns(all.b, outputs, all.rank, scale: all.scaling).orthogonalized()
    let (qa, ra) = rows(all.a, all.rank, inputs).orthogonalized()
    let (u, s, v) = rb.timesTransposed(ra).singularValues()
    return Self.factors(qb.times(u), s, qa.times(v), rank: rank)
  }

  /// Factors of the largest singular values, each root on one side; `left` (outputs, n), `right` (inputs, n).
  static func factors(
    _ left: Matrix, _ s: [Double], _ right: Matrix, rank: Int
  ) -> (factors: Factors, lost: Double, whole: Double) {
    // There are no more directions than these.
    let rank = max(1, min(rank, s.count))
    var a = [Float](repeating: 0, count: rank * right.rows), b = [Float](repeating: 0, count: left.rows * rank)
    for r in 0..<min(rank, s.count) {
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

  /// Inner products of the updates, and of `others` behind them: <B_i A_i, B_j A_j> = tr((B_jᵀ B_i)(A_i A_jᵀ)).
  public func gram(with others: [Factors] = []) -> Gram {
    var ranks = updates.map(\.rank), scalings = updates.map(\.scaling)
    var allA: [Double] = [], allB: [Double] = []
    for k in updates.indices {
      allA += rows(a[k].array, updates[k].rank, inputs).values
      allB += columns(b[k].array, outputs, updates[k].rank, scale: 1).values
    }
    for other in others {
      ranks.append(other.rank)
      scalings.append(other.scaling)
      allA += rows(other.a, other.rank, inputs).values
      allB += columns(other.b, outputs, other.rank, scale: 1).values
    }
    let starts = ranks.indices.map { ranks[..<$0].reduce(0, +) }, total = ranks.reduce(0, +)
    let matrixA = Matrix(rows: inputs, columns: total, allA), matrixB = Matrix(rows: outputs, columns: total, allB)
    var products: [Double] = []
    for j in ranks.indices {
      for i in 0...j {
        var sum = 0.0
        for p in starts[i]..<starts[i] + ranks[i] {
          for q in starts[j]..<starts[j] + ranks[j] {
            sum += Matrix.dot(matrixA.column(p), matrixA.column(q)) * Matrix.dot(matrixB.column(p), matrixB.column(q))
          }
        }
        products.append(scalings[i] * scalings[j] * sum)
      }
    }
    return Gram(products, ranks.count)
  }

  /// (count, length) row by row becomes a matrix with a column for each row.
  private func rows(_ values: [Float], _ count: Int, _ length: Int) -> Matrix {
    Matrix(rows: length, columns: count, values.map { Double($0) })
  }

  private func columns(_ values: [Float], _ rows: Int, _ columns: Int, scale: Double) -> Matrix {
    var result = Matrix(rows: rows, columns: columns)
    for i in 0..<rows { for j in 0..<columns { result[i, j] = scale * Double(values[i * columns + j]) } }
    return result
  }
}
