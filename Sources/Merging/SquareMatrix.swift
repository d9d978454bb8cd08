import Checkpoints
import Tensors

/// A symmetric matrix in float64, and Cholesky's way to solve with it (Golub and Van Loan, Matrix Computations, section 4.2).
final class SquareMatrix: @unchecked Sendable {
  let size: Int
  private let values: UnsafeMutablePointer<Double>

  init(_ size: Int) {
    self.size = size
    values = .allocate(capacity: max(size * size, 1))
    values.initialize(repeating: 0, count: size * size)
  }

  /// weight * matrix, what stands beside the diagonal times `offDiagonal`.
  convenience init(_ view: TensorView, _ size: Int, weight: Double, offDiagonal: Double, on pool: ThreadPool) {
    self.init(size)
    let row = FloatBuffer(count: size), format = view.dtype.format ?? .f32
    guard let bytes = view.bytes.baseAddress else { return }
    for i in 0..<size {
      pool.widen(bytes + i * size * format.byteCount, format, count: size, into: row.base)
      for j in 0..<size { values[i * size + j] = weight * Double(row.base[j]) * (i == j ? 1 : offDiagonal) }
    }
  }

  deinit { values.deallocate() }

  func add(_ other: SquareMatrix) { for i in 0..<size * size { values[i] += other.values[i] } }

  /// result += row * matrix
  func addProduct(_ row: UnsafePointer<Float>, to result: UnsafeMutablePointer<Double>) {
    for i in 0..<size where row[i] != 0 {
      let factor = Double(row[i]), source = values + i * size
      for j in 0..<size { result[j] += factor * source[j] }
    }
  }

  /// Becomes L with L Lᵀ = the matrix, in the lower half; false where it is not positive definite.
  func factorize() -> Bool {
    for j in 0..<size {
      let row = values + j * size
      let pivot = row[j] - Self.dot(row, row, j)
      guard pivot > 1e-12 * max(row[j], 0), pivot.isFinite else { return false }
      row[j] = pivot.squareRoot()
      for i in j + 1..<max(size, j + 1) {
        let other = values + i * size
        other[j] = (other[j] - Self.dot(other, row, j)) / row[j]
      }
    }
    return true
  }

  /// right becomes the solution of right = solution * (L Lᵀ).
  func solve(_ right: UnsafeMutablePointer<Double>) {
    for i in 0..<size {
      let row = values + i * size
      right[i] = (right[i] - Self.dot(row, right, i)) / row[i]
    }
    for i in (0..<size).reversed() {
      let row = values + i * size
      right[i] /= row[i]
      let factor = right[i]
      for j in 0..<i { right[j] -= factor * row[j] }
    }
  }

  private static func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int) -> Double {
    var lanes = SIMD8<Double>(repeating: 0), i = 0
    while i + 8 <= count {
      lanes +=
        UnsafeRawPointer(a + i).loadUnaligned(as: SIMD8<Double>.self)
        * UnsafeRawPointer(b + i).loadUnaligned(as: SIMD8<Double>.self)
      i += 8
    }
    var rest = 0.0
    while i < count {
      rest += a[i] * b[i]
      i += 1
    }
    return lanes.sum() + rest
  }
}
