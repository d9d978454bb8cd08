import ArgumentParser
import Configuration
import Experiments
import Files
import Pipelines
import Reporting

struct Search: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Find weights for merging adapters by what the merges answer.",
    discussion: """
      Items are cut in two: candidates are chosen by the first part, many in one pass over the base; what the best one is worth \
      is told by the second part, beside the plain average. The folder holds search.jsonl (a line a candidate; an interrupted \
      search goes on from there), search.json and merged, the adapter.
      """)

  @Argument(help: ArgumentHelp("PEFT folders. The key adapters.", valueName: "adapter"))
  var adapters: [String] = []

  @OptionGroup var configured: ConfigurationArguments

  @Option(help: ArgumentHelp("The model that the adapters are for. The key base.", valueName: "dir"))
  var base: String?

  @Option(help: ArgumentHelp("Tasks that rank choices, with commas between them. The key tasks.", valueName: "names"))
  var tasks: String?

  @Option(help: ArgumentHelp("fixtures, or the folder of the official files. The key data.", valueName: "dir"))
  var data: String?

  @Option(help: ArgumentHelp("Which protocols the tasks' names mean. The key preset.", valueName: "name"))
  var preset: String?

  @Option(help: ArgumentHelp("Items of each task or subtask, both parts together. The key limit.", valueName: "n"))
  var limit: Int?

  @Option(help: ArgumentHelp("cma-es or grid. The key method.", valueName: "name"))
  var method: String?

  @Option(help: ArgumentHelp("Of the draws, and of which items are chosen by. The key seed.", valueName: "n"))
  var seed: Int?

  @Option(help: ArgumentHelp("Folder of the result. The key out.", valueName: "dir"))
  var out: String?

  @OptionGroup var machine: EngineArguments

  @OptionGroup var sharing: WorkerArguments

  @Flag(help: "Forget an earlier search in the folder.")
  var fresh = false

  @Flag(help: "Write into a folder that holds something else; nothing of it is removed.")
  var force = false

  @OptionGroup var progress: ProgressArguments

  @Flag(help: "Print search.json instead of the table.")
  var json = false

  mutating func run() throws {
    let keys = SearchConfiguration.schema.outline
    if try configured.printsHelp(keys) { return }
    var configuration = SearchConfiguration()
    try configuration.apply(
      try configured.settings(
        of: configured.file(), by: keys,
        options: [
          OptionSetting("limit", limit), OptionSetting("seed", seed), OptionSetting("base", base),
          OptionSetting("data", data), OptionSetting("preset", preset), OptionSetting("method", method),
          OptionSetting("out", out), OptionSetting("adapters", adapters, place: "adapters"),
          OptionSetting("tasks", try Score.names(tasks)),
        ]))
    let timeout = try sharing.timeout()
    guard timeout == nil || !fresh else {
      throw Diagnostic(
        "--fresh", "would take away what other workers found", expected: "--fresh without --worker, once none is there",
        status: .wrongUsage)
    }
    progress.begin("opening \(configuration.base)", patience: 20)
    let job = try SearchWeights(
      configuration, threads: try machine.threads.count(), memory: try machine.givenMemory(),
      startsOver: fresh, force: force, sharedUntil: timeout)
    for warning in job.warnings { Terminal.warn(warning) }
    let asksForJSON = json
    let report = try job.run(note: { Terminal.note($0) }) { (progress) throws(Diagnostic) in
      let known = "\(Quantity.count(progress.candidates)) of at most \(Quantity.count(progress.of)) candidates"
      let step = progress.isComparing ? "comparing on items of their own" : "searching"
      let answers = "answer \(Quantity.count(progress.answered)) of \(Quantity.count(progress.asked))"
      try Interruption.tell(
        JobProgress(
          step, progress.isComparing ? answers : "\(known) known, \(answers)", done: progress.done,
          of: progress.total, computed: progress.computed),
        configuration.out, known, leaves: .finished)
    } stopped: { (partial) in
      Terminal.showPartial(asksForJSON ? partial.json : nil) { partial.text(width: $0) }
    }
    try Terminal.print(json ? report.json.text(pretty: true) + "\n" : report.text(width: Terminal.width))
  }
}
