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
  private let view: TensorView
  private let format: WeightFormat
  private let a: FloatBuffer?
  /// Scaled.
  private let b: FloatBuffer?
  private let rank: Int
  private let columns: Int

  /// Precondition: the tensors hold weights; whoever lists the tensors of a merge has checked it.
  init(_ source: TensorSource, on pool: ThreadPool) {
    view = source.view
    format = view.dtype.format ?? .f32
    guard case .updated(_, let update) = source else {
      (a, b, rank, columns) = (nil, nil, 0, 1)
      return
    }
    let a = Self.widened(update.a, on: pool), b = Self.widened(update.b, on: pool)
    let scaling = Float(update.scaling)
    for i in 0..<b.count { b.base[i] *= scaling }
    (self.a, self.b, rank, columns) = (a, b, update.rank, update.a.shape[1])
  }

  static func widened(_ view: TensorView, on pool: ThreadPool) -> FloatBuffer {
    let buffer = FloatBuffer(count: view.count)
    if let bytes = view.bytes.baseAddress {
      pool.widen(bytes, view.dtype.format ?? .f32, count: view.count, into: buffer.base)
    }
    return buffer
  }

  func release() { view.release() }

  /// The weights of a range.
  func readWeights(_ range: Range<Int>, into result: UnsafeMutablePointer<Float>, on pool: ThreadPool) {
    guard let bytes = view.bytes.baseAddress else { return }
    pool.widen(bytes + range.lowerBound * format.byteCount, format, count: range.count, into: result)
    if a != nil { addUpdate(range, to: result) }
  }

  /// The weights of a range minus the base's; of a low-rank update that alone.
  func readDifference(
    _ range: Range<Int>, from base: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>,
    on pool: ThreadPool
  ) {
    if a != nil {
      for i in 0..<range.count { result[i] = 0 }
      addUpdate(range, to: result)
    } else {
      readWeights(range, into: result, on: pool)
      for i in 0..<range.count { result[i] -= base[i] }
    }
  }

  private func addUpdate(_ range: Range<Int>, to result: UnsafeMutablePointer<Float>) {
    guard let a, let b, columns > 0 else { return }
    // Summed apart, then added in one step: the update may be far smaller than the weight.
    withUnsafeTemporaryAllocation(of: Float.self, capacity: min(columns, range.count)) { sums in
      guard let sum = sums.baseAddress else { return }
      var place = range.lowerBound
      while place < range.upperBound {
        let row = place / columns, first = place % columns
        let count = min(columns - first, range.upperBound - place)
        for i in 0..<count { sum[i] = 0 }
        for r in 0..<rank {
          let factor = b.base[row * rank + r], source = a.base + r * columns + first
          for i in 0..<count { sum[i] += factor * source[i] }
        }
        let target = result + (place - range.lowerBound)
        for i in 0..<count { target[i] += sum[i] }
        place += count
      }
    }
  }
}
