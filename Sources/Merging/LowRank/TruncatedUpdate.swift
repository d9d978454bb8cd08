public import Files
import LinearAlgebra
public import Tensors

/// The largest singular values of a dense update, by iterating on a subspace (Halko, Martinsson, Tropp, arXiv:0909.4061,
/// algorithm 4.4): for methods of which the result has full rank.
public enum TruncatedUpdate {
  /// - Parameter values: (rows, columns); of a result that is wanted as an adapter.
  /// - Returns: factors of `rank`, or of as many as there are rows or columns, signed as `LowRankMerge.truncated` has them; the
  ///   squared length of what is lost, and of the whole.
  public static func factors(
    _ values: FloatBuffer, rows: Int, columns: Int, rank: Int, on pool: ThreadPool
  ) throws(Diagnostic) -> (factors: LowRankMerge.Factors, lost: Double, whole: Double) {
    let lapack = try Lapack.opened(for: rows, columns), width = min(rank + 10, rows, columns)
    let matrix = WeightMatrix(data: values.base, format: .f32, rows: rows, columns: columns, owner: values)
    let draw = KeyedDraw(seed: 1, parent: 0, tensor: "subspace")
    var right = try lapack.basis(
      of: Matrix(rows: columns, columns: width) { Double(draw.word($1 * columns + $0) >> 11) * 0x1p-52 - 1 })
    var left = right
    for _ in 0..<6 {
      left = try lapack.basis(of: product(right, matrix, transposed: false, on: pool))
      right = try lapack.basis(of: product(left, matrix, transposed: true, on: pool))
    }
    // values ≈ (values right) rightᵀ
    let found = try lapack.orthogonal(product(right, matrix, transposed: false, on: pool))
    let (u, s, v) = try lapack.singularValues(of: found.r), kept = max(1, min(rank, width))
    let (factors, _, _) = LowRankMerge.factors(
      try lapack.apply(found, to: u.prefix(columns: kept, rows: u.rows)), s,
      lapack.multiply(right, v.prefix(columns: kept, rows: v.rows)), rank: kept)
    var whole = 0.0
    for start in stride(from: 0, to: values.count, by: 8192) {
      whole += BlockArithmetic.dot(values.base + start, values.base + start, min(8192, values.count - start))
    }
    let square = s.prefix(rank).reduce(0) { $0 + $1 * $1 }
    return (factors, max(0, whole - square), whole)
  }

  /// matrix * x, or its transpose * x; x has a column for each vector.
  private static func product(_ x: Matrix, _ matrix: WeightMatrix, transposed: Bool, on pool: ThreadPool) -> Matrix {
    let input = FloatBuffer(count: x.rows * x.columns)
    for i in 0..<input.count { input.base[i] = Float(x.base[i]) }
    let size = transposed ? matrix.columns : matrix.rows
    let output = FloatBuffer(count: size * x.columns)
    if transposed {
      pool.multiplyBack(input.base, rows: x.columns, by: matrix, into: output.base)
    } else {
      pool.multiply(input.base, rows: x.columns, by: matrix, into: output.base)
    }
    return Matrix(rows: size, columns: x.columns) { Double(output.base[$1 * size + $0]) }
  }
}
