import ArgumentParser
import Files
import Leaderboards

/// Where a report is written, beside the terminal.
struct ReportOutputs: ParsableArguments {
  @Option(help: ArgumentHelp("A page for the browser with every item, in one file.", valueName: "file"))
  var html: String?

  @Option(help: ArgumentHelp("What 'assay gate --json' wrote, for the page.", valueName: "file"))
  var gate: String?

  @Option(help: ArgumentHelp("A table as GitHub renders it.", valueName: "file"))
  var markdown: String?

  @Option(help: ArgumentHelp("A line for each row and task, with types that pandas reads.", valueName: "file"))
  var csv: String?

  @Option(help: ArgumentHelp("A line for each model and a column for each task.", valueName: "file"))
  var wideCSV: String?

  @Option(help: ArgumentHelp("A table for a paper, with booktabs.", valueName: "file"))
  var latex: String?

  @Option(help: ArgumentHelp("All that was found, as JSON.", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("A card of one row for the Hugging Face hub, with its model-index.", valueName: "file"))
  var modelCard: String?

  @Option(help: ArgumentHelp("Scores of one row for .eval_results/ of its repository on the hub.", valueName: "file"))
  var evalResults: String?

  @Option(
    help: ArgumentHelp("The runs' files by lm-evaluation-harness's own names, with the runs' dates.", valueName: "dir"))
  var harness: String?

  @Option(help: ArgumentHelp("Each picture for a paper: intervals, parts, errors in common, curves.", valueName: "dir"))
  var svg: String?

  @Option(help: ArgumentHelp("Logs that 'inspect view' opens, one for each task of each run.", valueName: "dir"))
  var inspectLog: String?

  @Flag(help: "Write over files that are something else.")
  var force = false

  /// In the order of the options.
  var all: [ReportOutput] {
    [
      page, markdown.map(ReportOutput.markdown), csv.map(ReportOutput.csv), wideCSV.map(ReportOutput.wideCSV),
      latex.map(ReportOutput.latex),
      json.map(ReportOutput.json), modelCard.map(ReportOutput.modelCard), evalResults.map(ReportOutput.evalResults),
    ].compactMap { $0 }
  }

  private var page: ReportOutput? {
    html.map { path in
      ReportOutput(option: "--html", path: path, marks: [ReportPage.mark]) { [gate] (board) throws(Diagnostic) in
        try ReportPage(board: board, gate: gate).html()
      }
    }
  }

  /// Throws before anything is read where a file could not be written.
  func check(inputs: [String]) throws(Diagnostic) {
    if gate != nil, html == nil {
      throw Diagnostic("--gate", "is for the page", expected: "--html as well", status: .wrongUsage)
    }
    var seen: [String: String] = [:]
    for output in all {
      if let other = seen.updateValue(output.option, forKey: FileSystem.realPath(output.path)) {
        throw Diagnostic(
          output.option, "\(output.path) is written by \(other), too", expected: "a file of its own",
          status: .wrongUsage)
      }
      try output.check(inputs: inputs, force: force)
    }
    for (option, path) in [("--harness", harness), ("--svg", svg), ("--inspect-log", inspectLog)] {
      guard let path else { continue }
      if let other = seen.updateValue(option, forKey: FileSystem.realPath(path)) {
        throw Diagnostic(
          option, "\(path) is written by \(other), too", expected: "a folder of its own", status: .wrongUsage)
      }
    }
    try folder?.check(inputs: inputs)
    try pictures?.check(inputs: inputs)
    try logs?.check(inputs: inputs)
  }

  private var folder: HarnessFolder? { harness.map { HarnessFolder($0, force: force) } }
  private var pictures: PictureFolder? { svg.map { PictureFolder($0, force: force) } }
  private var logs: InspectFolder? { inspectLog.map { InspectFolder($0, force: force) } }

  /// All texts are made before the first one is written.
  func write(_ board: Leaderboard) throws(Diagnostic) {
    let texts = try all.map { (output) throws(Diagnostic) in (output.path, try output.text(board)) }
    for (path, text) in texts { try FileSystem.write(text, to: path) }
    for note in try folder?.write(board) ?? [] { Terminal.warn(note) }
    for note in try pictures?.write(board) ?? [] { Terminal.warn(note) }
    for note in try logs?.write(board) ?? [] { Terminal.warn(note) }
  }
}
