import Tensors

/// How the numbers of a weight stand in a GGUF file, where they stand otherwise than in a model folder.
enum GGUFArrangement: Sendable, Equatable {
  /// Rows of a head: in the folder as halves, in the file as pairs that are turned together.
  case pairs
  /// Rows of queries, keys and values: in the folder head by head, in the file all queries first.
  case heads
  /// In the folder (inputs, outputs), in the file (outputs, inputs).
  case transposed

  /// For each row of the folder that of the file; nil where the number of rows does not fit, and of `transposed`.
  private func fileRows(_ rows: Int, headSize: Int) -> [Int]? {
    switch self {
    case .transposed: return nil
    case .pairs:
      guard rows % headSize == 0, headSize % 2 == 0 else { return nil }
      let half = headSize / 2
      return (0..<rows).map { row in
        let part = row % headSize
        return row - part + 2 * (part % half) + part / half
      }
    case .heads:
      guard rows % (3 * headSize) == 0 else { return nil }
      let heads = rows / (3 * headSize)
      return (0..<rows).map { row in
        let head = row / (3 * headSize), part = row / headSize % 3
        return (part * heads + head) * headSize + row % headSize
      }
    }
  }

  /// A weight of the file as the folder has it. Where shapes do not fit it stays, and is refused by who asks for the weight.
  func read(_ view: TensorView, headSize: Int) -> TensorView {
    if self == .transposed { return view.transposed() }
    guard let rows = view.shape.first, rows > 0, let order = fileRows(rows, headSize: headSize) else { return view }
    let size = view.bytes.count / rows
    var result: [UInt8] = []
    result.reserveCapacity(view.bytes.count)
    for row in order { result += view.bytes[row * size..<(row + 1) * size] }
    return view.holding(result, dtype: view.dtype, shape: view.shape)
  }

  /// The shape in the file of a weight of the folder.
  func written(_ shape: [Int]) -> [Int] { self == .transposed ? shape.reversed() : shape }

  /// Numbers of the folder, row by row, as the file has them.
  func written(_ numbers: FloatBuffer, shape: [Int], headSize: Int) -> FloatBuffer {
    let rows = shape[0], width = numbers.count / max(rows, 1), result = FloatBuffer(count: numbers.count)
    guard let order = fileRows(rows, headSize: headSize) else {
      for row in 0..<rows {
        for column in 0..<width { result.base[column * rows + row] = numbers.base[row * width + column] }
      }
      return result
    }
    for (row, target) in order.enumerated() {
      (result.base + target * width).update(from: numbers.base + row * width, count: width)
    }
    return result
  }
}

extension TensorView {
  /// Columns as rows. Blocks stand along rows, so those become the float32 numbers that they stand for.
  fileprivate func transposed() -> TensorView {
    let plain = widened()
    guard shape.count == 2, plain.count > 0, let base = plain.bytes.baseAddress, let format = plain.weightFormat else {
      return self
    }
    let matrix = WeightMatrix(data: base, format: format, rows: shape[0], columns: shape[1], owner: plain).transposed()
    let bytes = Array(UnsafeRawBufferPointer(start: matrix.data, count: matrix.byteCount))
    return holding(bytes, dtype: plain.dtype, shape: shape.reversed())
  }

  private var weightFormat: WeightFormat? { WeightFormat(rawValue: dtype.rawValue.lowercased()) }

  /// In float32, where it is in blocks.
  private func widened() -> TensorView {
    guard dtype.isInBlocks, let format = weightFormat, let base = bytes.baseAddress, let columns = shape.last,
      columns > 0
    else { return self }
    let matrix = WeightMatrix(data: base, format: format, rows: count / columns, columns: columns, owner: self)
    let numbers = matrix.values(on: ThreadPool(threads: 1))
    return holding(numbers.withUnsafeBytes { Array($0) }, dtype: .f32, shape: shape)
  }

  /// The rows of some matrices one behind the other, in blocks where all have the same, in float32 otherwise; nil where they do not fit.
  static func joined(_ views: [TensorView], name: String) -> TensorView? {
    guard let first = views.first, views.allSatisfy({ $0.shape.count == 2 && $0.shape[1] == first.shape[1] }) else {
      return nil
    }
    let isAlike = views.allSatisfy { $0.dtype == first.dtype }
    let parts = isAlike ? views : views.map { $0.widened().single() }
    let rows = views.reduce(0) { $0 + $1.shape[0] }
    return first.named(name).holding(
      parts.flatMap { Array($0.bytes) }, dtype: parts[0].dtype, shape: [rows, first.shape[1]])
  }

  /// Numbers one by one, in float32.
  private func single() -> TensorView {
    guard dtype != .f32 else { return self }
    let numbers = (0..<count).map { Float(number($0)) }
    return holding(numbers.withUnsafeBytes { Array($0) }, dtype: .f32, shape: shape)
  }
}
