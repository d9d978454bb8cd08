import Files

/// Whose errors are looked at, and what of them is known beforehand.
public struct ErrorQuestion: Sendable {
  /// As `ReportConfiguration.runs`.
  public var runs: [String]
  /// Names of tasks, protocols or groups; empty: all.
  public var tasks: [String] = []
  /// The row that all others are held against; empty: the first one.
  public var against = ""
  /// Rows that were made of others; empty: those of which it is known.
  public var merges: [String] = []
  /// What the merges were made of; empty: what the records beside them say.
  public var parents: [String] = []
  /// Rows that are held against the merges, and were not made of their parents.
  public var controls: [String] = []

  public init(runs: [String]) { self.runs = runs }
}

extension ErrorQuestion {
  /// The places of rows by their names.
  func places(_ names: [String], _ option: String, in rows: [LeaderboardRow]) throws(Diagnostic) -> [Int] {
    var found: [Int] = []
    for name in names {
      guard let place = rows.firstIndex(where: { $0.isCalled(name) }) else {
        throw Diagnostic(
          option, "no row is called '\(name)'", expected: rows.map(\.name).joined(separator: "; "),
          status: .wrongUsage)
      }
      if !found.contains(place) { found.append(place) }
    }
    return found
  }
}
