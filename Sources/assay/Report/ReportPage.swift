import Files
import Leaderboards
import Pages
import Platform

/// A leaderboard as a page for the browser, with the items of all rows that were asked here.
struct ReportPage {
  var board: Leaderboard
  /// The file that `assay gate --json` wrote; nil for none.
  var gate: String?

  /// How such a file begins, by which an earlier one is known.
  static let mark = "<!DOCTYPE html>\n<!-- made by assay report -->\n"

  func html() throws(Diagnostic) -> String {
    var runs: [PageRun] = [], places: [Int: Int] = [:]
    for (index, row) in board.rows.enumerated() where !row.runs.isEmpty {
      places[index] = runs.count
      runs.append(PageRun(name: row.name, group: row.group, parts: row.runs))
    }
    let title = board.configuration.title
    var page = Page(
      title: title.isEmpty ? "Leaderboard" : title, runs: runs, table: table(places), notes: board.warnings,
      generator: AssayVersion.maker)
    page.gate = try gate.map { (path) throws(Diagnostic) in try verdict(path) }
    return String(decoding: try page.html(), as: UTF8.self)
  }

  private func verdict(_ path: String) throws(Diagnostic) -> JSON {
    let json = try JSON(file: path)
    guard json["verdict"]?.string != nil, json["exit_code"]?.integer != nil else {
      throw Diagnostic(
        path, "is no verdict of a gate", expected: "a file that 'assay gate --json' wrote", status: .wrongUsage)
    }
    return json
  }

  /// The average first, and the best by it: groups are of neighbours.
  /// - Parameter places: of rows among the page's runs.
  private func table(_ places: [Int: Int]) -> PageTable {
    let averages = board.summaries.filter(\.isAverage), categories = board.summaries.filter { !$0.isAverage }
    let shown =
      (averages + (board.configuration.showsCategories ? categories : [])).map {
        (PageTable.Column($0.title, note: $0.definition), $0.cells)
      }
      + (board.configuration.showsCategories
        ? [] : board.columns.map { (PageTable.Column($0.title, note: "\($0.way.id), \($0.metric)"), $0.cells) })
    func value(_ row: Int) -> Double { shown.first?.1[row]?.estimate.value ?? -.infinity }
    let order = board.rows.indices.sorted { (value($1), $0) < (value($0), $1) }
    let rows = order.map { index in
      let row = board.rows[index]
      return PageTable.Row(
        name: row.name, group: row.group, run: places[index], origin: row.origin == .run ? "" : row.origin.rawValue,
        cells: shown.map { $0.1[index].map(Self.cell) })
    }
    var table = PageTable(columns: shown.map(\.0), rows: rows, notes: board.footnotes)
    table.group(level: board.configuration.alpha) { board.probability(order[$0], order[$1]) }
    return table
  }

  private static func cell(_ cell: LeaderboardColumn.Cell) -> PageTable.Cell {
    PageTable.Cell(
      cell.estimate.value, interval: cell.estimate.interval,
      rank: cell.rank == .best ? .best : cell.rank == .second ? .second : .other, isLikeBest: cell.isLikeBest,
      note: cell.flaw ?? (cell.isPublished ? "published, not measured here" : ""))
  }
}
