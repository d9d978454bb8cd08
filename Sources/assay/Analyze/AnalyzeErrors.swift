import ArgumentParser
import Files
import Leaderboards

struct AnalyzeErrors: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "errors",
    abstract:
      "What was kept, lost and gained; which models miss the same items; what a merge makes of its parents' errors.",
    discussion: """
      Merges and their parents are known by the records beside the models, or named. Beside a merge's accuracy by the number of wrong \
      parents stand controls for regression to the mean: a parent that is left out in the merge's place, and the rows of --control (in \
      a table of dtm vanilla).
      """)

  @Argument(
    help: ArgumentHelp(
      "Finished runs, references, folders of dtm or of runs; NAME=RUN names one, FOLDER#NAME is a model of dtm.",
      valueName: "run"))
  var runs: [String]

  @Option(help: ArgumentHelp("Tasks, with commas between them; all without it.", valueName: "names"))
  var tasks: String?

  @Option(help: ArgumentHelp("Hold all rows against this one; without it the first.", valueName: "name"))
  var against: String?

  @Option(help: ArgumentHelp("A row that was made of others; may be given again.", valueName: "name"))
  var merge: [String] = []

  @Option(help: ArgumentHelp("What it was made of; once for each.", valueName: "name"))
  var parent: [String] = []

  @Option(
    help: ArgumentHelp(
      "A row to hold the merges against, made of none of their parents; again for more.", valueName: "name"))
  var control: [String] = []

  @OptionGroup var output: AnalysisOutput

  mutating func run() throws {
    guard !runs.contains("") else {
      throw Diagnostic("RUN", "is empty", expected: "a finished run", status: .wrongUsage)
    }
    var question = ErrorQuestion(runs: runs)
    question.tasks = try Score.names(tasks)
    question.against = against ?? ""
    (question.merges, question.parents, question.controls) = (merge, parent, control)
    try output.check(inputs: runs, beginning: ErrorAnalysis.beginning)
    let analysis = try ErrorAnalysis(question)
    for warning in analysis.warnings { Terminal.warn(warning) }
    try output.write(analysis.json)
    try Terminal.print(analysis.text(width: Terminal.width))
  }
}

/// Where an analysis is written, beside the terminal.
struct AnalysisOutput: ParsableArguments {
  @Option(help: ArgumentHelp("All that was found, as JSON.", valueName: "file"))
  var json: String?

  @Flag(help: "Write over a file that is something else.")
  var force = false

  /// Throws before anything is read where the file could not be written.
  func check(inputs: [String], beginning: String) throws(Diagnostic) {
    guard let json else { return }
    let place: OutputPlace
    do throws(Diagnostic) { place = try OutputPlace(json, .file, files: inputs, force: force) } catch {
      throw Diagnostic("--json", "\(error.place) \(error.problem)", expected: error.expectation, status: error.status)
    }
    try place.check(made: "what assay analyze writes") { path in
      guard let bytes = try? FileSystem.bytes(of: path) else { return false }
      return bytes.isEmpty || bytes.starts(with: beginning.utf8)
    }
  }

  func write(_ analysis: JSON) throws(Diagnostic) {
    if let json { try FileSystem.write(analysis.text(pretty: true) + "\n", to: json) }
  }
}
