import Evaluation
public import Files
import Reporting

/// A gate's report for a pull request or a step summary.
public struct MarkdownReport {
  public var text: String
  /// GitHub takes comments of 65 536 characters.
  static let mostBytes = 60_000
  static let title = "## assay gate: "

  public init(_ report: GateReport) {
    let mark = report.verdict == .pass ? "✅" : report.verdict == .regression ? "❌" : "⚠️"
    text = Self.title + "\(mark) \(report.headline)\n\n"
    text += "| run | model | items | digest |\n| --- | --- | ---: | --- |\n"
    for (name, run) in [("reference", report.reference), ("candidate", report.candidate)] {
      text += "| \(name) `\(run.place)` | `\(run.model)` | \(run.items) | `\(run.digest.prefix(12))` |\n"
    }
    text += "\n" + report.table.markdown + "\n"
    for line in report.lines { text += "- \(line)\n" }
    let flips = report.flips.map { "- \($0.isLost ? "lost" : "gained") `\($0.task)` \($0.metric): `\($0.item)`\n" }
    if !flips.isEmpty { add(flips) }
    cut()
  }

  private mutating func add(_ flips: [String]) {
    text += "\n<details><summary>\(flips.count) items flipped</summary>\n\n"
    let end = "\n</details>\n"
    var shown = 0
    for flip in flips {
      guard text.utf8.count + flip.utf8.count + end.utf8.count + 120 < Self.mostBytes else { break }
      text += flip
      shown += 1
    }
    if shown < flips.count { text += "- … and \(flips.count - shown) more; the JSON report has all of them\n" }
    text += end
  }

  /// Why nothing was compared.
  public init(_ error: Diagnostic) {
    text = Self.title + "⚠️ not compared\n\n`\(error.place)`: \(error.problem)\n\n\(error.expectation)\n"
    cut()
  }

  /// Many tasks make a long table.
  private mutating func cut() {
    guard text.utf8.count > Self.mostBytes else { return }
    let notice = "\n\n(cut here: the whole report is longer than \(Self.mostBytes) bytes)\n"
    var bytes = Array(text.utf8.prefix(Self.mostBytes - notice.utf8.count))
    while let last = bytes.last, last != UInt8(ascii: "\n") { bytes.removeLast() }
    text = String(decoding: bytes, as: UTF8.self) + notice
  }
}
