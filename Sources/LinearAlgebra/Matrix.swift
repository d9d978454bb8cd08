import Tensors

/// A dense matrix in float64, column by column, at a multiple of 64 bytes: where numbers lie must not change how they are summed.
/// One owner changes it at a time, or several threads different columns.
public final class Matrix: @unchecked Sendable {
  public let rows: Int
  public let columns: Int
  public let base: UnsafeMutablePointer<Double>
  private let memory: FloatBuffer

  /// Of zeros.
  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    let count = max(rows * columns, 1)
    memory = FloatBuffer(count: 2 * count)
    base = UnsafeMutableRawPointer(memory.base).bindMemory(to: Double.self, capacity: count)
    base.initialize(repeating: 0, count: count)
  }

  /// `value` gets row and column.
  public convenience init(rows: Int, columns: Int, _ value: (Int, Int) -> Double) {
    self.init(rows: rows, columns: columns)
    for j in 0..<columns { for i in 0..<rows { self[i, j] = value(i, j) } }
  }

  public static func identity(_ size: Int) -> Matrix { Matrix(rows: size, columns: size) { $0 == $1 ? 1 : 0 } }

  @inlinable public subscript(row: Int, column: Int) -> Double {
    get { base[column * rows + row] }
    set { base[column * rows + row] = newValue }
  }

  @inlinable public func column(_ index: Int) -> UnsafeMutablePointer<Double> { base + index * rows }

  /// self * vector
  public func applied(to vector: [Double]) -> [Double] {
    (0..<rows).map { i in vector.indices.reduce(0) { $0 + self[i, $1] * vector[$1] } }
  }

  /// The first columns, above zeros where there are to be more rows.
  public func prefix(columns: Int, rows: Int) -> Matrix {
    Matrix(rows: rows, columns: columns) { $0 < self.rows ? self[$0, $1] : 0 }
  }

  /// A vector of any sign, and its pair, get the sign with which the first of the vector's largest numbers is positive.
  public static func settleSigns(_ vectors: Matrix, _ pairs: Matrix? = nil) {
    for j in 0..<vectors.columns {
      let column = vectors.column(j)
      var largest = 0
      for i in 0..<vectors.rows where column[i].magnitude > column[largest].magnitude { largest = i }
      guard column[largest] < 0 else { continue }
      for i in 0..<vectors.rows { column[i] = -column[i] }
      guard let pair = pairs?.column(j), let rows = pairs?.rows else { continue }
      for i in 0..<rows { pair[i] = -pair[i] }
    }
  }
}
