public import Checkpoints
import Tensors

extension TensorView {
  /// Whether a merge can read its numbers.
  public var holdsWeights: Bool { dtype.isFloat }

  /// Numbers of a range, in float32: F16 and BF16 exactly, F64 rounded to the nearest.
  func read(_ range: Range<Int>, into result: UnsafeMutablePointer<Float>, on pool: ThreadPool) {
    guard let start = bytes.baseAddress else { return }
    guard let format = dtype.format else {
      if dtype == .f64 { _ = narrow(range, into: result) }
      return
    }
    pool.widen(start + format.byteCount(range.lowerBound), format, count: range.count, into: result)
  }
}
