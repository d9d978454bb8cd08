import Tensors

/// Vectors of length 1 in an order of their own, that of their numbers: whatever order the corpus has, sums over them
/// and draws among them are the same, and the same vectors get the same labels.
struct UnitVectors {
  let count: Int
  let width: Int
  let pool: ThreadPool
  /// (count, width)
  let values: FloatBuffer
  /// The record that each row belongs to.
  let records: [Int]
  /// Rows that are worked on together: a fixed number, so that no sum depends on the threads.
  static let block = 4096

  init(_ embeddings: DispersalRequest.Embeddings) {
    width = embeddings.width
    pool = embeddings.pool
    let width = width, source = embeddings.vectors.base
    count = embeddings.vectors.count / max(1, width)
    func precedes(_ left: Int, _ right: Int) -> Bool {
      for column in 0..<width {
        let a = source[left * width + column], b = source[right * width + column]
        if a != b { return a < b }
      }
      return left < right
    }
    records = (0..<count).sorted(by: precedes)
    values = FloatBuffer(count: count * width)
    for (row, record) in records.enumerated() {
      (values.base + row * width).update(from: source + record * width, count: width)
    }
  }

  /// Those rows alone, ascending.
  init(_ all: UnitVectors, rows: [Int]) {
    (count, width, pool) = (rows.count, all.width, all.pool)
    values = FloatBuffer(count: rows.count * all.width)
    for (target, row) in rows.enumerated() {
      (values.base + target * width).update(from: all.values.base + row * width, count: width)
    }
    records = Array(rows.indices)
  }

  /// Labels of the rows as labels of the records.
  func labels(_ rows: [Int]) -> [Int] {
    var labels = [Int](repeating: 0, count: count)
    for (row, label) in rows.enumerated() { labels[records[row]] = label }
    return labels
  }

  /// The inner products of all rows with some vectors (k, width): (count, k).
  func products(with vectors: FloatBuffer, count k: Int) -> FloatBuffer {
    let result = FloatBuffer(count: count * k)
    let matrix = WeightMatrix(data: vectors.base, format: .f32, rows: k, columns: width, owner: vectors)
    for start in stride(from: 0, to: count, by: Self.block) {
      pool.multiply(
        values.base + start * width, rows: min(Self.block, count - start), by: matrix, into: result.base + start * k)
    }
    return result
  }

  /// The sum of each cluster's rows, (k, width): float32 within a block of rows, float64 over the blocks.
  func sums(of labels: [Int], count k: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: k * width)
    let members = FloatBuffer(count: Self.block * k), partial = FloatBuffer(count: k * width)
    for start in stride(from: 0, to: count, by: Self.block) {
      let rows = min(Self.block, count - start)
      members.base.update(repeating: 0, count: rows * k)
      partial.base.update(repeating: 0, count: k * width)
      for row in 0..<rows { members[row * k + labels[start + row]] = 1 }
      pool.addOuter(
        members.base, outputs: k, values.base + start * width, inputs: width, rows: rows, to: partial.base)
      for index in sums.indices { sums[index] += Double(partial[index]) }
    }
    return sums
  }
}
