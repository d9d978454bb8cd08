/// Rows of text in columns, the first row their names: for a terminal, or as Markdown.
public struct TextTable: Sendable {
  public enum Alignment: Sendable { case left, right }

  public var alignments: [Alignment]
  /// Columns that a narrow terminal may lack, the first to go first; what they say must stand elsewhere, too.
  public var dispensable: [Int]
  public private(set) var rows: [[String]] = []

  public init(_ alignments: [Alignment], dispensable: [Int] = []) {
    self.alignments = alignments
    self.dispensable = dispensable
  }

  public init(_ alignments: [Alignment], rows: [[String]]) {
    self.init(alignments)
    for row in rows { add(row) }
  }

  /// A short row leaves its last cells empty.
  public mutating func add(_ cells: [String]) {
    rows.append(cells + Array(repeating: "", count: max(0, alignments.count - cells.count)))
  }

  /// Aligned columns, two spaces apart; lines without trailing spaces, each with its newline.
  public var text: String { text(width: .max) }

  /// The same in so many columns of a terminal: without what is dispensable where it is too wide, then with long words of the left
  /// columns on several lines, and at last as several tables below each other, each with the first column.
  public func text(width: Int) -> String {
    let columns = shown(width: width)
    let narrow = wrapped(columns, to: width)
    var tables: [String] = []
    var rest = columns.dropFirst()
    repeat {
      var part = Array(columns.prefix(1))
      while let next = rest.first, part.count == 1 || narrow.total(part + [next]) <= width {
        part.append(next)
        rest = rest.dropFirst()
      }
      // A part of the columns needs fewer lines than all of them together.
      tables.append(wrapped(part, to: width).text(part))
    } while !rest.isEmpty
    return tables.joined(separator: "\n")
  }

  private func shown(width: Int) -> [Int] {
    var columns = Array(alignments.indices)
    for column in dispensable where total(columns) > width { columns.removeAll { $0 == column } }
    return columns
  }

  /// What so narrow a table lacks: `not shown in 80 columns: kappa`; nil where it has everything.
  public func omission(width: Int) -> String? {
    let columns = shown(width: width), lacking = alignments.indices.filter { !columns.contains($0) }
    guard let names = rows.first, !lacking.isEmpty else { return nil }
    return "not shown in \(width) columns: " + lacking.map { names[$0] }.joined(separator: ", ")
  }

  /// With the left ones of some columns wrapped, the first first, until they fit or are as narrow as they may be.
  private func wrapped(_ columns: [Int], to width: Int) -> TextTable {
    var wrapped = self
    for column in columns where alignments[column] == .left {
      let excess = wrapped.total(columns) - width
      guard excess > 0 else { break }
      wrapped.wrap(column, at: max(Self.narrowest, wrapped.width(column) - excess))
    }
    return wrapped
  }

  /// No column is made narrower than this.
  private static let narrowest = 16

  private func width(_ column: Int) -> Int {
    rows.map { $0[column].split(separator: "\n", omittingEmptySubsequences: false).map(\.count).max() ?? 0 }.max() ?? 0
  }

  private func total(_ columns: [Int]) -> Int {
    columns.reduce(0) { $0 + width($1) } + 2 * max(0, columns.count - 1)
  }

  private func text(_ columns: [Int]) -> String {
    let widths = columns.map(width)
    return rows.map { row in
      let cells = columns.map { row[$0].split(separator: "\n", omittingEmptySubsequences: false) }
      let height = cells.map(\.count).max() ?? 1
      return (0..<height).map { index in
        let parts = zip(columns, widths).enumerated().map { place, column -> String in
          let cell = index < cells[place].count ? String(cells[place][index]) : ""
          let padding = String(repeating: " ", count: column.1 - cell.count)
          return alignments[column.0] == .left ? cell + padding : padding + cell
        }
        var line = parts.joined(separator: "  ")
        while line.hasSuffix(" ") { line.removeLast() }
        return line + "\n"
      }.joined()
    }.joined()
  }

  /// Breaks cells behind spaces, commas and slashes, or within words that are too long; what follows stands two columns to the right.
  private mutating func wrap(_ column: Int, at width: Int) {
    for row in rows.indices where rows[row][column].count > width {
      var rest = rows[row][column][...]
      let indent = String(repeating: " ", count: min(rest.prefix { $0 == " " }.count + 2, width / 2))
      var lines: [String] = []
      while rest.count + (lines.isEmpty ? 0 : indent.count) > width {
        let room = rest.prefix(max(1, width - (lines.isEmpty ? 0 : indent.count)))
        let inner = room.drop { $0 == " " }
        let end = inner.lastIndex { " ,/".contains($0) }.map { rest.index(after: $0) } ?? Self.cut(inner, of: rest)
        lines.append((lines.isEmpty ? "" : indent) + rest[..<end])
        rest = rest[end...]
      }
      lines.append((lines.isEmpty ? "" : indent) + rest)
      rows[row][column] = lines.joined(separator: "\n")
    }
  }

  /// Where a word ends that must be cut to go into `room`, the first place of it: its pieces are about as long as each other.
  private static func cut(_ room: Substring, of text: Substring) -> Substring.Index {
    let word = text[room.startIndex...].prefix { !" ,/".contains($0) }
    guard !word.isEmpty, !room.isEmpty else { return room.endIndex }
    let pieces = (word.count + room.count - 1) / room.count
    return word.index(word.startIndex, offsetBy: (word.count + pieces - 1) / pieces)
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
