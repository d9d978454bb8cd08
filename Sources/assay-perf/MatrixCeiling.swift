import COpenBLAS
import Glibc
import Tensors

/// The rate of OpenBLAS's float32 matrix product: what this machine is known to reach on large matrices.
final class MatrixCeiling {
  let size: Int
  private let threads: Int
  private let a, b, c: FloatBuffer
  private static let products = 3

  /// Square matrices (size, size).
  init(size: Int, threads: Int) {
    self.size = size
    self.threads = threads
    a = FloatBuffer((0..<size * size).map { Float($0 % 97) / 97 })
    b = FloatBuffer((0..<size * size).map { Float($0 % 89) / 89 })
    c = FloatBuffer(count: size * size)
    _ = rate()  // makes OpenBLAS's own threads and buffers
  }

  /// GFLOP/s over some products.
  func rate() -> Double {
    let n = blasint(size)
    // Merging, which measures in turns with this, keeps the library to one thread.
    openblas_set_num_threads(Int32(threads))
    let watch = Stopwatch()
    for _ in 0..<Self.products {
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1, a.base, n, b.base, n, 0, c.base, n)
    }
    let seconds = watch.seconds
    // OpenBLAS's threads wait for more work without sleeping for some 25 ms; they must not disturb what comes
    // next.
    usleep(60_000)
    let operations = 2 * Double(size) * Double(size) * Double(size)
    return Double(Self.products) * operations / seconds / 1e9
  }

  static var libraryName: String {
    let configuration = openblas_get_config().map { String(cString: $0) } ?? "unknown version"
    let core = openblas_get_corename().map { String(cString: $0) } ?? "unknown"
    return configuration.split(separator: " ").joined(separator: " ") + ", core \(core)"
  }
}
