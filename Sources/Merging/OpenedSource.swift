import Checkpoints
import Tensors

extension ScalarType {
  /// nil for what is no weight.
  var format: WeightFormat? {
    switch self {
    case .f32: .f32
    case .f16: .f16
    case .bf16: .bf16
    default: nil
    }
  }
}

/// A source that blocks are read from; the factors of a low-rank update are in memory as float32, all else is mapped.
///
/// Sendable because nothing changes after `init`.
final class OpenedSource: @unchecked Sendable {
  private let source: TensorSource
  private let view: TensorView
  /// (rank, columns)
  private let right: FloatBuffer?
  /// (rows, rank), scaled.
  private let left: FloatBuffer?
  private let rank: Int
  private let columns: Int
  /// Of DoRA: a number for each row, or for each column where the update is transposed.
  private let gains: [Float]
  private let gainsAreOfColumns: Bool
  /// Whether what the update is added to is the base's own weight.
  private let isOnBase: Bool

  /// Precondition: the tensors hold weights; whoever lists the tensors of a merge has checked it.
  /// - Parameter base: what differences are taken from.
  init(_ source: TensorSource, base: TensorSource? = nil, on pool: ThreadPool) {
    self.source = source
    view = source.view
    isOnBase = source.isStored(like: base)
    guard case .updated(_, let update) = source else {
      (right, left, rank, columns, gains, gainsAreOfColumns) = (nil, nil, 0, 1, [], false)
      return
    }
    let right = update.right(on: pool), left = update.left(on: pool), columns = update.shape[1]
    let scaling = Float(update.scaling)
    for i in 0..<left.count { left.base[i] *= scaling }
    (self.right, self.left, rank, self.columns) = (right, left, update.rank, columns)
    gainsAreOfColumns = update.isTransposed
    if let magnitude = update.magnitude {
      let sum = OpenedSource(.updated(view, update.withoutMagnitude), on: pool)
      let lengths = sum.lengths(rows: update.shape[0], ofColumns: update.isTransposed, on: pool)
      gains = zip(Self.widened(magnitude, on: pool).array, lengths).map { $0 / $1 }
    } else {
      gains = []
    }
  }

  static func widened(_ view: TensorView, on pool: ThreadPool) -> FloatBuffer {
    let buffer = FloatBuffer(count: view.count)
    view.read(0..<view.count, into: buffer.base, on: pool)
    return buffer
  }

  func release() {
    if case .gathered(let rows) = source { for table in rows.tables { table.release() } } else { view.release() }
  }

  /// The weights of a range.
  func readWeights(_ range: Range<Int>, into result: UnsafeMutablePointer<Float>, on pool: ThreadPool) {
    if case .gathered(let rows) = source { return rows.read(range, into: result, on: pool) }
    view.read(range, into: result, on: pool)
    if left != nil { addUpdate(range, to: result) }
    guard !gains.isEmpty else { return }
    for i in 0..<range.count {
      let place = range.lowerBound + i
      result[i] *= gains[gainsAreOfColumns ? place % columns : place / columns]
    }
  }

  /// The weights of a range minus the base's; of a low-rank update of the base that alone.
  func readDifference(
    _ range: Range<Int>, from base: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>,
    on pool: ThreadPool
  ) {
    if left != nil, isOnBase, gains.isEmpty {
      for i in 0..<range.count { result[i] = 0 }
      addUpdate(range, to: result)
    } else {
      readWeights(range, into: result, on: pool)
      for i in 0..<range.count { result[i] -= base[i] }
    }
  }

  /// The Euclidean lengths of the rows, or of the columns, of the whole.
  private func lengths(rows: Int, ofColumns: Bool, on pool: ThreadPool) -> [Float] {
    let size = ofColumns ? columns : rows
    var squares = [Double](repeating: 0, count: size)
    let row = FloatBuffer(count: columns)
    for index in 0..<rows {
      readWeights(index * columns..<(index + 1) * columns, into: row.base, on: pool)
      for column in 0..<columns {
        squares[ofColumns ? column : index] += Double(row.base[column]) * Double(row.base[column])
      }
    }
    return squares.map { Float($0.squareRoot()) }
  }

  private func addUpdate(_ range: Range<Int>, to result: UnsafeMutablePointer<Float>) {
    guard let left, let right, columns > 0 else { return }
    // Summed apart, then added in one step: the update may be far smaller than the weight.
    withUnsafeTemporaryAllocation(of: Float.self, capacity: min(columns, range.count)) { sums in
      guard let sum = sums.baseAddress else { return }
      var place = range.lowerBound
      while place < range.upperBound {
        let row = place / columns, first = place % columns
        let count = min(columns - first, range.upperBound - place)
        for i in 0..<count { sum[i] = 0 }
        for r in 0..<rank {
          let factor = left.base[row * rank + r], source = right.base + r * columns + first
          for i in 0..<count { sum[i] += factor * source[i] }
        }
        let target = result + (place - range.lowerBound)
        for i in 0..<count { target[i] += sum[i] }
        place += count
      }
    }
  }
}

extension LowRankUpdate {
  fileprivate var withoutMagnitude: LowRankUpdate {
    LowRankUpdate(a: a, b: b, scaling: scaling, isTransposed: isTransposed)
  }
}
