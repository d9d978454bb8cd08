/// Rows of text in columns, the first row their names: for a terminal, or as Markdown.
public struct TextTable: Sendable {
  public enum Alignment: Sendable { case left, right }

  public var alignments: [Alignment]
  public private(set) var rows: [[String]] = []

  public init(_ alignments: [Alignment]) { self.alignments = alignments }

  public init(_ alignments: [Alignment], rows: [[String]]) {
    self.init(alignments)
    for row in rows { add(row) }
  }

  /// A short row leaves its last cells empty.
  public mutating func add(_ cells: [String]) {
    rows.append(cells + Array(repeating: "", count: max(0, alignments.count - cells.count)))
  }

  /// Aligned columns, two spaces apart; lines without trailing spaces, each with its newline.
  public var text: String {
    let widths = alignments.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = alignments.indices.map { column -> String in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        return alignments[column] == .left ? row[column] + padding : padding + row[column]
      }
      var line = cells.joined(separator: "  ")
      while line.hasSuffix(" ") { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  /// A table of Markdown, each line with its newline; empty without rows.
  public var markdown: String {
    func line(_ cells: [String]) -> String {
      "| " + cells.map { $0.replacing("|", with: "\\|").replacing("\n", with: " ") }.joined(separator: " | ") + " |\n"
    }
    guard let header = rows.first else { return "" }
    let rule = alignments.map { $0 == .left ? "---" : "---:" }
    return line(header) + line(rule) + rows.dropFirst().map(line).joined()
  }
}
