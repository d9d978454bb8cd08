import Benchmarks
import Evaluation
import Statistics

/// The parts of one column, with a row each: MMLU's categories and subjects, BBH's tasks; the models are the columns here.
struct LeaderboardDetail {
  let title: String
  /// Names of the models.
  let rows: [String]
  /// Indented below their category; nil values where a model has none.
  private(set) var parts: [(name: String, depth: Int, values: [Double?])] = []
  private let isPercent: Bool

  init?(_ column: LeaderboardColumn, _ board: Leaderboard) {
    guard let table = column.table, table.stratumNames.count > 1 else { return nil }
    title = "\(column.title) in parts"
    isPercent = board.configuration.isPercent
    let own = column.cells.keys.sorted().filter { table.scores[$0] != nil }
    rows = own.map { board.rows[$0].name }
    let scores = own.map { table.parts(of: $0) }
    func value(_ names: [String], _ row: Int) -> Double? {
      let parts = scores[row].filter { names.contains($0.name) }
      return PairedScores.mean(parts, aggregation: table.aggregation)?.value
    }
    let categories = Benchmark.known(column.way.id)?.categories ?? []
    var left = table.stratumNames
    for category in categories {
      let members = left.filter { category.subtasks.contains($0) }
      guard !members.isEmpty else { continue }
      left.removeAll { members.contains($0) }
      parts.append((category.name, 0, own.indices.map { value(members, $0) }))
      for name in members { parts.append((name, 1, own.indices.map { value([name], $0) })) }
    }
    for name in left { parts.append((name, 0, own.indices.map { value([name], $0) })) }
  }

  /// With its header; names made harmless.
  func table(_ safe: (String) -> String) -> [[String]] {
    [["part"] + rows.map(safe)]
      + parts.map { part in
        [String(repeating: "  ", count: part.depth) + safe(part.name)]
          + part.values.map { $0.map { LeaderboardGrid.number($0, isPercent) } ?? "" }
      }
  }
}

extension Leaderboard {
  /// Of the columns that have parts, where they are wanted.
  var details: [LeaderboardDetail] {
    configuration.showsDetails ? columns.compactMap { LeaderboardDetail($0, self) } : []
  }
}
