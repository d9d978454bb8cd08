import Glibc
import Tensors

/// A matrix of one format, larger than any cache, and rows that are multiplied by it. What its numbers are does not matter for speed: all
/// its bytes are the same.
struct WeightSubject {
  let matrix: WeightMatrix
  private let x: FloatBuffer
  private let y: FloatBuffer
  private let pool: ThreadPool

  /// - Parameter rows: the most rows of x.
  init(_ format: WeightFormat, isQuick: Bool, rows: Int, on pool: ThreadPool) {
    let (outputs, inputs) = isQuick ? (512, 512) : (8192, 4096)
    let bytes = FloatBuffer(count: format.byteCount(outputs * inputs) / 4 + 16)
    // A byte that makes small finite numbers of every format.
    memset(bytes.base, 0x2E, bytes.count * 4)
    matrix = WeightMatrix(data: bytes.base, format: format, rows: outputs, columns: inputs, owner: bytes)
    x = FloatBuffer((0..<rows * inputs).map { Float($0 % 83) / 83 - 0.5 })
    y = FloatBuffer(count: rows * outputs)
    self.pool = pool
  }

  /// Multiply-adds count twice.
  func operations(rows: Int) -> Double { 2 * Double(rows) * Double(matrix.count) }

  /// Products a second.
  func rate(rows: Int, times: Int) -> Double {
    let watch = Stopwatch()
    for _ in 0..<times { pool.multiply(x.base, rows: rows, by: matrix, into: y.base) }
    return Double(times) / watch.seconds
  }
}
