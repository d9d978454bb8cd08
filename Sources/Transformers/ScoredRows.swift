import Tensors

/// The rows of a step that are asked for something, ascending.
struct ScoredRows {
  let rows: [Int]
  let runs: [QueryRun]
  private var place: [Int32: Int32] = [:]

  /// `asked` in any order, and as often as one likes.
  init(asked: [Int32], extensions: [PathExtension]) {
    var rows = asked.map { Int($0) }
    if zip(rows, rows.dropFirst()).contains(where: { $0 >= $1 }) { rows = Set(rows).sorted() }
    for (index, row) in rows.enumerated() { place[Int32(row)] = Int32(index) }
    self.rows = rows

    runs = QueryRun.covering(rows.map { Int32($0) }, of: extensions)
  }

  /// The same targets counted through the scored rows.
  func renumbered(_ targets: [ThreadPool.Target]) -> [ThreadPool.Target] {
    targets.map { ThreadPool.Target(row: place[$0.row] ?? 0, id: $0.id) }
  }
}
