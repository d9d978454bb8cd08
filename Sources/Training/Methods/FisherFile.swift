import Checkpoints
import Files
import Tensors
import Transformers

/// Fisher information of the weights that an adapter stands beside, where it lies in its file: a map, of which a block of rows is read
/// at a time.
struct FisherFile {
  /// Of one stored weight.
  struct Part {
    /// (outputs, inputs)
    let matrix: WeightMatrix
    /// nil for numbers in memory of their own.
    let view: TensorView?
    /// For each row of B its row; nil where it is its own number.
    let rows: [Int]?

    /// The pages of a map go back; they come again when they are touched.
    func release() { view?.release() }
  }

  /// In the order of the adapter's factors.
  let parts: [Part]
  /// Over all of these weights.
  let mean: Double

  /// Throws where the file is damaged, is no such file, lacks one of the weights, or holds what no square is.
  init(
    _ path: String, of adapter: LoRAParameters, in model: ModelConfiguration, on pool: ThreadPool
  ) throws(Diagnostic) {
    let file = try SafetensorsFile(path)
    try file.checkSeal()
    guard file.metadata["labels"] != nil else {
      throw Diagnostic(path, "holds no Fisher information", expected: "what 'assay estimate fisher' wrote")
    }
    var parts: [Part] = [], sum = 0.0, count = 0
    for stored in adapter.stored {
      let name = stored.name + ".weight", shape = [stored.b.shape[0], stored.a.shape[1]]
      guard let view = file[name] else {
        throw Diagnostic(
          path, "has nothing for '\(name)'", expected: "Fisher information of all weights that lora.targets names")
      }
      let isTurned = model.layout.isTransposed
      guard view.shape == (isTurned ? shape.reversed() : shape) else {
        throw Diagnostic(
          path, "tensor '\(name)' has shape \(view.shape)",
          expected: "\(isTurned ? shape.reversed() : shape), the shape of the base's weight")
      }
      let read = try WeightReader.matrix(view, format: nil, pool: pool)
      let isMapped = !isTurned && view.dtype != .f64
      let part = Part(
        matrix: isTurned ? read.transposed() : read, view: isMapped ? view : nil, rows: stored.rows)
      sum += try part.sum(on: pool, place: path, name: name)
      count += view.count
      parts.append(part)
      part.release()
    }
    guard sum > 0, sum.isFinite else {
      throw Diagnostic(path, "holds zeros alone", expected: "Fisher information of a text that the base can learn from")
    }
    self.parts = parts
    mean = sum / Double(max(count, 1))
  }

  /// Bytes that lie in memory at a time: the largest map, and all that is no map.
  var bytes: Int {
    let own = parts.filter { $0.view == nil }.reduce(0) { $0 + $1.matrix.byteCount }
    return own + parts.reduce(0) { max($0, $1.view == nil ? 0 : $1.matrix.byteCount) }
  }
}

extension FisherFile.Part {
  /// In float64, row by row.
  fileprivate func sum(on pool: ThreadPool, place: String, name: String) throws(Diagnostic) -> Double {
    let sums = FloatRows(matrix, on: pool).map { row in
      var sum = 0.0, least: Float = 0
      for value in row {
        sum += Double(value)
        least = min(least, value)
      }
      return least < 0 ? -1 : sum
    }
    guard sums.allSatisfy({ $0 >= 0 }) else {
      throw Diagnostic(place, "tensor '\(name)' holds negative numbers", expected: "means of squares")
    }
    return sums.reduce(0, +)
  }
}

/// The rows of a matrix as float32, each given to one thread.
private struct FloatRows {
  private let matrix: WeightMatrix
  private let pool: ThreadPool

  init(_ matrix: WeightMatrix, on pool: ThreadPool) { (self.matrix, self.pool) = (matrix, pool) }

  /// What `body` makes of each row.
  func map(_ body: (UnsafeBufferPointer<Float>) -> Double) -> [Double] {
    let columns = matrix.columns, scratch = FloatBuffer(count: pool.threads * columns)
    return [Double](unsafeUninitializedCapacity: matrix.rows) { results, count in
      let base = results.baseAddress
      pool.forEachBlock(matrix.rows) { row, worker in
        let own = scratch.base + worker * columns
        pool.widen(matrix.place(ofRow: row), matrix.format, count: columns, into: own)
        if let base { (base + row).initialize(to: body(UnsafeBufferPointer(start: own, count: columns))) }
      }
      count = matrix.rows
    }
  }
}
