public import Configuration
public import Files

/// Numbers that others published, as a file of facts: which columns, how many items these have, and a value for each row.
public struct PublishedTable: Sendable, Equatable {
  public var source = ""
  public var url = ""
  /// Names of tasks.
  public var columns: [String] = []
  /// Items of each column; 0 where a share of items is not what was published.
  public var items: [Int] = []
  /// Of the percentages.
  public var decimals = 2
  public var rows: [Row] = []

  public init() {}

  public struct Row: Sendable, Equatable {
    public var name = ""
    public var group = ""
    /// Percentages, one for each column; null where nothing was published.
    public var values: [Double?] = []
    public init() {}
  }

  /// Reads a file; throws where it is no table.
  public init(file: String) throws(Diagnostic) {
    self = try Self.schema.read(try ConfigurationFile(path: file).settings)
    guard !columns.isEmpty, !rows.isEmpty, items.isEmpty || items.count == columns.count else {
      throw Diagnostic(
        file, "has \(columns.count) columns, items of \(items.count) and \(rows.count) rows",
        expected: "columns, a number of items for each, and rows", status: .wrongUsage)
    }
    guard Set(columns).count == columns.count else {
      throw Diagnostic(file, "names a column twice", expected: "each task once", status: .wrongUsage)
    }
    for row in rows where row.values.count != columns.count || row.name.isEmpty {
      throw Diagnostic(
        file, "the row '\(row.name)' has \(row.values.count) values",
        expected: "a name, and \(columns.count) values: one for each column, null where there is none",
        status: .wrongUsage)
    }
  }

  /// The rows for a leaderboard.
  func leaderboardRows(_ file: String) -> [LeaderboardRow] {
    rows.map { row in
      var found = LeaderboardRow(name: row.name, origin: .published, places: [file])
      found.group = row.group
      found.warnings = [source.isEmpty ? file : source]
      for (index, value) in row.values.enumerated() {
        guard let value else { continue }
        let count = items.isEmpty ? 0 : items[index]
        found.tasks.append(
          LeaderboardRow.Task(
            way: AskedWay(id: columns[index], items: count, source: source.isEmpty ? file : source),
            name: columns[index], evidence: .published(value / 100, decimals: decimals)))
      }
      return found
    }
  }
}

extension PublishedTable {
  public static let schema = ConfigurationSchema<PublishedTable>(
    "report",
    [
      ConfigurationKey("source", "who published the numbers, and where", \.source, .text),
      ConfigurationKey("url", "of the source", \.url, .text),
      ConfigurationKey("columns", "names of tasks", \.columns, .texts),
      ConfigurationKey(
        "items", "of each column; 0 where the values are no shares of items", \.items,
        .wholes(from: 0, upTo: 1 << 28, distinct: false)),
      ConfigurationKey("decimals", "of the percentages", \.decimals, .whole(from: 0, upTo: 6)),
      ConfigurationKey("rows", "maps with name, group and values", \.rows, .maps(Row.schema)),
    ], standard: { PublishedTable() })
}

extension PublishedTable.Row {
  static let schema = ConfigurationSchema<PublishedTable.Row>(
    "report",
    [
      ConfigurationKey("name", "of the model", \.name, .text),
      ConfigurationKey("group", "below which it stands", \.group, .text),
      ConfigurationKey("values", "percentages, one for each column, or null", \.values, .percentages),
    ], standard: { PublishedTable.Row() })
}

extension ValueType where Value == [Double?] {
  fileprivate static var percentages: ValueType {
    ValueType(.list(.optional(.number(0...100))), show: { .array($0.map { $0.map { .number($0) } ?? .null }) }) {
      (setting) throws(Diagnostic) in
      var values: [Double?] = []
      for value in setting.value.array ?? [setting.value] {
        guard value.isNull || value.number.map({ (0...100).contains($0) }) == true else {
          throw setting.wrong("a list of percentages, or null")
        }
        values.append(value.number)
      }
      return values
    }
  }
}
