import Reporting

extension Leaderboard {
  private static let terminal = LeaderboardNotes.Words(
    best: "1", second: "2", marks: [.likeBest: "=", .different: "*", .published: "+", .flawed: "?"])

  /// For a terminal of so many columns.
  public func text(width: Int) -> String {
    let grid = LeaderboardGrid(self), words = Self.terminal
    var rows = [grid.header.map(SafeText.line)], marks = [[String]](repeating: [], count: grid.header.count)
    for line in grid.lines {
      switch line {
      case .group(let name): rows.append([name.isEmpty ? "" : SafeText.line(name) + ":"])
      case .row(let name, let cells):
        let isGrouped = grid.lines.contains { if case .group = $0 { true } else { false } }
        rows.append([(isGrouped ? "  " : "") + SafeText.line(name)] + cells.map(\.text))
      }
      guard case .row(_, let cells) = line else { continue }
      for (index, cell) in cells.enumerated() { marks[index + 1].append(Self.marks(cell, words)) }
    }
    // Marks as wide as the widest of their column, so that numbers stand below each other.
    let widths = marks.map { $0.map(\.count).max() ?? 0 }
    var next = 0
    for (index, line) in grid.lines.enumerated() {
      guard case .row(_, let cells) = line else { continue }
      for column in cells.indices where widths[column + 1] > 0 && !cells[column].text.isEmpty {
        let mark = marks[column + 1][next]
        rows[index + 1][column + 1] += " " + mark + String(repeating: " ", count: widths[column + 1] - mark.count)
      }
      next += 1
    }
    for column in widths.indices where widths[column] > 0 {
      rows[0][column] += String(repeating: " ", count: widths[column] + 1)
    }
    let table = TextTable([.left] + grid.header.dropFirst().map { _ in .right }, rows: rows)
    var text = configuration.title.isEmpty ? "" : SafeText.line(configuration.title) + "\n\n"
    text += table.text(width: width) + "\n"
    for part in details {
      text += SafeText.line(part.title) + "\n"
      text +=
        TextTable([.left] + part.rows.map { _ in .right }, rows: part.table(SafeText.line)).text(width: width) + "\n"
    }
    return text + LeaderboardNotes(self, grid, words).lines.map { SafeText.line($0) + "\n" }.joined()
  }

  private static func marks(_ cell: LeaderboardGrid.Cell, _ words: LeaderboardNotes.Words) -> String {
    let rank = cell.rank == .best ? words.best : cell.rank == .second ? words.second : ""
    return rank + cell.marks.compactMap { words.marks[$0] }.joined()
  }
}
