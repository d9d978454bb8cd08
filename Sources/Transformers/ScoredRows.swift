import Tensors

/// The rows of a step that are asked for something, ascending, and the same targets counted through them.
struct ScoredRows {
  let rows: [Int]
  let runs: [QueryRun]
  let targets: [ThreadPool.Target]

  init(targets: [ThreadPool.Target], extensions: [PathExtension]) {
    let rows = Set(targets.map { Int($0.row) }).sorted()
    var place: [Int: Int32] = [:]
    for (index, row) in rows.enumerated() { place[row] = Int32(index) }
    self.rows = rows
    self.targets = targets.map { ThreadPool.Target(row: place[Int($0.row)] ?? 0, id: $0.id) }

    runs = QueryRun.covering(rows.map { Int32($0) }, of: extensions)
  }
}
