/// A small dense matrix in float64, column by column.
struct Matrix {
  let rows: Int
  let columns: Int
  var values: [Double]

  init(rows: Int, columns: Int, _ values: [Double]? = nil) {
    self.rows = rows
    self.columns = columns
    self.values = values ?? [Double](repeating: 0, count: rows * columns)
  }

  static func identity(_ size: Int) -> Matrix {
    var result = Matrix(rows: size, columns: size)
    for i in 0..<size { result[i, i] = 1 }
    return result
  }

  /// self * vector
  func applied(to vector: [Double]) -> [Double] { times(Matrix(rows: vector.count, columns: 1, vector)).values }

  subscript(row: Int, column: Int) -> Double {
    get { values[column * rows + row] }
    set { values[column * rows + row] = newValue }
  }

  /// self * other
  func times(_ other: Matrix) -> Matrix {
    var result = Matrix(rows: rows, columns: other.columns)
    for j in 0..<other.columns {
      for k in 0..<columns {
        let factor = other[k, j]
        if factor == 0 { continue }
        for i in 0..<rows { result.values[j * rows + i] += factor * values[k * rows + i] }
      }
    }
    return result
  }

  /// self * other transposed
  func timesTransposed(_ other: Matrix) -> Matrix { times(other.transposed) }

  var transposed: Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for j in 0..<columns { for i in 0..<rows { result[j, i] = self[i, j] } }
    return result
  }

  func column(_ index: Int) -> ArraySlice<Double> { values[index * rows..<(index + 1) * rows] }

  static func dot(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Double {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        var lanes = SIMD4<Double>(repeating: 0), i = 0, rest = 0.0
        if let first = a.baseAddress, let second = b.baseAddress {
          while i + 4 <= a.count {
            let x = UnsafeRawPointer(first + i).loadUnaligned(as: SIMD4<Double>.self)
            let y = UnsafeRawPointer(second + i).loadUnaligned(as: SIMD4<Double>.self)
            lanes += x * y
            i += 4
          }
        }
        while i < a.count {
          rest += a[i] * b[i]
          i += 1
        }
        return lanes.sum() + rest
      }
    }
  }

  mutating func add(_ factor: Double, times source: Int, to target: Int) {
    for i in 0..<rows { values[target * rows + i] += factor * values[source * rows + i] }
  }

  mutating func scale(_ column: Int, by factor: Double) {
    for i in 0..<rows { values[column * rows + i] *= factor }
  }

  /// Q R = self: the columns of Q are orthonormal, or zero where a column depends on those before it. Gram and Schmidt's way,
  /// modified, twice (Giraud, Langou, Rozložník 2005).
  func orthogonalized() -> (q: Matrix, r: Matrix) {
    var q = self, r = Matrix(rows: columns, columns: columns)
    for j in 0..<columns {
      let before = Self.dot(q.column(j), q.column(j)).squareRoot()
      for _ in 0..<2 {
        for i in 0..<j {
          let product = Self.dot(q.column(i), q.column(j))
          q.add(-product, times: i, to: j)
          r[i, j] += product
        }
      }
      let norm = Self.dot(q.column(j), q.column(j)).squareRoot()
      if norm > 1e-13 * before, norm > 0 {
        r[j, j] = norm
        q.scale(j, by: 1 / norm)
      } else {
        q.scale(j, by: 0)
      }
    }
    return (q, r)
  }

  /// U S Vᵀ = self, the singular values in descending order: Hestenes' one-sided Jacobi rotations (Golub and Van Loan,
  /// section 8.6).
  func singularValues() -> (u: Matrix, s: [Double], v: Matrix) {
    var u = self, v = Matrix.identity(columns)
    for _ in 0..<60 {
      var isDone = true
      for q in 1..<max(columns, 1) {
        for p in 0..<q where u.rotate(p, q, &v) { isDone = false }
      }
      if isDone { break }
    }
    let norms = (0..<columns).map { Self.dot(u.column($0), u.column($0)).squareRoot() }
    let order = (0..<columns).sorted { (norms[$0], -$0) > (norms[$1], -$1) }
    var sortedU = Matrix(rows: rows, columns: columns), sortedV = Matrix(rows: columns, columns: columns)
    for (place, index) in order.enumerated() {
      for i in 0..<rows { sortedU[i, place] = norms[index] > 0 ? u[i, index] / norms[index] : 0 }
      for i in 0..<columns { sortedV[i, place] = v[i, index] }
    }
    return (sortedU, order.map { norms[$0] }, sortedV)
  }

  /// Makes two columns orthogonal; false where they were.
  private mutating func rotate(_ p: Int, _ q: Int, _ v: inout Matrix) -> Bool {
    let a = Self.dot(column(p), column(p)), b = Self.dot(column(q), column(q)), c = Self.dot(column(p), column(q))
    guard c.magnitude > 1e-15 * (a * b).squareRoot(), a > 0, b > 0 else { return false }
    let zeta = (b - a) / (2 * c)
    let tangent = (zeta < 0 ? -1 : 1) / (zeta.magnitude + (1 + zeta * zeta).squareRoot())
    let cosine = 1 / (1 + tangent * tangent).squareRoot(), sine = cosine * tangent
    turn(p, q, cosine, sine)
    v.turn(p, q, cosine, sine)
    return true
  }

  private mutating func turn(_ p: Int, _ q: Int, _ cosine: Double, _ sine: Double) {
    for i in 0..<rows {
      let x = values[p * rows + i], y = values[q * rows + i]
      values[p * rows + i] = cosine * x - sine * y
      values[q * rows + i] = sine * x + cosine * y
    }
  }
}
