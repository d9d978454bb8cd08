public import Tensors

/// The largest singular values of a dense update, by iterating on a subspace (Halko, Martinsson, Tropp, arXiv:0909.4061,
/// algorithm 4.4): for methods of which the result has full rank.
public enum TruncatedUpdate {
  /// - Parameter values: (rows, columns); of a result that is wanted as an adapter.
  /// - Returns: factors of `rank`, the squared length of what is lost, and of the whole.
  public static func factors(
    _ values: FloatBuffer, rows: Int, columns: Int, rank: Int, on pool: ThreadPool
  ) -> (factors: LowRankMerge.Factors, lost: Double, whole: Double) {
    let width = min(rank + 10, rows, columns)
    let matrix = WeightMatrix(data: values.base, format: .f32, rows: rows, columns: columns, owner: values)
    let draw = KeyedDraw(seed: 1, parent: 0, tensor: "subspace")
    var right = Matrix(
      rows: columns, columns: width,
      (0..<columns * width).map { Double(draw.word($0) >> 11) * 0x1p-52 - 1 }
    ).orthogonalized().q
    var left = right
    for _ in 0..<6 {
      left = product(right, matrix, transposed: false, on: pool).orthogonalized().q
      right = product(left, matrix, transposed: true, on: pool).orthogonalized().q
    }
    // values ≈ (values right) rightᵀ
    let (q, r) = product(right, matrix, transposed: false, on: pool).orthogonalized()
    let (u, s, v) = r.singularValues()
    let found = LowRankMerge.factors(q.times(u), s, right.times(v), rank: rank)
    var whole = 0.0
    for start in stride(from: 0, to: values.count, by: 8192) {
      whole += BlockArithmetic.dot(values.base + start, values.base + start, min(8192, values.count - start))
    }
    let kept = s.prefix(rank).reduce(0) { $0 + $1 * $1 }
    return (found.factors, max(0, whole - kept), whole)
  }

  /// matrix * x, or its transpose * x; x has a column for each vector.
  private static func product(_ x: Matrix, _ matrix: WeightMatrix, transposed: Bool, on pool: ThreadPool) -> Matrix {
    let input = FloatBuffer(x.values.map { Float($0) })
    let size = transposed ? matrix.columns : matrix.rows
    let output = FloatBuffer(count: size * x.columns)
    if transposed {
      pool.multiplyBack(input.base, rows: x.columns, by: matrix, into: output.base)
    } else {
      pool.multiply(input.base, rows: x.columns, by: matrix, into: output.base)
    }
    return Matrix(rows: size, columns: x.columns, output.array.map { Double($0) })
  }
}
