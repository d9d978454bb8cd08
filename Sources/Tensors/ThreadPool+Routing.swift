/// What routers of experts need, forward and backward. Rows are narrow beside the products that they stand between, so all of it is done
/// in the calling thread, row by row: no number of threads and no neighbour changes a bit of a row.
extension ThreadPool {
  /// Each row of x (rows, columns) becomes its softmax in float32: exponentials of the differences to the largest, divided by their sum
  /// in ascending order.
  public func softmax(_ x: UnsafeMutablePointer<Float>, rows: Int, columns: Int) {
    for row in 0..<rows {
      let own = x + row * columns
      var largest = -Float.infinity, sum: Float = 0
      for column in 0..<columns { largest = max(largest, own[column]) }
      for column in 0..<columns {
        own[column] = Self.exponential(own[column] - largest)
        sum += own[column]
      }
      for column in 0..<columns { own[column] /= sum }
    }
  }

  /// From dy, the slope by y = softmax(x), to that by x, in place: y * (dy - sum of y * dy); all (rows, columns).
  public func softmaxBack(
    _ dy: UnsafeMutablePointer<Float>, _ y: UnsafePointer<Float>, rows: Int, columns: Int
  ) {
    for row in 0..<rows {
      let slopes = dy + row * columns, own = y + row * columns
      var along = 0.0
      for column in 0..<columns { along += Double(own[column]) * Double(slopes[column]) }
      for column in 0..<columns { slopes[column] = Float(Double(own[column]) * (Double(slopes[column]) - along)) }
    }
  }

  /// x *= shares, of which each multiplies `width` numbers: x (rows, groups * width), shares (rows, groups).
  public func scale(
    _ x: UnsafeMutablePointer<Float>, rows: Int, groups: Int, width: Int, byShares shares: UnsafePointer<Float>
  ) {
    for group in 0..<rows * groups {
      let own = x + group * width, share = shares[group]
      for index in 0..<width { own[index] *= share }
    }
  }

  /// The slope by the shares of `scale`: sums over each group of x * dy, with x as it was before; x and dy (rows, groups * width),
  /// result (rows, groups).
  public func shareSlopes(
    _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, rows: Int, groups: Int, width: Int,
    into slopes: UnsafeMutablePointer<Float>
  ) {
    for group in 0..<rows * groups {
      let own = x + group * width, above = dy + group * width
      var sum = 0.0
      for index in 0..<width { sum += Double(own[index]) * Double(above[index]) }
      slopes[group] = Float(sum)
    }
  }
}
