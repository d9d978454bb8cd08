import LinearAlgebra
import Tensors

extension LowRankMerge {
  /// Inner products of the updates, and of `others` behind them: <B_i A_i, B_j A_j> = tr((B_jᵀ B_i)(A_i A_jᵀ)).
  ///
  /// By own loops, in lanes of fixed width, not by OpenBLAS: the length of an update decides what others are scaled to, and stands in
  /// reports, so that its bits are the same on every processor.
  public func gram(with others: [Factors] = []) -> Gram {
    let ranks = updates.map(\.rank) + others.map(\.rank), total = ranks.reduce(0, +)
    let scalings = updates.map(\.scaling) + others.map(\.scaling)
    let starts = ranks.indices.map { ranks[..<$0].reduce(0, +) }
    let rows = Matrix(rows: inputs, columns: total), columns = Matrix(rows: outputs, columns: total)
    func put(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ rank: Int, at start: Int) {
      for r in 0..<rank {
        let row = rows.column(start + r), column = columns.column(start + r)
        for i in 0..<inputs { row[i] = Double(a[r * inputs + i]) }
        for i in 0..<outputs { column[i] = Double(b[i * rank + r]) }
      }
    }
    for k in updates.indices { put(a[k].base, b[k].base, ranks[k], at: starts[k]) }
    for (k, other) in others.enumerated() {
      let place = updates.count + k
      other.a.withUnsafeBufferPointer { a in
        other.b.withUnsafeBufferPointer { b in
          if let a = a.baseAddress, let b = b.baseAddress { put(a, b, other.rank, at: starts[place]) }
        }
      }
    }
    var products: [Double] = []
    for j in ranks.indices {
      for i in 0...j {
        var sum = 0.0
        for p in starts[i]..<starts[i] + ranks[i] {
          let first = Self.products(rows, p, starts[j], ranks[j]),
            second = Self.products(columns, p, starts[j], ranks[j])
          for (x, y) in zip(first, second) { sum += x * y }
        }
        products.append(scalings[i] * scalings[j] * sum)
      }
    }
    return Gram(products, ranks.count)
  }

  /// Of one column with `count` from `start` on, four at a time: each is summed in the order in which it would be alone.
  private static func products(_ matrix: Matrix, _ column: Int, _ start: Int, _ count: Int) -> [Double] {
    let x = matrix.column(column)
    var result: [Double] = []
    result.reserveCapacity(count + 3)
    for first in stride(from: 0, to: count, by: 4) {
      func other(_ step: Int) -> UnsafePointer<Double> {
        UnsafePointer(matrix.column(start + min(first + step, count - 1)))
      }
      let found = BlockArithmetic.dots(x, other(0), other(1), other(2), other(3), matrix.rows)
      for step in 0..<min(4, count - first) { result.append(found[step]) }
    }
    return result
  }
}
