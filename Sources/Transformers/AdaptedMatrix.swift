import Checkpoints
import Files
import Tensors

/// A weight with a low-rank update, row by row: W + scaling * left right, in float32; the update is summed apart, then added once.
struct AdaptedMatrix {
  /// (rows, columns)
  let base: WeightMatrix
  /// (rows, rank)
  private let left: FloatBuffer
  /// (rank, columns)
  private let right: FloatBuffer
  private let rank: Int
  private let scaling: Float

  /// Rows of one block; fixed, so that no number of threads changes a bit.
  private static let block = 16

  init(_ base: WeightMatrix, _ part: LoRAFactors, on pool: ThreadPool) throws(Diagnostic) {
    try self.init(base, left: Self.numbers(part.b, pool), right: Self.numbers(part.a, pool), part.scaling)
  }

  init(_ base: WeightMatrix, _ part: TableFactors, on pool: ThreadPool) throws(Diagnostic) {
    let a = try Self.numbers(part.a, pool), b = try Self.numbers(part.b, pool)
    switch part.table {
    case .head: self.init(base, left: b, right: a, part.scaling)
    case .embedding:
      self.init(
        base, left: Self.transposed(a, rows: part.rank), right: Self.transposed(b, rows: base.columns), part.scaling)
    }
  }

  private init(_ base: WeightMatrix, left: [Float], right: [Float], _ scaling: Double) {
    self.base = base
    rank = right.count / base.columns
    self.left = FloatBuffer(left)
    self.right = FloatBuffer(right)
    self.scaling = Float(scaling)
  }

  private static func numbers(_ view: TensorView, _ pool: ThreadPool) throws(Diagnostic) -> [Float] {
    try WeightReader.matrix(view, format: .f32, pool: pool).values(on: pool)
  }

  private static func transposed(_ values: [Float], rows: Int) -> [Float] {
    let columns = values.count / rows
    return (0..<values.count).map { values[$0 % rows * columns + $0 / rows] }
  }

  /// All of it, in memory of its own.
  func dense(on pool: ThreadPool) -> FloatBuffer {
    let result = FloatBuffer(count: base.count)
    forEachRow(on: pool) { row, values in (result.base + row * base.columns).update(from: values, count: base.columns) }
    return result
  }

  /// The Euclidean length of each row.
  func rowLengths(on pool: ThreadPool) -> [Float] {
    let lengths = FloatBuffer(count: base.rows)
    forEachRow(on: pool) { row, values in
      var sum = 0.0
      for column in 0..<base.columns { sum += Double(values[column]) * Double(values[column]) }
      lengths.base[row] = Float(sum.squareRoot())
    }
    return lengths.array
  }

  private func forEachRow(on pool: ThreadPool, _ body: (_ row: Int, UnsafePointer<Float>) -> Void) {
    let columns = base.columns
    pool.forEachBlock((base.rows + Self.block - 1) / Self.block) { index, _ in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * columns) { memory in
        guard let values = memory.baseAddress else { return }
        let sums = values + columns
        for row in index * Self.block..<min(base.rows, (index + 1) * Self.block) {
          pool.widen(base.place(ofRow: row), base.format, count: columns, into: values)
          for column in 0..<columns { sums[column] = 0 }
          for r in 0..<rank {
            let factor = left.base[row * rank + r], source = right.base + r * columns
            for column in 0..<columns { sums[column] += factor * source[column] }
          }
          for column in 0..<columns { values[column] += scaling * sums[column] }
          body(row, values)
        }
      }
    }
  }
}

/// What DoRA multiplies an adapted weight by: magnitude over length, a number for each row or column.
///
/// Source: arXiv:2402.09353, eq. 5. The length is that of the whole, W + scaling * B A, as PEFT has it when it answers.
enum MagnitudeGains {
  static func values(
    _ magnitude: TensorView, lengths: [Float], on pool: ThreadPool
  ) throws(Diagnostic) -> FloatBuffer {
    let magnitudes = try WeightReader.matrix(magnitude, format: .f32, pool: pool).values(on: pool)
    let gains = zip(magnitudes, lengths).map { $0 / $1 }
    guard gains.count == lengths.count, gains.allSatisfy(\.isFinite) else {
      throw Diagnostic(
        magnitude.file, "tensor \"\(magnitude.name)\" scales a weight of length 0",
        expected: "rows of the adapted weight that have a length")
    }
    return FloatBuffer(gains)
  }
}
