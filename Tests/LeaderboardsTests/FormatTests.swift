import Files
import Glibc
import Statistics
import TestSupport
import Testing

@testable import Leaderboards

/// A leaderboard in every format, with names that mean harm.
@Suite struct FormatTests {
  static let hostile = [
    "a|b", "<script>alert(1)</script>", "100% & $x_1^2$ #~{}\\end{table}", "line\nbreak\r\n\u{2028}end",
    "\u{1B}[31mred\u{7}\u{0}",
    "\u{202E}gnp.exe", "=1+1,\"quoted\"", "[link](javascript:x) ![i](y) `code` *b*", "---", "[x] 中文 é ☃", "", " lead",
  ]

  private func board(_ change: (inout ReportConfiguration) -> Void = { _ in }) throws -> Leaderboard {
    var configuration = ReportConfiguration()
    configuration.against = Self.hostile[0]
    configuration.title = Self.hostile[2]
    change(&configuration)
    let tasks = [("arc_easy@lm-eval", 0.6), ("gsm8k@lm-eval", 0.4)]
    return try Leaderboard(
      Self.hostile.enumerated().map { index, name in
        var row = DrawnRuns.row(name, tasks, seed: UInt64(index))
        row.group = index % 2 == 0 ? "" : Self.hostile[1]
        row.warnings = [name]
        return row
      }, configuration)
  }

  @Test("Terminal: no control characters, no line wider than the terminal but for notes")
  func terminal() throws {
    let text = try board().text(width: 80)
    for scalar in text.unicodeScalars where scalar != "\n" {
      #expect(scalar.properties.generalCategory != .control && scalar.properties.generalCategory != .format)
    }
    let table = text.components("\n\n1: the best")[0]
    #expect(table.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test("Markdown: each row has as many cells as the head, and nothing of a name is markup")
  func markdown() throws {
    let lines = try board().markdown.split(separator: "\n").map(String.init)
    let rows = lines.filter { $0.hasPrefix("| ") }
    func bars(_ line: String) -> Int { line.replacing("\\|", with: "").count { $0 == "|" } }
    #expect(rows.count == Self.hostile.count + 2 + 1)
    #expect(Set(rows.map(bars)).count == 1)
    let text = lines.dropFirst().joined(separator: "\n")
    #expect(
      !text.contains("<script") && !text.replacing("\\]", with: "").contains("](") && text.contains("&lt;script&gt;"))
    #expect(text.contains("**0.") && text.contains("<ins>0."))
  }

  @Test(
    "Wide CSV: a line for each model, a column for each task and average, as exact as the long one; no name is there twice"
  )
  func wideCSV() throws {
    let board = try board(), records = Self.records(board.wideCSV)
    #expect(records[0] == ["model", "group", "origin", "path", "arc_easy", "gsm8k", "average"])
    #expect(records.count == 1 + Self.hostile.count && Set(records.map(\.count)) == [records[0].count])
    for (row, record) in records.dropFirst().enumerated() {
      #expect(record[4...5].map { Double($0) } == board.columns.map { $0.cells[row]?.estimate.value })
    }
    let twins = try self.board {
      $0.columns = [("arc_easy", "model"), ("gsm8k", "model"), ("gsm8k", "")].map {
        var column = ReportConfiguration.Column()
        (column.task, column.title) = $0
        return column
      }
    }
    let head = Self.records(twins.wideCSV)[0]
    #expect(Set(head).count == head.count && head.prefix(4) == ["model", "group", "origin", "path"], "\(head)")
  }

  @Test("CSV: fields by RFC 4180, read back by another reader; numbers are as exact as they are")
  func csv() throws {
    let board = try board(), text = board.csv
    let records = Self.records(text)
    #expect(records[0] == Leaderboard.csvHeader && Set(records.map(\.count)) == [Leaderboard.csvHeader.count])
    #expect(records.count == 1 + Self.hostile.count * 3)
    let value = try #require(Double(records[1][11]))
    #expect(value == board.columns[0].cells[0]?.estimate.value)
    #expect(records.dropFirst().allSatisfy { ["True", "False"].contains($0[26]) })
  }

  private static func records(_ text: String) -> [[String]] {
    var records: [[String]] = [[]], field = "", isQuoted = false
    var rest = text[...]
    while let character = rest.popFirst() {
      switch character {
      case "\"" where isQuoted && rest.first == "\"": field.append(rest.removeFirst())
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        records[records.count - 1].append(field)
        field = ""
      case "\n" where !isQuoted:
        records[records.count - 1].append(field)
        field = ""
        records.append([])
      default: field.append(character)
      }
    }
    return records.dropLast()
  }

  @Test("JSON: it is some, and names stand there as they are")
  func json() throws {
    let board = try board(), json = try JSON(parsing: board.json.text(pretty: true))
    #expect(json["rows"]?.array?.compactMap { $0["name"]?.string } == board.rows.map(\.name))
    #expect(json["columns"]?.array?.first?["cells"]?.array?.first?["difference"] == nil)
    #expect(json["columns"]?.array?.first?["cells"]?.array?[1]["difference"]?["p"]?.number != nil)
  }

  static let latex = ["/usr/bin/pdflatex", "/usr/local/bin/pdflatex"].first { (path: String) in access(path, X_OK) == 0
  }

  @Test("LaTeX: pdflatex makes a page of it", .enabled(if: FormatTests.latex != nil, "pdflatex is not installed"))
  func compiles() throws {
    let folder = try ScratchDirectory()
    for (name, isPercent) in [("a", false), ("b", true)] {
      let table = try board { configuration in configuration.isPercent = isPercent }.latex
      try folder.write(
        name + ".tex",
        "\\documentclass{article}\n\\usepackage{booktabs,graphicx}\n\\usepackage[T1]{fontenc}\n\\begin{document}\n\(table)\n\\end{document}\n"
      )
      let status = system(
        "cd '\(folder.path)' && \(Self.latex ?? "") -halt-on-error -interaction=nonstopmode \(name).tex >out.txt 2>&1")
      #expect(status == 0 && FileSystem.exists(folder[name + ".pdf"]))
    }
  }

  @Test("LaTeX: what means something to TeX is written as what it looks like")
  func latexText() throws {
    #expect(
      SafeText.latex("100% & $x_1^2$ #~{}\\a")
        == "100\\% \\& \\$x\\_1\\textasciicircum{}2\\$ \\#\\textasciitilde{}\\{\\}\\textbackslash{}a")
    #expect(SafeText.latex("中é") == "\\texttt{U+4E2D}é")
    let text = try board().latex
    #expect(text.contains("\\toprule") && text.contains("\\textbf{0.") && text.contains("\\underline{0."))
    let rows = text.split(separator: "\n").filter { $0.hasSuffix("\\\\") && !$0.hasPrefix("\\multicolumn") }
    #expect(Set(rows.map { $0.replacing("\\&", with: "").count { $0 == "&" } }).count == 1)
  }

  @Test("YAML scalars: what YAML 1.2 may not hold is escaped")
  func yaml() {
    #expect(SafeText.yaml("a\"b\\c\n\u{1B}\u{85}") == #""a\"b\\c\n\U0000001B\U00000085""#)
  }
}

extension String {
  func components(_ separator: String) -> [String] {
    guard let range = firstRange(of: separator) else { return [self] }
    return [String(self[..<range.lowerBound]), String(self[range.upperBound...])]
  }
}
