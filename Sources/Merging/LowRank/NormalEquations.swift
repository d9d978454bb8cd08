import Checkpoints
import Files
import LinearAlgebra
import Tensors

/// The equations of a map that on the inputs of several parents is to do what each of theirs does: W (Σ G_k) = Σ W_k G_k. All in
/// float64. Pieces and tiles depend on the shape alone, and each is computed by one thread.
final class NormalEquations {
  private let size: Int
  private let rows: Int
  private let lapack: Lapack
  private let pool: ThreadPool
  /// Σ G_k, (inputs, inputs).
  private let total: Matrix
  /// (Σ W_k G_k)ᵀ, (inputs, outputs), and in the end Wᵀ: row by row the map itself.
  private let right: Matrix

  /// Rows of a Gram matrix that are in memory as float64 at a time; sides of the tiles of a product.
  private static let piece = 256, tileHeight = 1024, tileWidth = 256

  init(inputs: Int, outputs: Int, on pool: ThreadPool) throws(Diagnostic) {
    lapack = try Lapack.opened(for: inputs, outputs)
    size = inputs
    rows = outputs
    self.pool = pool
    total = Matrix(rows: inputs, columns: inputs)
    right = Matrix(rows: inputs, columns: outputs)
  }

  /// Adds weight * G to the one side, and W times that to the other.
  /// - Parameters:
  ///   - offDiagonal: factor of what stands beside the diagonal of G.
  ///   - read: gives a range of the parent's weights, from several threads.
  func add(
    _ gram: TensorView, weight: Double, offDiagonal: Double,
    _ read: (Range<Int>, UnsafeMutablePointer<Float>) -> Void
  ) {
    let format = gram.dtype.format ?? .f32, strip = 64, strips = (rows + strip - 1) / strip
    let panel = Matrix(rows: size, columns: Self.piece), map = Matrix(rows: Self.piece, columns: rows)
    let buffers = (0..<pool.threads).map { _ in FloatBuffer(count: max(size, Self.piece)) }
    guard let bytes = gram.bytes.baseAddress else { return }
    nonisolated(unsafe) let start = bytes
    for first in stride(from: 0, to: size, by: Self.piece) {
      let count = min(Self.piece, size - first)
      pool.forEachBlock(count + strips) { index, worker in
        let numbers = buffers[worker].base
        guard index >= count else {
          let row = first + index, column = panel.column(index), sum = total.column(row)
          pool.widen(start + format.byteCount(row * size), format, count: size, into: numbers)
          for j in 0..<size { column[j] = weight * Double(numbers[j]) * (j == row ? 1 : offDiagonal) }
          for j in 0..<size { sum[j] += column[j] }
          return
        }
        for row in (index - count) * strip..<min(rows, (index - count + 1) * strip) {
          read(row * size + first..<row * size + first + count, numbers)
          let column = map.column(row)
          for i in 0..<count { column[i] = Double(numbers[i]) }
        }
      }
      multiply(panel, map, count)
    }
  }

  /// right += panel * map, of the first `count` columns and rows of these.
  private func multiply(_ panel: Matrix, _ map: Matrix, _ count: Int) {
    let heights = (size + Self.tileHeight - 1) / Self.tileHeight, widths = (rows + Self.tileWidth - 1) / Self.tileWidth
    pool.forEachBlock(heights * widths) { index, _ in
      let top = index % heights * Self.tileHeight, left = index / heights * Self.tileWidth
      lapack.add(
        panel.base + top, stride: size, map.column(left), stride: Self.piece, to: right.column(left) + top,
        stride: size, m: min(Self.tileHeight, size - top), n: min(Self.tileWidth, rows - left), k: count)
    }
  }

  /// The map, row by row; nil where the equations have no single solution.
  func solved() throws(Diagnostic) -> Matrix? {
    guard try lapack.factorize(total) else { return nil }
    pool.forEachBlock((rows + Self.tileWidth - 1) / Self.tileWidth) { index, _ in
      let first = index * Self.tileWidth
      lapack.solve(total, right.column(first), count: min(Self.tileWidth, rows - first))
    }
    return right
  }
}
