import Checkpoints
import Files
import Synchronization
import Tensors

/// Looks at every number that a merge reads before anything is made of it: most methods would hide one that is none in a finite
/// result (a sign that is elected, a draw, a trimmed share).
struct OperandCheck {
  /// Squares of larger numbers, and sums of them, leave float32, in which lengths are measured. Real ones are far below.
  private static let largestInformation: Float = 1e18
  /// Products of a Gram matrix are float64; those of what is larger than this, with weights, leave nothing to solve with.
  private static let largestProduct: Float = 1e30

  private let statistics: MergeStatistics?
  private let pool: ThreadPool
  /// Tensors of a base stand behind several parents.
  private var seen: Set<UnsafeRawPointer> = []

  init(_ statistics: MergeStatistics?, on pool: ThreadPool) {
    self.statistics = statistics
    self.pool = pool
  }

  /// Throws for the first number that is none, by its tensor's name.
  mutating func check(_ tensor: ModelMerge.Tensor) throws(Diagnostic) {
    for source in tensor.parents + (tensor.base.map { [$0] } ?? []) {
      if case .gathered(let rows) = source { for table in rows.tables { try check(table) } }
      try check(source.view)
      if case .updated(_, let update) = source { try check(update) }
    }
    for view in tensor.statistics where isNew(view) {
      try finite(view)
      switch statistics {
      case .fisher: try checkFisher(view)
      case .gram: try checkGram(view)
      case nil: break
      }
      view.release()
    }
  }

  mutating func check(_ update: LowRankUpdate) throws(Diagnostic) {
    try check(update.a)
    try check(update.b)
    guard Float(update.scaling).isFinite else {
      throw Diagnostic(
        update.a.file, "its scaling is \(update.scaling)", expected: "a lora_alpha whose scaling float32 can hold")
    }
  }

  private mutating func check(_ view: TensorView) throws(Diagnostic) {
    guard isNew(view) else { return }
    try finite(view)
    view.release()
  }

  private mutating func isNew(_ view: TensorView) -> Bool {
    guard let base = view.bytes.baseAddress else { return false }
    return seen.insert(base).inserted
  }

  private func finite(_ view: TensorView) throws(Diagnostic) {
    if view.dtype == .f64 { return try narrows(view) }
    guard let base = view.bytes.baseAddress, let format = view.dtype.format else { return }
    let numbers = WeightMatrix(data: base, format: format, rows: 1, columns: view.count, owner: view)
    guard let index = numbers.firstNotFinite(on: pool) else { return }
    throw .operand(
      view, "holds NaN or an infinity, first at element \(index)",
      "all numbers must be finite; the file is damaged or the training diverged")
  }

  /// F64 is read as F32, which ends at 3.4e38.
  private func narrows(_ view: TensorView) throws(Diagnostic) {
    let found = first(in: view) { value, _ in !value.isFinite }
    guard let index = found else { return }
    var value: Float = 0
    let isLost = view.narrow(index..<index + 1, into: &value) != nil
    throw .operand(
      view,
      isLost
        ? "has weights beyond the range of F32, first at element \(index)"
        : "holds NaN or an infinity, first at element \(index)",
      isLost
        ? "F64 weights are rounded to F32, which ends at 3.4e38"
        : "all numbers must be finite; the file is damaged or the training diverged")
  }

  /// Mean squares of derivatives: none is negative.
  private func checkFisher(_ view: TensorView) throws(Diagnostic) {
    guard let index = first(in: view, where: { value, _ in value < 0 || value > Self.largestInformation }) else {
      return
    }
    throw .operand(
      view, "holds \(number(index, of: view)) at element \(index)",
      "Fisher information is a mean of squares: from 0 to \(Self.largestInformation)")
  }

  /// Sums of x xᵀ: nothing on the diagonal is negative, and no product is larger than the two lengths allow.
  private func checkGram(_ view: TensorView) throws(Diagnostic) {
    let size = view.shape.last ?? 0
    let diagonal = (0..<size).map { number($0 * size + $0, of: view) }
    let found = first(in: view) { value, index in
      let row = index / size, column = index % size
      if value.magnitude > Self.largestProduct { return true }
      if row == column { return value < 0 }
      let most = Double(max(0, diagonal[row])) * Double(max(0, diagonal[column]))
      // Rounded to sixteen bits a product may exceed it by a little.
      return Double(value) * Double(value) > most * 1.1 + 1e-30
    }
    guard let index = found else { return }
    throw .operand(
      view, "holds \(number(index, of: view)) in row \(index / size), column \(index % size)",
      "sums of x xᵀ: none beyond \(Self.largestProduct), none below 0 on the diagonal, none larger beside it than the diagonal allows"
    )
  }

  private func number(_ index: Int, of view: TensorView) -> Float {
    var value: Float = .nan
    view.read(index..<index + 1, into: &value, on: pool)
    return value
  }

  /// The place of the first number that is wrong.
  private func first(in view: TensorView, where isWrong: (_ value: Float, _ index: Int) -> Bool) -> Int? {
    let size = 8192, found = Mutex(Int.max)
    pool.forEachBlock((view.count + size - 1) / size) { block, _ in
      let first = block * size, count = min(size, view.count - first)
      withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { values in
        guard let values = values.baseAddress else { return }
        view.read(first..<first + count, into: values, on: pool)
        guard let wrong = (0..<count).first(where: { isWrong(values[$0], first + $0) }) else { return }
        found.withLock { $0 = min($0, first + wrong) }
      }
    }
    return found.withLock { $0 == .max ? nil : $0 }
  }
}

extension Diagnostic {
  fileprivate static func operand(_ view: TensorView, _ problem: String, _ expectation: String) -> Diagnostic {
    Diagnostic(view.file, "tensor '\(view.name)' \(problem)", expected: expectation)
  }
}
