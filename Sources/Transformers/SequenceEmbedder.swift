public import Files
public import Tensors

/// What makes one vector of length 1 of each sequence of token ids.
public protocol SequenceEmbedder {
  /// Numbers of a vector.
  var width: Int { get }
  /// Maximum number of tokens of a sequence.
  var maxLength: Int { get }

  /// (sequences, width), in their order; a row depends on its own sequence only, bit for bit. `observe` hears how many
  /// are done and may throw to stop. Precondition: no sequence is empty or beyond `maxLength`, no id outside the
  /// vocabulary.
  func embed(
    _ sequences: [[Int32]], observe: (_ done: Int) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> FloatBuffer
}

/// Sequences shared out into steps of not too many rows, long ones together.
struct SequenceBatches {
  let batches: [[Int]]

  init(_ sequences: [[Int32]], maxRows: Int) {
    let order = sequences.indices.sorted {
      sequences[$0].count != sequences[$1].count ? sequences[$0].count > sequences[$1].count : $0 < $1
    }
    var batches: [[Int]] = [], rows = 0
    for index in order {
      let count = sequences[index].count
      if batches.isEmpty || rows + count > maxRows {
        batches.append([])
        rows = 0
      }
      batches[batches.count - 1].append(index)
      rows += count
    }
    self.batches = batches
  }
}

/// One vector for several rows.
enum Pooling {
  /// target = the mean of rows (count, width), divided by its Euclidean length (at least 1e-12); sums are float64.
  static func mean(_ rows: UnsafePointer<Float>, count: Int, width: Int, into target: UnsafeMutablePointer<Float>) {
    var sums = [Double](repeating: 0, count: width)
    for row in 0..<count {
      let values = UnsafeBufferPointer(start: rows + row * width, count: width)
      for column in 0..<width { sums[column] += Double(values[column]) }
    }
    let length = max(1e-12, sums.reduce(0) { $0 + $1 / Double(count) * ($1 / Double(count)) }.squareRoot())
    for column in 0..<width { target[column] = Float(sums[column] / Double(count) / length) }
  }
}
