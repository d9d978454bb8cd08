extension Leaderboard {
  private static let paper = LeaderboardNotes.Words(
    best: "bold", second: "underlined",
    marks: [.likeBest: "≈", .different: "*", .published: "†", .flawed: "?"])

  /// The first line of a table in LaTeX, by which it is known.
  static let latexMark =
    "% made by assay report; needs \\usepackage{booktabs,graphicx} and \\usepackage[T1]{fontenc}\n"

  /// A table for a paper, with what it means in its caption.
  public var latex: String {
    let grid = LeaderboardGrid(self), isWide = grid.header.count > 6
    let environment = isWide ? "table*" : "table"
    var text = Self.latexMark + "\\begin{\(environment)}\n\\centering\n\\small\n\\setlength{\\tabcolsep}{4pt}\n"
    // Made narrower where it would leave the page, and never wider.
    text += "\\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{%\n"
    text += "\\begin{tabular}{l\(String(repeating: "r", count: grid.header.count - 1))}\n\\toprule\n"
    text += Self.line(grid.header.enumerated().map { index, title in index == 0 ? "" : SafeText.latex(title) })
    text += "\\midrule\n"
    for (index, line) in grid.lines.enumerated() {
      switch line {
      case .group(let name):
        if index > 0 { text += "\\midrule\n" }
        if !name.isEmpty {
          text += "\\multicolumn{\(grid.header.count)}{l}{\\textit{\(SafeText.latex(name))}} \\\\\n"
        }
      case .row(let name, let cells): text += Self.line([SafeText.latex(name)] + cells.map(Self.cell))
      }
    }
    text += "\\bottomrule\n\\end{tabular}}\n"
    let notes = LeaderboardNotes(self, grid, Self.paper).lines.map(Self.note)
    let title = configuration.title.isEmpty ? "" : SafeText.latex(configuration.title) + ". "
    text += "\\caption{\(title)\(notes.joined(separator: ". ")).}\n"
    return text + "\\end{\(environment)}\n"
  }

  /// A row whose first cell begins with `[` would be taken for an option of the row before.
  private static func line(_ cells: [String]) -> String { "{}" + cells.joined(separator: " & ") + " \\\\\n" }

  private static func symbol(_ mark: LeaderboardGrid.Mark) -> String {
    switch mark {
    case .likeBest: "\\approx"
    case .different: "*"
    case .published: "\\dagger"
    case .flawed: "?"
    }
  }

  private static func cell(_ cell: LeaderboardGrid.Cell) -> String {
    guard !cell.text.isEmpty else { return "" }
    let number = cell.text.replacing("-", with: "$-$")
    let ranked =
      cell.rank == .best ? "\\textbf{\(number)}" : cell.rank == .second ? "\\underline{\(number)}" : number
    return ranked + (cell.marks.isEmpty ? "" : "$^{\(cell.marks.map(symbol).joined())}$")
  }

  /// A note that begins with a mark has it as the table does.
  private static func note(_ text: String) -> String {
    for mark in LeaderboardGrid.Mark.allCases {
      guard let word = paper.marks[mark], text.hasPrefix(word + ": ") else { continue }
      return "$^{\(symbol(mark))}$: " + SafeText.latex(String(text.dropFirst(word.count + 2)))
    }
    return SafeText.latex(text)
  }
}
