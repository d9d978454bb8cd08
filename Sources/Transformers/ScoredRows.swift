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

    var runs: [QueryRun] = []
    var part = 0
    for row in rows {
      while row >= extensions[part].firstRow + extensions[part].rows { part += 1 }
      let first = row - extensions[part].firstRow
      if let last = runs.indices.last, runs[last].extensionIndex == part, runs[last].first + runs[last].rows == first {
        runs[last].rows += 1
      } else {
        runs.append(QueryRun(extensionIndex: part, first: first, rows: 1))
      }
    }
    self.runs = runs
  }
}
