internal import CKernels
internal import Glibc

/// A weight matrix (rows = outputs, columns = inputs), row-major, as it lies in its file or in memory of its own.
///
/// Read-only, so it may be shared; whoever holds the memory is kept alive.
public struct WeightMatrix: @unchecked Sendable {
  public let data: UnsafeRawPointer
  public let format: WeightFormat
  public let rows: Int
  public let columns: Int
  private let owner: Any

  /// `data` holds rows * columns numbers, need not be aligned, and lives as long as `owner`.
  public init(data: UnsafeRawPointer, format: WeightFormat, rows: Int, columns: Int, owner: Any) {
    precondition(columns % format.blockCount == 0, "a row of \(columns) is not whole blocks of \(format)")
    self.data = data
    self.format = format
    self.rows = rows
    self.columns = columns
    self.owner = owner
  }

  public init(_ values: [Float], rows: Int, columns: Int) {
    precondition(values.count == rows * columns, "\(values.count) values for (\(rows), \(columns))")
    let buffer = FloatBuffer(values)
    self.init(data: buffer.base, format: .f32, rows: rows, columns: columns, owner: buffer)
  }

  public var count: Int { rows * columns }
  public var byteCount: Int { format.byteCount(count) }

  /// Where a row begins.
  public func place(ofRow row: Int) -> UnsafeRawPointer { data + format.byteCount(row * columns) }

  /// Some consecutive rows, sharing the memory.
  public func rows(_ range: Range<Int>) -> WeightMatrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
    return WeightMatrix(
      data: place(ofRow: range.lowerBound), format: format, rows: range.count, columns: columns, owner: owner)
  }

  /// Some rows in this order, in memory of their own.
  public func rows(at indices: [Int]) -> WeightMatrix {
    precondition(indices.allSatisfy((0..<rows).contains), "rows outside the matrix")
    let width = format.byteCount(columns), buffer = FloatBuffer(count: (indices.count * width + 3) / 4)
    let target = UnsafeMutableRawPointer(buffer.base)
    for (place, row) in indices.enumerated() { memcpy(target + place * width, data + row * width, width) }
    return WeightMatrix(data: buffer.base, format: format, rows: indices.count, columns: columns, owner: buffer)
  }

  /// Rows as columns, in memory of its own.
  public func transposed() -> WeightMatrix {
    precondition(!format.isInBlocks, "blocks of \(format) stand along rows")
    let size = format.byteCount(1), buffer = FloatBuffer(count: (count * size + 3) / 4)
    let target = UnsafeMutableRawPointer(buffer.base)
    for row in 0..<rows {
      for column in 0..<columns {
        memcpy(target + (column * rows + row) * size, data + (row * columns + column) * size, size)
      }
    }
    return WeightMatrix(data: buffer.base, format: format, rows: columns, columns: rows, owner: buffer)
  }

  /// The same numbers in a plain format, in memory of its own; rounds to nearest even where it narrows.
  public func converted(to format: WeightFormat, on pool: ThreadPool) -> WeightMatrix {
    if format == self.format { return self }
    precondition(!format.isInBlocks, "blocks are made by ThreadPool.quantize")
    let wide = FloatBuffer(count: count)
    assay_widen(pool.handle, data, self.format.kernel, Int64(count), wide.base)
    if format == .f32 {
      return WeightMatrix(data: wide.base, format: .f32, rows: rows, columns: columns, owner: wide)
    }
    let narrow = FloatBuffer(count: (count + 1) / 2)
    assay_narrow(pool.handle, wide.base, format.kernel, Int64(count), narrow.base)
    return WeightMatrix(data: narrow.base, format: format, rows: rows, columns: columns, owner: narrow)
  }

  /// Each row divided by its Euclidean length (at least 1e-12, as torch's `normalize` has it), in float32.
  public func normalizedRows(on pool: ThreadPool) -> WeightMatrix {
    let buffer = FloatBuffer(count: count)
    assay_widen(pool.handle, data, format.kernel, Int64(count), buffer.base)
    for row in 0..<rows {
      let values = UnsafeMutableBufferPointer(start: buffer.base + row * columns, count: columns)
      var sum = 0.0
      for value in values { sum += Double(value) * Double(value) }
      let length = Float(max(sum.squareRoot(), 1e-12))
      for index in values.indices { values[index] /= length }
    }
    return WeightMatrix(data: buffer.base, format: .f32, rows: rows, columns: columns, owner: buffer)
  }

  /// Index, counted through the matrix, of the first NaN or infinity.
  public func firstNotFinite(on pool: ThreadPool) -> Int? {
    let index = assay_first_not_finite(pool.handle, data, format.kernel, Int64(count))
    return index < 0 ? nil : Int(index)
  }

  /// All numbers, widened; for small matrices and tests.
  public func values(on pool: ThreadPool) -> [Float] {
    let wide = FloatBuffer(count: count)
    assay_widen(pool.handle, data, format.kernel, Int64(count), wide.base)
    return wide.array
  }

  var kernel: assay_weight {
    assay_weight(data: data, dtype: format.kernel, rows: Int64(rows), columns: Int64(columns))
  }
}
