/// Rows of text in aligned columns, two spaces apart, for a terminal.
public struct TextTable: Sendable {
  public enum Alignment: Sendable { case left, right }

  public var alignments: [Alignment]
  public private(set) var rows: [[String]] = []

  public init(_ alignments: [Alignment]) { self.alignments = alignments }

  /// A short row leaves its last cells empty.
  public mutating func add(_ cells: [String]) {
    rows.append(cells + Array(repeating: "", count: max(0, alignments.count - cells.count)))
  }

  /// Lines without trailing spaces, each with its newline.
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
}
