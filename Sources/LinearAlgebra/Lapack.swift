internal import CLapack
public import Files

/// Decompositions of dense matrices by OpenBLAS's LAPACK, each on the thread that asks for it alone: how many threads there are
/// changes no bit. OpenBLAS has kernels for each kind of processor, so on another kind last bits may differ.
public struct Lapack: Sendable {
  private init() {}

  /// - Parameter dimensions: rows and columns of what is to be worked on.
  public static func opened(for dimensions: Int...) throws(Diagnostic) -> Lapack {
    if let problem = assay_lapack_open() {
      throw Diagnostic(
        "libopenblas.so.0", String(cString: problem),
        expected: "OpenBLAS with LAPACK, which solves, and takes matrices apart: Debian's libopenblas0")
    }
    // Factors of some power of it are added up in 32 bits.
    guard let most = dimensions.max(), most <= 1 << 24 else {
      throw Diagnostic(
        "merge", "a matrix of \(dimensions) is too large for LAPACK", expected: "at most 16777216 a side")
    }
    return Lapack()
  }

  /// a * b, or with the transpose of one of them.
  public func multiply(_ a: Matrix, _ b: Matrix, transposingB: Bool = false) -> Matrix {
    let result = Matrix(rows: a.rows, columns: transposingB ? b.rows : b.columns)
    guard result.rows > 0, result.columns > 0, a.columns > 0 else { return result }
    assay_lapack_multiply(
      0, transposingB ? 1 : 0, Int32(result.rows), Int32(result.columns), Int32(a.columns), a.base, Int32(a.rows),
      b.base, Int32(b.rows), 0, result.base, Int32(result.rows))
    return result
  }

  /// A part of c (m, n) += a (m, k) * b (k, n); strides are from column to column.
  public func add(
    _ a: UnsafePointer<Double>, stride aStride: Int, _ b: UnsafePointer<Double>, stride bStride: Int,
    to c: UnsafeMutablePointer<Double>, stride cStride: Int, m: Int, n: Int, k: Int
  ) {
    assay_lapack_multiply(
      0, 0, Int32(m), Int32(n), Int32(k), a, Int32(aStride), b, Int32(bStride), 1, c, Int32(cStride))
  }

  /// Q R = a matrix: Q by its reflectors.
  public struct Orthogonal {
    fileprivate let reflectors: Matrix
    fileprivate let factors: [Double]
    public let r: Matrix
  }

  /// Householder's way.
  public func orthogonal(_ matrix: Matrix) throws(Diagnostic) -> Orthogonal {
    let least = min(matrix.rows, matrix.columns), copy = matrix.prefix(columns: matrix.columns, rows: matrix.rows)
    var factors = [Double](repeating: 0, count: max(least, 1))
    try check(assay_lapack_qr(Int32(copy.rows), Int32(copy.columns), copy.base, &factors), "dgeqrf")
    let r = Matrix(rows: least, columns: matrix.columns) { $0 <= $1 ? copy[$0, $1] : 0 }
    return Orthogonal(reflectors: copy, factors: factors, r: r)
  }

  /// Q * matrix, the rows of which are as many as R has, or fewer.
  public func apply(_ orthogonal: Orthogonal, to matrix: Matrix) throws(Diagnostic) -> Matrix {
    let rows = orthogonal.reflectors.rows, result = matrix.prefix(columns: matrix.columns, rows: rows)
    try check(
      assay_lapack_apply_q(
        Int32(rows), Int32(result.columns), Int32(orthogonal.r.rows), orthogonal.reflectors.base, orthogonal.factors,
        result.base), "dormqr")
    return result
  }

  /// An orthonormal basis of what the columns span, of as many columns; there must be as many rows at least.
  public func basis(of matrix: Matrix) throws(Diagnostic) -> Matrix {
    let found = try orthogonal(matrix)
    try check(
      assay_lapack_form_q(Int32(matrix.rows), Int32(matrix.columns), found.reflectors.base, found.factors), "dorgqr")
    return found.reflectors
  }

  /// U S Vᵀ = a matrix, the singular values in descending order; those that are nothing but rounding are zero.
  public func singularValues(of matrix: Matrix) throws(Diagnostic) -> (u: Matrix, s: [Double], v: Matrix) {
    let least = min(matrix.rows, matrix.columns), copy = matrix.prefix(columns: matrix.columns, rows: matrix.rows)
    let u = Matrix(rows: matrix.rows, columns: least), vt = Matrix(rows: least, columns: matrix.columns)
    var s = [Double](repeating: 0, count: least)
    guard least > 0 else { return (u, s, Matrix(rows: matrix.columns, columns: 0)) }
    try check(assay_lapack_svd(Int32(copy.rows), Int32(copy.columns), copy.base, &s, u.base, vt.base), "dgesdd")
    let rounding = s[0] * Double.ulpOfOne * Double(max(matrix.rows, matrix.columns))
    s = s.map { $0 > rounding ? $0 : 0 }
    return (u, s, Matrix(rows: matrix.columns, columns: least) { vt[$1, $0] })
  }

  /// Of a symmetric matrix, the eigenvalues in descending order, and their vectors, one of two signs (`Matrix.settleSigns`).
  public func eigenvectors(of matrix: Matrix) throws(Diagnostic) -> (vectors: Matrix, values: [Double]) {
    let size = matrix.rows, copy = matrix.prefix(columns: size, rows: size)
    var values = [Double](repeating: 0, count: max(size, 1))
    try check(assay_lapack_eigen(Int32(size), copy.base, &values), "dsyevd")
    let vectors = Matrix(rows: size, columns: size) { copy[$0, size - 1 - $1] }
    Matrix.settleSigns(vectors)
    return (vectors, values.prefix(size).reversed())
  }

  /// A symmetric matrix becomes R with Rᵀ R = the matrix, in its upper half, which alone is read; false where it is not positive
  /// definite, or so nearly not that nothing can be solved with it.
  public func factorize(_ matrix: Matrix) throws(Diagnostic) -> Bool {
    let before = (0..<matrix.rows).map { matrix[$0, $0] }, info = assay_lapack_cholesky(Int32(matrix.rows), matrix.base)
    if info > 0 { return false }
    try check(info, "dpotrf")
    return before.indices.allSatisfy { i in
      let pivot = matrix[i, i] * matrix[i, i]
      return pivot.isFinite && pivot > 1e-12 * max(before[i], 0)
    }
  }

  /// Columns become the solutions x of matrix * x = column; the matrix is what `factorize` made.
  public func solve(_ matrix: Matrix, _ columns: UnsafeMutablePointer<Double>, count: Int) {
    assay_lapack_solve(Int32(matrix.rows), Int32(count), matrix.base, columns)
  }

  private func check(_ info: Int32, _ routine: String) throws(Diagnostic) {
    guard info != 0 else { return }
    throw Diagnostic(
      "OpenBLAS", info == Int32(assay_lapack_no_memory) ? "\(routine) had no memory" : "\(routine) ended with \(info)",
      expected: "more memory, or weights and adapters of a usual size")
  }
}
