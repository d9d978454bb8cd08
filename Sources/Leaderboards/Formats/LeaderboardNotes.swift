import Benchmarks
import Evaluation
import Reporting

/// What stands below a leaderboard: what its marks mean, how its tasks were asked, and how its means and tests are made.
struct LeaderboardNotes {
  /// How a format shows what is best, second and marked.
  struct Words {
    var best, second: String
    var marks: [LeaderboardGrid.Mark: String]
  }

  let lines: [String]

  init(_ board: Leaderboard, _ grid: LeaderboardGrid, _ words: Words) {
    lines = Self.legend(board, grid, words) + Self.facts(board)
  }

  /// All but what the marks mean.
  static func facts(_ board: Leaderboard) -> [String] {
    columns(board) + summaries(board) + flaws(board) + board.warnings + board.notes
      + board.rows.flatMap { row in
        row.origin == .published ? [] : row.warnings.map { "warning: \(row.name): \($0)" }
      }
  }

  private static func legend(_ board: Leaderboard, _ grid: LeaderboardGrid, _ words: Words) -> [String] {
    var lines: [String] = []
    let alpha = "\(board.configuration.alpha)", marks = grid.marks
    if grid.hasRanks {
      let within = board.configuration.ranksByGroup ? ", in each group" : ""
      lines.append("\(words.best): the best, \(words.second): the second\(within); what is shown alike is a tie")
    }
    if marks.contains(.likeBest), let mark = words.marks[.likeBest] {
      lines.append(
        "\(mark): no difference to the best of the column is shown: paired tests of the same items (\(tests(board))), two-sided, alpha "
          + "\(alpha), corrected by Holm over the column; the best is chosen by the same items, which favours it")
    }
    if marks.contains(.different), let mark = words.marks[.different] {
      lines.append(
        "\(mark): different from \(board.configuration.against): paired, two-sided, alpha \(alpha), corrected by Holm over all cells of "
          + "tasks, and over those of means")
    }
    if marks.contains(.published), let mark = words.marks[.published] {
      let sources = board.rows.filter { $0.origin == .published }.flatMap(\.warnings)
      let distinct = sources.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      lines.append(
        "\(mark): published, not measured here, and perhaps asked in another way: \(distinct.joined(separator: "; "))")
    }
    return lines
  }

  private static func tests(_ board: Leaderboard) -> String {
    var names: [String] = []
    if board.columns.contains(where: { $0.table != nil }) {
      names.append(
        "McNemar's mid-p of right or wrong answers, else flips of signs, of clusters where items share a context")
    }
    if board.columns.contains(where: { !$0.worlds.isEmpty }) { names.append("Student's t over worlds") }
    return names.joined(separator: "; ")
  }

  /// How each column was asked.
  private static func columns(_ board: Leaderboard) -> [String] {
    board.columns.compactMap { column in
      let way = column.way, own = column.cells.keys.sorted().filter { column.cells[$0]?.isPublished == false }
      guard !own.isEmpty else { return nil }
      var facts = column.metric.isEmpty ? [] : [column.metric]
      if !column.worlds.isEmpty {
        facts.append("\(way.items) worlds")
      } else {
        facts.append("n \(Quantity.count(way.items))")
      }
      if let units = own.compactMap({ column.cells[$0]?.estimate.units }).first, units < way.items {
        facts.append("\(Quantity.count(units)) clusters")
      }
      if let version = way.version { facts.append("\(way.id) version \(version)") }
      if let benchmark = Benchmark.known(way.id) {
        facts.append(
          way.shots.map { "\($0) shots, not as the protocol says (\(benchmark.shots))" } ?? "\(benchmark.shots) shots")
      }
      if let bos = way.bos { facts.append("BOS \(bos)") }
      if way.version != nil { facts.append(way.template.map { "template \($0)" } ?? "no chat template") }
      let presets = Set(own.compactMap { board.rows[$0].preset }).sorted()
      if !presets.isEmpty { facts.append("preset \(presets.joined(separator: " or "))") }
      if way.subset != nil { facts.append("a list of items") }
      if let verdicts = way.verdicts { facts.append("verdicts \(verdicts)") }
      return "\(column.title): \(facts.joined(separator: ", "))"
    }
  }

  private static func summaries(_ board: Leaderboard) -> [String] {
    var lines = board.summaries.map { "\($0.title): \($0.definition)" }
    let averages = board.summaries.filter(\.isAverage)
    if averages.contains(where: { $0.cells.values.contains { $0.estimate.interval != nil } }) {
      lines.append(
        board.columns.allSatisfy { !$0.worlds.isEmpty }
          ? "[95 %]: Student's interval over worlds"
          : "[95 %]: of each model by itself, Student's, by a standard error robust to clusters, Wilson's where all items are alike; of a "
            + "mean made of its parts' intervals; of differences of the same items")
    }
    let lacking = board.rows.indices.filter { row in !averages.contains { $0.cells[row] != nil } }
    if !lacking.isEmpty, lacking.count < board.rows.count, !averages.isEmpty {
      lines.append(
        "without an average, for they lack a task: " + lacking.map { board.rows[$0].name }.joined(separator: ", "))
    }
    return lines
  }

  /// Published numbers that no number of right answers gives.
  private static func flaws(_ board: Leaderboard) -> [String] {
    board.columns.flatMap { column in
      column.cells.keys.sorted().compactMap { row in
        guard let cell = column.cells[row], let flaw = cell.flaw else { return nil }
        return "\(board.rows[row].name), \(column.title): "
          + "\(LeaderboardGrid.number(cell.estimate.value, true, cell.decimals)) % as published: \(flaw)"
      }
    }
  }
}

extension Leaderboard {
  /// How columns were asked and means are made, and what else a reader must know, a sentence each.
  public var footnotes: [String] { LeaderboardNotes.facts(self) }
}
