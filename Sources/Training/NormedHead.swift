import Tensors

/// An output layer whose rows are divided by their lengths before they are used (Baichuan 2's NormHead, arXiv:2309.10305, section 3),
/// and its gradient: for n = h / |h| it is (g - (g n) n) / |h|, g that of n.
struct NormedHead {
  /// (V, C), of the head as it is stored.
  let stored: Parameter
  /// The same, normed, and its gradient.
  let normed: FloatBuffer
  let gradient: FloatBuffer
  private let lengths: FloatBuffer

  init(_ stored: Parameter) {
    self.stored = stored
    normed = FloatBuffer(count: stored.values.count)
    gradient = FloatBuffer([Float](repeating: 0, count: stored.values.count))
    lengths = FloatBuffer(count: stored.shape[0])
  }

  var matrix: WeightMatrix {
    WeightMatrix(
      data: normed.base, format: .f32, rows: stored.shape[0], columns: stored.shape[1], owner: normed)
  }

  /// After the stored numbers have changed. As `WeightMatrix.normalizedRows`, to the bit.
  func refresh() {
    let columns = stored.shape[1]
    for row in 0..<stored.shape[0] {
      let source = stored.values.base + row * columns, target = normed.base + row * columns
      var sum = 0.0
      for column in 0..<columns { sum += Double(source[column]) * Double(source[column]) }
      let length = Float(max(sum.squareRoot(), 1e-12))
      lengths.base[row] = length
      for column in 0..<columns { target[column] = source[column] / length }
    }
  }

  /// Adds the gradient that was summed up to that of the stored numbers, and begins anew.
  func complete() {
    let columns = stored.shape[1]
    for row in 0..<stored.shape[0] {
      let g = gradient.base + row * columns, n = normed.base + row * columns
      let target = stored.gradient.base + row * columns, length = lengths.base[row]
      var along = 0.0
      for column in 0..<columns { along += Double(g[column]) * Double(n[column]) }
      for column in 0..<columns {
        target[column] += (g[column] - Float(along) * n[column]) / length
        g[column] = 0
      }
    }
  }
}
