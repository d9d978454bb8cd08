import ArgumentParser
import Files
import Gating
import Glibc
import Reporting

/// Where a gate tells what it found, beside the terminal.
struct GateOutputs: ParsableArguments {
  @Option(help: ArgumentHelp("JUnit XML: a case for each task and metric.", valueName: "file"))
  var junit: String?

  @Option(help: ArgumentHelp("Markdown for a pull request, at most 60 kB.", valueName: "file"))
  var markdown: String?

  @Option(help: ArgumentHelp("All that was found, as JSON.", valueName: "file"))
  var json: String?

  @Flag(help: "Annotations of GitHub Actions, and the report in $GITHUB_STEP_SUMMARY.")
  var github = false

  @Flag(help: "Write over files that are something else.")
  var force = false

  /// Throws before anything is compared where a report could not be written.
  func check(inputs: [String]) throws(Diagnostic) {
    var seen: [String: String] = [:]
    for (option, path) in [("--junit", junit), ("--markdown", markdown), ("--json", json)] {
      guard let path else { continue }
      guard path != "-" else {
        throw Diagnostic(
          option, "'-' is no file", expected: "a file; the terminal shows the table", status: .wrongUsage)
      }
      if let other = seen.updateValue(option, forKey: FileSystem.realPath(path)) {
        throw Diagnostic(
          option, "\(path) is written by \(other), too", expected: "a file of its own", status: .wrongUsage)
      }
      let place: OutputPlace
      do throws(Diagnostic) { place = try OutputPlace(path, .file, files: inputs, force: force) } catch {
        throw Diagnostic(option, "\(error.place) \(error.problem)", expected: error.expectation, status: error.status)
      }
      try place.check(made: "a report of assay gate") { Self.isReport($0) }
    }
  }

  private static func isReport(_ path: String) -> Bool {
    guard let bytes = try? FileSystem.bytes(of: path) else { return false }
    return bytes.isEmpty || GateReport.beginnings.contains { bytes.starts(with: $0.utf8) }
  }

  func write(_ report: GateReport) throws(Diagnostic) {
    try Terminal.print(report.text(width: Terminal.width), isVerdict: true)
    try write(
      junit: JUnitReport(report).text, markdown: MarkdownReport(report).text, json: report.json,
      annotations: GitHubAnnotations(report).text)
  }

  /// What was not compared is told there, too: a report that is missing could be taken for one that is empty.
  func write(error: Diagnostic) throws(Diagnostic) {
    try write(
      junit: JUnitReport(error).text, markdown: MarkdownReport(error).text, json: GateReport.json(of: error),
      annotations: GitHubAnnotations(error).text)
  }

  private func write(junit text: String, markdown summary: String, json: JSON, annotations: String) throws(Diagnostic) {
    if let junit { try FileSystem.write(text, to: junit) }
    if let markdown { try FileSystem.write(summary, to: markdown) }
    if let path = self.json { try FileSystem.write(json.text(pretty: true) + "\n", to: path) }
    guard github else { return }
    try Terminal.print(annotations, isVerdict: true)
    guard let place = getenv("GITHUB_STEP_SUMMARY").map({ String(cString: $0) }), !place.isEmpty else { return }
    let file = try AppendOnlyFile(place)
    try file.append(Array(summary.utf8))
  }
}
