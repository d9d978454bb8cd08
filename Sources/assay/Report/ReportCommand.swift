import ArgumentParser
import Configuration
import Files
import Leaderboards

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Show models beside each other: a leaderboard, for the terminal, a paper or the hub.",
    discussion: """
      A row is a finished run, the file of a reference, a row of the table of dtm, study or search, or a published number; a column a \
      task as one way of asking it. The best is marked, and what no paired test tells apart from it. --help-config lists the keys of \
      --config.
      """)

  @Argument(
    help: ArgumentHelp(
      "Runs, references, folders of dtm, study and search, folders that hold runs; NAME=RUN names one. The key runs.",
      valueName: "run"))
  var runs: [String] = []

  @OptionGroup var configured: ConfigurationArguments

  @Option(help: ArgumentHelp("Tasks, with commas between them; all without it. The key tasks.", valueName: "names"))
  var tasks: String?

  @Flag(help: "Show means of categories instead of tasks. The key categories.")
  var categories = false

  @Flag(help: "Show subjects of MMLU and tasks of BBH, too. The key details.")
  var details = false

  @Option(help: ArgumentHelp("tasks, categories, normalised or none. The key average.", valueName: "which"))
  var average: String?

  @Flag(help: "Average what a row has where it lacks a task. The key partial_average.")
  var partialAverage = false

  @Option(help: ArgumentHelp("Hold all rows against this one. The key against.", valueName: "name"))
  var against: String?

  @Flag(help: "Show percentages. The key percent.")
  var percent = false

  @Option(help: ArgumentHelp("A file of published numbers; may be given again. The key published.", valueName: "file"))
  var published: [String] = []

  @OptionGroup(title: "Reports") var outputs: ReportOutputs

  mutating func run() throws {
    let keys = ReportConfiguration.schema.outline
    if try configured.printsHelp(keys) { return }
    let file = try configured.file()
    let configuration = try ReportConfiguration(
      try configured.settings(
        of: file, by: keys,
        options: [
          OptionSetting("runs", runs, place: "RUN"), OptionSetting("tasks", try Score.names(tasks)),
          OptionSetting("categories", categories), OptionSetting("details", details),
          OptionSetting("average", average), OptionSetting("partial_average", partialAverage),
          OptionSetting("against", against), OptionSetting("percent", percent),
          OptionSetting("published", published),
        ]))
    guard !configuration.runs.isEmpty || !configuration.published.isEmpty else {
      throw Diagnostic(
        "RUN", "is missing", expected: "finished runs, folders that hold some, or published numbers",
        status: .wrongUsage)
    }
    try outputs.check(inputs: configuration.runs + configuration.published + (file.map { [$0] } ?? []))
    let board = try Leaderboard(configuration)
    for warning in board.warnings { Terminal.warn(warning) }
    try outputs.write(board)
    try Terminal.print(board.text(width: Terminal.width))
  }
}
