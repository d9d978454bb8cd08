import Files

/// The rows that a configuration wants, with names that tell them apart.
struct RowChoice {
  private(set) var rows: [LeaderboardRow]

  init(_ found: [LeaderboardRow], _ configuration: ReportConfiguration) throws(Diagnostic) {
    rows = Self.distinct(found)
    guard !configuration.rows.isEmpty else { return }
    var chosen: [LeaderboardRow] = []
    for wanted in configuration.rows {
      guard var row = rows.first(where: { $0.isCalled(wanted.row) }) else {
        throw Diagnostic(
          "rows", "no row is called '\(wanted.row)'", expected: rows.map(\.name).joined(separator: ", "),
          status: .wrongUsage)
      }
      if !wanted.name.isEmpty { row.name = wanted.name }
      if !wanted.group.isEmpty { row.group = wanted.group }
      guard !chosen.contains(where: { Key($0) == Key(row) }) else {
        throw Diagnostic("rows", "'\(row.name)' is there twice", expected: "a name for each row", status: .wrongUsage)
      }
      chosen.append(row)
    }
    rows = chosen
  }

  /// Groups may have rows of one name.
  private struct Key: Hashable {
    var group, name: String
    init(_ row: LeaderboardRow) { (group, name) = (row.group, row.name) }
  }

  /// Rows of one group stand together; who has another's name has its place, too, and a number where that is not enough.
  private static func distinct(_ found: [LeaderboardRow]) -> [LeaderboardRow] {
    var rows = found
    let counts = Dictionary(found.map { (Key($0), 1) }, uniquingKeysWith: +)
    for index in rows.indices where !found[index].isNamed && counts[Key(found[index])] ?? 1 > 1 {
      if let place = rows[index].places.first { rows[index].name += " (\(place))" }
    }
    var seen: [Key: Int] = [:]
    for index in rows.indices {
      seen[Key(rows[index]), default: 0] += 1
      if let count = seen[Key(rows[index])], count > 1 { rows[index].name += " (\(count))" }
    }
    var order: [String] = []
    for row in rows where !order.contains(row.group) { order.append(row.group) }
    return order.flatMap { group in rows.filter { $0.group == group } }
  }
}
