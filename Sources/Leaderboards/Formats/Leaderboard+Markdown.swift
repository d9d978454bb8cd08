extension Leaderboard {
  private static let github = LeaderboardNotes.Words(
    best: "bold", second: "underlined",
    marks: [.likeBest: "≈", .different: "\\*", .published: "†", .flawed: "?"])

  /// The first line of a report in Markdown, by which it is known.
  static let markdownMark = "<!-- made by assay report -->\n"

  /// As GitHub renders it.
  public var markdown: String {
    let grid = LeaderboardGrid(self)
    var text =
      Self.markdownMark + (configuration.title.isEmpty ? "" : "# \(SafeText.markdown(configuration.title))\n\n")
    text += Self.line(grid.header.map(SafeText.markdown))
    text += Self.line(["---"] + grid.header.dropFirst().map { _ in "---:" })
    for line in grid.lines {
      switch line {
      case .group(let name):
        let cells = [name.isEmpty ? "" : "*\(SafeText.markdown(name))*"]
        text += Self.line(cells + grid.header.dropFirst().map { _ in "" })
      case .row(let name, let cells):
        text += Self.line([SafeText.markdown(name)] + cells.map(Self.cell))
      }
    }
    for part in details {
      text += "\n<details><summary>\(SafeText.markdown(part.title))</summary>\n\n"
      let rows = part.table(SafeText.markdown)
      text += Self.line(rows[0]) + Self.line(["---"] + part.rows.map { _ in "---:" })
      for row in rows.dropFirst() {
        let depth = row[0].prefix { $0 == " " }.count
        text += Self.line([String(repeating: "&nbsp;", count: depth) + row[0].dropFirst(depth)] + row.dropFirst())
      }
      text += "\n</details>\n"
    }
    return text + "\n"
      + LeaderboardNotes(self, grid, Self.github).lines.map { "- \(Self.note($0))\n" }.joined()
  }

  private static func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }

  /// A mark's own backslash stays.
  private static func note(_ text: String) -> String {
    text.hasPrefix("\\*") ? "\\*" + SafeText.markdown(String(text.dropFirst(2))) : SafeText.markdown(text)
  }

  private static func cell(_ cell: LeaderboardGrid.Cell) -> String {
    guard !cell.text.isEmpty else { return "" }
    let number = SafeText.markdown(cell.text)
    let ranked = cell.rank == .best ? "**\(number)**" : cell.rank == .second ? "<ins>\(number)</ins>" : number
    return ranked + cell.marks.compactMap { github.marks[$0] }.joined()
  }
}
