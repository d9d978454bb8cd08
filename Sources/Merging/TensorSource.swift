public import Checkpoints
import Tensors

/// Where the numbers of one tensor of one parent come from.
public enum TensorSource: Sendable {
  /// As they lie in a file.
  case stored(TensorView)
  /// A weight plus a low-rank update; the sum is never whole in memory.
  case updated(TensorView, LowRankUpdate)
  /// Rows put together from tables: of a model whose tokens stand in another order, or are not all there.
  case gathered(GatheredRows)

  /// What lies in a file: the tensor itself, or that which is changed.
  public var view: TensorView {
    switch self {
    case .stored(let view), .updated(let view, _): view
    case .gathered(let rows): rows.tables[0]
    }
  }

  /// Whether both are one tensor of one file.
  func isStored(like other: TensorSource?) -> Bool {
    guard case .stored(let own)? = other else { return false }
    switch self {
    case .stored(let view), .updated(let view, _): return view.file == own.file && view.name == own.name
    case .gathered: return false
    }
  }
}

/// scaling * B A, as LoRA has it (arXiv:2106.09685, section 4.1), or (scaling * B A)ᵀ, as PEFT has it of embeddings. With a magnitude
/// it is DoRA (arXiv:2402.09353, eq. 5): the sum of weight and update, scaled to these lengths.
public struct LowRankUpdate: Sendable {
  /// (rank, inputs)
  public var a: TensorView
  /// (outputs, rank)
  public var b: TensorView
  public var scaling: Double
  /// Whether the weight is changed by the transpose: it is (inputs, outputs).
  public var isTransposed: Bool
  /// (outputs): the lengths of the rows of W + scaling B A; of its columns where it is transposed.
  public var magnitude: TensorView?

  public init(
    a: TensorView, b: TensorView, scaling: Double, isTransposed: Bool = false, magnitude: TensorView? = nil
  ) {
    self.a = a
    self.b = b
    self.scaling = scaling
    self.isTransposed = isTransposed
    self.magnitude = magnitude
  }

  public var rank: Int { a.shape[0] }
  /// Rows and columns of the weight.
  public var shape: [Int] { isTransposed ? [a.shape[1], b.shape[0]] : [b.shape[0], a.shape[1]] }

  /// (rows of the weight, rank), in float32.
  func left(on pool: ThreadPool) -> FloatBuffer {
    isTransposed ? Self.transposed(a, on: pool) : OpenedSource.widened(b, on: pool)
  }

  /// (rank, columns of the weight), in float32.
  func right(on pool: ThreadPool) -> FloatBuffer {
    isTransposed ? Self.transposed(b, on: pool) : OpenedSource.widened(a, on: pool)
  }

  private static func transposed(_ view: TensorView, on pool: ThreadPool) -> FloatBuffer {
    let values = OpenedSource.widened(view, on: pool), result = FloatBuffer(count: view.count)
    let rows = view.shape[0], columns = view.shape[1]
    for row in 0..<rows {
      for column in 0..<columns { result.base[column * rows + row] = values.base[row * columns + column] }
    }
    return result
  }
}

/// Rows of which each is a row of a table, the mean of several, or zero.
public struct GatheredRows: Sendable {
  public struct Origin: Sendable, Equatable {
    public var table: Int
    public var row: Int

    public init(table: Int, row: Int) {
      self.table = table
      self.row = row
    }
  }

  /// One at least; all of the same number of columns.
  public let tables: [TensorView]
  public let rows: [[Origin]]

  /// - Precondition: the origins lie inside the tables, and those hold weights.
  public init(tables: [TensorView], rows: [[Origin]]) {
    self.tables = tables
    self.rows = rows
  }

  var columns: Int { tables[0].shape.last ?? 0 }

  /// Adds nothing up in float32 that is not one number: a mean is summed in float64 and rounded once.
  func read(_ range: Range<Int>, into result: UnsafeMutablePointer<Float>, on pool: ThreadPool) {
    guard columns > 0 else { return }
    withUnsafeTemporaryAllocation(of: Float.self, capacity: columns) { memory in
      guard let piece = memory.baseAddress else { return }
      var place = range.lowerBound
      while place < range.upperBound {
        let row = place / columns, first = place % columns, count = min(columns - first, range.upperBound - place)
        let target = result + (place - range.lowerBound), origins = rows[row]
        if origins.count == 1 {
          read(origins[0], first, count, into: target, on: pool)
        } else {
          for i in 0..<count { target[i] = 0 }
          withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { sums in
            for i in 0..<count { sums[i] = 0 }
            for origin in origins {
              read(origin, first, count, into: piece, on: pool)
              for i in 0..<count { sums[i] += Double(piece[i]) }
            }
            for i in 0..<count where !origins.isEmpty { target[i] = Float(sums[i] / Double(origins.count)) }
          }
        }
        place += count
      }
    }
  }

  private func read(
    _ origin: Origin, _ first: Int, _ count: Int, into target: UnsafeMutablePointer<Float>, on pool: ThreadPool
  ) {
    let start = origin.row * columns + first
    tables[origin.table].read(start..<start + count, into: target, on: pool)
  }
}
