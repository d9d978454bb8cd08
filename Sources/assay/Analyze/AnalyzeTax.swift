import ArgumentParser
import Files
import Leaderboards

struct AnalyzeTax: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tax",
    abstract:
      "What a model could do while it was trained: where it was best, what it lost since, where its curves bend.",
    discussion: """
      Scores over updates are those of the probes of 'assay train'. Over sizes of the data, numbers of sub-models and the like they are \
      of finished runs, one for each point: 'assay analyze tax 0=runs/base 1000=runs/small 4000=runs/large'.
      """)

  @Argument(
    help: ArgumentHelp(
      "Trainings with probes, runs of models that were trained so, folders of dtm, studies; or NUMBER=RUN several times.",
      valueName: "run"))
  var runs: [String]

  @Option(help: ArgumentHelp("Tasks, with commas between them; all without it.", valueName: "names"))
  var tasks: String?

  @OptionGroup var output: AnalysisOutput

  mutating func run() throws {
    guard !runs.contains("") else {
      throw Diagnostic("RUN", "is empty", expected: "the folder of a training, or a run", status: .wrongUsage)
    }
    let names = try Score.names(tasks)
    try output.check(inputs: runs, beginning: TaxAnalysis.beginning)
    let analysis = try TaxAnalysis(runs, tasks: names)
    for warning in analysis.warnings { Terminal.warn(warning) }
    try output.write(analysis.json)
    try Terminal.print(analysis.text(width: Terminal.width))
  }
}
