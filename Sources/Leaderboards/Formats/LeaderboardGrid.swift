import Files
import Reporting

/// A leaderboard as lines of cells, before it is written in any format: texts as they are, marks apart.
struct LeaderboardGrid {
  /// Over the columns; the first one is of the rows' names.
  private(set) var header: [String] = []
  private(set) var lines: [Line] = []

  enum Line {
    case group(String)
    case row(String, [Cell])
  }

  struct Cell {
    var text = ""
    var rank = LeaderboardColumn.Cell.Rank.other
    /// Behind the number.
    var marks: [Mark] = []
  }

  enum Mark: CaseIterable {
    case likeBest, different, published, flawed
  }

  /// Which marks there are.
  var marks: Set<Mark> {
    Set(
      lines.flatMap { line -> [Mark] in
        guard case .row(_, let cells) = line else { return [] }
        return cells.flatMap(\.marks)
      })
  }

  var hasRanks: Bool {
    lines.contains { line in
      guard case .row(_, let cells) = line else { return false }
      return cells.contains { $0.rank == .best }
    }
  }

  init(_ board: Leaderboard) {
    let isPercent = board.configuration.isPercent
    let averages = board.summaries.filter(\.isAverage)
    let tasks: [(title: String, cells: [Int: LeaderboardColumn.Cell])] =
      board.configuration.showsCategories
      ? board.summaries.filter { !$0.isAverage }.map { ($0.title, $0.cells) }
      : board.columns.map { ($0.title, $0.cells) }
    // What is held against: the average, or where there is none the one column.
    let compared =
      averages.map(\.cells).first { $0.values.contains { $0.difference != nil } }
      ?? (averages.isEmpty && tasks.count == 1 ? tasks[0].cells : nil)
    let differs = compared?.values.contains { $0.difference != nil } ?? false
    header = ["model"] + tasks.map(\.title)
    header += averages.map { average in
      average.cells.values.contains { $0.estimate.interval != nil } ? "\(average.title) [95 %]" : average.title
    }
    if differs { header.append("minus \(board.configuration.against) [95 %]") }
    var group = ""
    for (place, row) in board.rows.enumerated() {
      if row.group != group {
        group = row.group
        lines.append(.group(group))
      }
      var cells = tasks.map { Self.cell($0.cells[place], board, isPercent) }
      for average in averages {
        var cell = Self.cell(average.cells[place], board, isPercent)
        if let interval = average.cells[place]?.estimate.interval {
          cell.text +=
            " [\(Self.number(interval.lowerBound, isPercent)), \(Self.number(interval.upperBound, isPercent))]"
        }
        if let count = average.counts[place], count < average.members.count {
          cell.text += " (\(count) of \(average.members.count))"
        }
        cells.append(cell)
      }
      if differs { cells.append(Self.difference(compared?[place], board, isPercent)) }
      lines.append(.row(row.isMiniature ? row.name + " (miniatures)" : row.name, cells))
    }
  }

  private static func cell(_ cell: LeaderboardColumn.Cell?, _ board: Leaderboard, _ isPercent: Bool) -> Cell {
    guard let cell else { return Cell() }
    var shown = Cell(
      text: number(cell.estimate.value, isPercent, cell.isPublished ? cell.decimals : 2), rank: cell.rank)
    if cell.isLikeBest, cell.rank != .best { shown.marks.append(.likeBest) }
    if let adjusted = cell.adjusted, adjusted <= board.configuration.alpha { shown.marks.append(.different) }
    if cell.isPublished { shown.marks.append(.published) }
    if cell.flaw != nil { shown.marks.append(.flawed) }
    return shown
  }

  private static func difference(_ cell: LeaderboardColumn.Cell?, _ board: Leaderboard, _ isPercent: Bool) -> Cell {
    guard let cell, let difference = cell.difference else { return Cell() }
    var text = (difference.value > 0 ? "+" : "") + number(difference.value, isPercent)
    if let interval = difference.interval {
      text += " [\(number(interval.lowerBound, isPercent)), \(number(interval.upperBound, isPercent))]"
    }
    var shown = Cell(text: text)
    if let adjusted = cell.adjusted, adjusted <= board.configuration.alpha { shown.marks.append(.different) }
    return shown
  }

  /// `0.4312`, or `43.12` as a percentage.
  static func number(_ value: Double, _ isPercent: Bool, _ decimals: Int = 2) -> String {
    guard isPercent else { return Quantity.fraction(value) }
    var scale = 100.0, power = 1
    for _ in 0..<decimals { (scale, power) = (scale * 10, power * 10) }
    let whole = Int(saturating: (value.magnitude * scale).rounded())
    let sign = value < 0 && whole > 0 ? "-" : ""
    guard decimals > 0 else { return sign + "\(whole)" }
    let rest = String(whole % power)
    return sign + "\(whole / power)." + String(repeating: "0", count: decimals - rest.count) + rest
  }
}
