import Evaluation
import Statistics

/// A mean over columns: of a category, or of all.
public struct SummaryColumn: Sendable {
  public typealias Cell = LeaderboardColumn.Cell

  public let title: String
  /// How it is made, for people.
  public let definition: String
  /// By row; rows that lack a column have none, unless asked for.
  public internal(set) var cells: [Int: Cell] = [:]
  /// Of each row: how many columns went into it.
  public internal(set) var counts: [Int: Int] = [:]
  /// Whether it is of all columns.
  public let isAverage: Bool
  /// How much each column counts in a row's mean.
  private var weights: [Int: [(column: Int, weight: Double)]] = [:]
  private let isNormalised: Bool
  /// Columns that it is made of.
  public let members: [Int]

  /// The averages of the configuration: one over all tasks that rows which were measured here have, or, where tasks are asked in several
  /// ways, one for each choice of ways that rows have; none for a single task.
  static func averages(
    _ columns: [LeaderboardColumn], _ rows: [LeaderboardRow], _ configuration: ReportConfiguration
  ) -> [SummaryColumn] {
    let measured = columns.filter { $0.cells.values.contains { !$0.isPublished } }
    let tasks = Set((measured.isEmpty ? columns : measured).map(\.task))
    let relevant = columns.indices.filter { tasks.contains(columns[$0].task) }
    guard configuration.average != .none, tasks.count > 1 else { return [] }
    var sets: [[Int]] = []
    for row in rows.indices {
      let own = relevant.filter { columns[$0].cells[row] != nil }
      if Set(own.map { columns[$0].task }) == tasks, !sets.contains(own) { sets.append(own) }
    }
    if configuration.averagesPart || sets.isEmpty { sets = [relevant] }
    let name = configuration.average == .normalised ? "normalised average" : "average"
    return sets.enumerated().map { place, members in
      let own = members.map { columns[$0] }
      var definition =
        switch configuration.average {
        case .categories: "mean over categories of the means of their tasks: \(categoryWords(own))"
        case .normalised:
          "mean over tasks, each counted once, of (score - chance) / (1 - chance), so that 0 is chance; chance is "
            + own.map { "\($0.title) \($0.chance)" }.joined(separator: ", ")
        default: "mean over tasks, each counted once"
        }
      if members.count < columns.count { definition += "; of \(own.map(\.title).joined(separator: ", "))" }
      return SummaryColumn(
        sets.count > 1 ? "\(name) (\(ColumnChoice.letter(place)))" : name, definition, members, columns, rows,
        configuration, relevant: relevant, isAverage: true)
    }
  }

  /// A mean for each category that the columns have.
  static func categories(
    _ columns: [LeaderboardColumn], _ rows: [LeaderboardRow], _ configuration: ReportConfiguration
  ) -> [SummaryColumn] {
    TaskCategory.allCases.compactMap { category in
      let members = columns.indices.filter { TaskCategory.of(columns[$0].task) == category }
      guard !members.isEmpty else { return nil }
      let titles = members.map { columns[$0].title }.joined(separator: ", ")
      return SummaryColumn(
        category.rawValue, "mean of \(titles)", members, columns, rows, configuration, relevant: members,
        isAverage: false)
    }
  }

  private static func categoryWords(_ columns: [LeaderboardColumn]) -> String {
    TaskCategory.allCases.compactMap { category in
      let titles = columns.filter { TaskCategory.of($0.task) == category }.map(\.title)
      return titles.isEmpty ? nil : "\(category.rawValue) (\(titles.joined(separator: ", ")))"
    }.joined(separator: ", ")
  }

  /// Why no row has it.
  var emptiness: String {
    "no row has all tasks, so there is no \(title): --tasks chooses tasks, --partial-average takes what each row has"
  }

  private init(
    _ title: String, _ definition: String, _ members: [Int], _ columns: [LeaderboardColumn], _ rows: [LeaderboardRow],
    _ configuration: ReportConfiguration, relevant: [Int], isAverage: Bool
  ) {
    self.title = title
    self.definition = definition
    self.members = members
    self.isAverage = isAverage
    isNormalised = isAverage && configuration.average == .normalised
    let byCategory = isAverage && configuration.average == .categories
    for row in rows.indices {
      let own = members.filter { columns[$0].cells[row] != nil }
      // What a row has in another way besides would be another average.
      let isWhole =
        own.count == members.count
        && relevant.allSatisfy { members.contains($0) || columns[$0].cells[row] == nil }
      guard !own.isEmpty, isWhole || configuration.averagesPart else { continue }
      weights[row] = Self.weights(own, columns, byCategory: byCategory)
      counts[row] = own.count
      cells[row] = cell(row, columns)
    }
  }

  private static func weights(
    _ own: [Int], _ columns: [LeaderboardColumn], byCategory: Bool
  ) -> [(column: Int, weight: Double)] {
    guard byCategory else { return own.map { ($0, 1 / Double(own.count)) } }
    let categories = own.map { TaskCategory.of(columns[$0].task) }
    let sizes = Dictionary(categories.map { ($0, 1) }, uniquingKeysWith: +)
    return zip(own, categories).map { ($0, 1 / Double((sizes[$1] ?? 1) * sizes.count)) }
  }

  private func chance(_ column: LeaderboardColumn) -> Double { isNormalised ? column.chance : 0 }

  /// What a difference in the column is worth in the mean.
  private func factor(_ column: LeaderboardColumn, _ weight: Double) -> Double { weight / (1 - chance(column)) }

  private func cell(_ row: Int, _ columns: [LeaderboardColumn]) -> Cell? {
    let parts = (weights[row] ?? []).compactMap { index, weight in
      columns[index].cells[row].map { (column: columns[index], cell: $0, factor: factor(columns[index], weight)) }
    }
    guard !parts.isEmpty else { return nil }
    let worlds = parts.compactMap { $0.column.worlds[row] }
    if worlds.count == parts.count, let mean = SampleMean(of: overWorlds(row, columns)) { return Cell(Estimate(mean)) }
    // As the tasks' mean of a run's table is made, to the bit, where all count alike.
    let value =
      !isNormalised && parts.allSatisfy({ $0.factor == parts[0].factor })
      ? parts.reduce(0) { $0 + $1.cell.estimate.value } / Double(parts.count)
      : parts.reduce(0) { $0 + $1.factor * ($1.cell.estimate.value - chance($1.column)) }
    let interval = RecoveredInterval.of(
      value, parts.map { ($0.factor, $0.cell.estimate.value, $0.cell.estimate.interval) })
    var cell = Cell(
      Estimate(
        value: value, interval: interval, items: parts.reduce(0) { $0 + $1.cell.estimate.items },
        units: parts.reduce(0) { $0 + $1.cell.estimate.units }))
    cell.isPublished = parts.contains { $0.cell.isPublished }
    return cell
  }

  /// A row's mean in each world of a study.
  private func overWorlds(_ row: Int, _ columns: [LeaderboardColumn]) -> [Double] {
    let parts = (weights[row] ?? []).compactMap { index, weight in
      columns[index].worlds[row].map { ($0, factor(columns[index], weight), chance(columns[index])) }
    }
    return (0..<(parts.map(\.0.count).min() ?? 0)).map { world in
      parts.reduce(0) { $0 + $1.1 * ($1.0[world] - $1.2) }
    }
  }

  /// Of two rows that have the same columns; nil where it cannot be told.
  func difference(_ ours: Int, _ theirs: Int, _ columns: [LeaderboardColumn], seed: UInt64) -> PairedDifference? {
    guard let own = weights[ours], let other = weights[theirs], own.map(\.column) == other.map(\.column) else {
      return nil
    }
    if own.allSatisfy({ columns[$0.column].worlds[ours] != nil && columns[$0.column].worlds[theirs] != nil }) {
      return PairedDifference(worlds: overWorlds(ours, columns), overWorlds(theirs, columns))
    }
    let parts = own.compactMap { index, weight -> (units: PairedUnits, factor: Double)? in
      guard let table = columns[index].table, let units = PairedUnits(table, ours, theirs) else { return nil }
      return (units, factor(columns[index], weight))
    }
    return parts.count == own.count ? PairedDifference(parts, seed: seed) : nil
  }
}
