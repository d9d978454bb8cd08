internal import CKernels

extension ThreadPool {
  /// y = x / rms(x) * (offset + weight) for each row; x, y (rows, columns). Source: arXiv:1910.07467.
  public func rmsNorm(
    _ x: UnsafePointer<Float>, rows: Int, columns: Int, weight: FloatBuffer, offset: Float = 0,
    epsilon: Float, into y: UnsafeMutablePointer<Float>
  ) {
    precondition(weight.count == columns, "the norm has \(weight.count) weights for \(columns) columns")
    assay_rms_norm(handle, x, Int64(rows), Int64(columns), weight.base, offset, epsilon, y)
  }

  /// x += delta, then y = rmsNorm(x).
  public func addThenRMSNorm(
    _ x: UnsafeMutablePointer<Float>, _ delta: UnsafePointer<Float>, rows: Int, columns: Int, weight: FloatBuffer,
    offset: Float = 0, epsilon: Float, into y: UnsafeMutablePointer<Float>
  ) {
    precondition(weight.count == columns, "the norm has \(weight.count) weights for \(columns) columns")
    assay_add_rms_norm(handle, x, delta, Int64(rows), Int64(columns), weight.base, offset, epsilon, y)
  }

  /// result[m] = the row ids[m] of a matrix, in float32: (ids.count, weight.columns).
  public func gather(_ ids: [Int32], from weight: WeightMatrix, into result: UnsafeMutablePointer<Float>) {
    precondition(ids.allSatisfy { $0 >= 0 && $0 < weight.rows }, "an id lies outside the matrix")
    var matrix = weight.kernel
    assay_gather_rows(handle, &matrix, ids, Int64(ids.count), result)
  }

  /// y += x
  public func add(_ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int) {
    assay_add(handle, y, x, Int64(count))
  }

  /// y += scale * x
  public func add(_ x: UnsafePointer<Float>, times scale: Float, to y: UnsafeMutablePointer<Float>, count: Int) {
    assay_add_scaled(handle, y, x, scale, Int64(count))
  }

  /// x[m] *= table[rows[m]], element by element, for x (rows.count, columns) and table (any number, columns). For narrow rows: it is
  /// done in the calling thread.
  public func scale(_ x: UnsafeMutablePointer<Float>, columns: Int, byRows rows: [Int32], of table: FloatBuffer) {
    precondition(
      rows.allSatisfy { $0 >= 0 && (Int($0) + 1) * columns <= table.count }, "a row lies outside the table")
    for (index, row) in rows.enumerated() {
      let target = x + index * columns, factors = table.base + Int(row) * columns
      for column in 0..<columns { target[column] *= factors[column] }
    }
  }

  /// y[m] += bias, for y (rows, bias.count). Done in the calling thread: it is little beside the product that it follows.
  public func add(bias: FloatBuffer, to y: UnsafeMutablePointer<Float>, rows: Int) {
    let columns = bias.count, values = bias.base
    for row in 0..<rows {
      let target = y + row * columns
      for column in 0..<columns { target[column] += values[column] }
    }
  }

  /// sums += the sum of the rows of x (rows, sums.count), in their order.
  public func addRowSums(_ x: UnsafePointer<Float>, rows: Int, to sums: FloatBuffer) {
    let columns = sums.count, target = sums.base
    for row in 0..<rows {
      let source = x + row * columns
      for column in 0..<columns { target[column] += source[column] }
    }
  }

  /// x *= factor. Done in the calling thread.
  public func scale(_ x: UnsafeMutablePointer<Float>, by factor: Float, count: Int) {
    guard factor != 1 else { return }
    for index in 0..<count { x[index] *= factor }
  }

  /// exp as all kernels compute it, the same bits on every machine.
  public static func exponential(_ x: Float) -> Float { assay_exp(x) }

  /// gate = silu(gate) * up
  public func siluMultiply(_ gate: UnsafeMutablePointer<Float>, _ up: UnsafePointer<Float>, count: Int) {
    assay_silu_multiply(handle, gate, up, 1, Int64(count))
  }

  /// gate = gelu(gate) * up, with the tanh form of GELU. Source: arXiv:1606.08415, section 2.
  public func geluMultiply(_ gate: UnsafeMutablePointer<Float>, _ up: UnsafePointer<Float>, count: Int) {
    assay_gelu_multiply(handle, gate, up, Int64(count))
  }

  /// x = cap * tanh(x / cap); nothing where there is no cap. Source: arXiv:2408.00118, section 2.
  public func softCap(_ x: UnsafeMutablePointer<Float>, _ cap: Float?, count: Int) {
    guard let cap else { return }
    assay_soft_cap(handle, x, cap, Int64(count))
  }

  /// Rotates the two halves of every head, in place: x (rows, heads * headSize); cosine and sine (positions, rotated / 2).
  /// Source: arXiv:2104.09864, in the layout of Hugging Face's checkpoints.
  /// - Parameter rotated: how many numbers of a head, the first ones; nil: all.
  public func rotate(
    _ x: UnsafeMutablePointer<Float>, heads: Int, headSize: Int, rotated: Int? = nil, positions: [Int32],
    cosine: FloatBuffer, sine: FloatBuffer
  ) {
    let rotated = rotated ?? headSize, known = cosine.count / max(1, rotated / 2)
    precondition(rotated <= headSize, "\(rotated) numbers of a head of \(headSize)")
    precondition(positions.allSatisfy { $0 >= 0 && $0 < known }, "a position lies outside the rotary table")
    assay_rotary(
      handle, x, Int64(heads * headSize), Int64(positions.count), Int64(heads), Int64(headSize), Int64(rotated),
      positions, cosine.base, sine.base)
  }
}
