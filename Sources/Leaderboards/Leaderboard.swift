import Evaluation
public import Files
import Statistics

/// Models beside each other: rows, a column for each task as one way of asking it, and averages over columns.
public struct Leaderboard: Sendable {
  public let configuration: ReportConfiguration
  public internal(set) var rows: [LeaderboardRow]
  public internal(set) var columns: [LeaderboardColumn]
  /// Categories, where they are shown; the average over all, where there is one, comes last.
  public internal(set) var summaries: [SummaryColumn] = []
  /// What must not be overlooked: what is not shown, is shown once, or means nothing.
  public internal(set) var warnings: [String]
  /// What else a reader must know.
  public internal(set) var notes: [String]

  /// Reads what the configuration names. Throws where a run is none, is not finished or is damaged, and where a row, column or task is not
  /// there.
  public init(_ configuration: ReportConfiguration) throws(Diagnostic) {
    let found = try RowPlaces(configuration.runs)
    var rows = found.rows
    for file in configuration.published { rows += try PublishedTable(file: file).leaderboardRows(file) }
    try self.init(rows, configuration, warnings: found.warnings, notes: found.notes)
  }

  /// - Parameters:
  ///   - warnings: of how the rows were found.
  ///   - notes: of what they are.
  init(
    _ found: [LeaderboardRow], _ configuration: ReportConfiguration, warnings: [String] = [], notes: [String] = []
  ) throws(Diagnostic) {
    guard !found.isEmpty else {
      throw Diagnostic(
        "RUN", "there is nothing to report" + (warnings.isEmpty ? "" : ": " + warnings.joined(separator: "; ")),
        expected: "finished runs, folders that hold some, or published numbers", status: .notComparable)
    }
    self.configuration = configuration
    self.warnings = warnings
    self.notes = notes
    rows = try RowChoice(found, configuration).rows
    columns = try ColumnChoice(rows, configuration).columns
    self.warnings += Self.cautions(rows)
    self.notes += Self.remarks(rows, columns)
    let against = try configuration.against.isEmpty ? nil : place(of: configuration.against, "--against")
    let categories = configuration.showsCategories ? SummaryColumn.categories(columns, rows, configuration) : []
    summaries = categories + SummaryColumn.averages(columns, rows, configuration)
    if let last = summaries.last, last.isAverage, last.cells.isEmpty { self.notes.append(last.emptiness) }
    rank(against: against)
  }

  /// The place of a row by its name.
  func place(of name: String, _ option: String) throws(Diagnostic) -> Int {
    if let place = rows.firstIndex(where: { $0.isCalled(name) }) { return place }
    throw Diagnostic(
      option, "no row is called '\(name)'", expected: rows.map(\.name).joined(separator: ", "), status: .wrongUsage)
  }

  /// Miniatures, and equal outcomes.
  private static func cautions(_ rows: [LeaderboardRow]) -> [String] {
    var notes: [String] = []
    let small = rows.filter(\.isMiniature).map(\.name)
    if !small.isEmpty {
      notes.append(
        "\(small.joined(separator: ", ")): asked were the built-in miniatures (fixtures), not the benchmarks; the numbers mean "
          + "nothing about the model")
    }
    for (place, row) in rows.enumerated() where !row.digests.isEmpty {
      for other in rows.prefix(place) where other.digests == row.digests {
        notes.append("\(other.name) and \(row.name) have the same outcomes, to the bit")
      }
    }
    return notes
  }

  /// Draws of different seeds, other judges, scores that are missing, ways of asking.
  private static func remarks(_ rows: [LeaderboardRow], _ columns: [LeaderboardColumn]) -> [String] {
    var notes: [String] = []
    for column in columns {
      let own = column.cells.keys.sorted()
      if column.way.generation?.contains("\"temperature\": null") == false,
        Set(own.map { rows[$0].seed.text() }).count > 1
      {
        notes.append("\(column.title): answers were drawn with different seeds")
      }
      if column.way.verdicts != nil, Set(own.map { rows[$0].sandbox.text() }).count > 1 {
        notes.append("\(column.title): programs were judged by different sandboxes")
      }
      for row in own {
        guard let cell = column.cells[row], cell.estimate.unscored > 0 else { continue }
        notes.append(
          "\(column.title): \(cell.estimate.unscored) items of \(rows[row].name) have no score, and are left out")
      }
    }
    return notes + differences(columns)
  }

  /// In what the ways of asking one task differ; what is the same of several tasks is said once.
  private static func differences(_ columns: [LeaderboardColumn]) -> [String] {
    var found: [(what: String, pairs: [String])] = []
    for (index, column) in columns.enumerated() {
      guard let first = columns.prefix(index).first(where: { $0.task == column.task && $0.metric == column.metric })
      else {
        continue
      }
      let what = column.way.difference(to: first.way).joined(separator: ", ")
      let pair = "\(column.title) from \(first.title)"
      if let place = found.firstIndex(where: { $0.what == what }) {
        found[place].pairs.append(pair)
      } else {
        found.append((what, [pair]))
      }
    }
    return found.map {
      "asked differently, and so in a column of its own, \($0.pairs.joined(separator: ", ")): \($0.what)"
    }
  }
}
