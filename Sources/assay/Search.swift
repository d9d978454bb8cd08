import ArgumentParser
import Files
import Pipelines
import Reporting

struct Search: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find weights for merging adapters by what the merges answer.",
    discussion: """
      Items are cut in two: candidates are chosen by the first part, many in one pass over the base; what the best one is worth \
      is told by the second part, beside the plain average. The folder holds search.jsonl (a line a candidate; an interrupted \
      search goes on from there), search.json and merged, the adapter.
      """)

  @Argument(help: ArgumentHelp("PEFT folders. The key adapters.", valueName: "adapter"))
  var adapters: [String] = []

  @Option(help: ArgumentHelp("YAML file; --help-config lists its keys.", valueName: "file"))
  var config: String?

  @Option(help: ArgumentHelp("A key of the configuration, after those of the file: seed=7.", valueName: "key=value"))
  var set: [String] = []

  @Option(help: ArgumentHelp("The model that the adapters are for. The key base.", valueName: "dir"))
  var base: String?

  @Option(help: ArgumentHelp("Tasks that rank choices, with commas between them. The key tasks.", valueName: "names"))
  var tasks: String?

  @Option(help: ArgumentHelp("fixtures, or the folder of the official files. The key data.", valueName: "dir"))
  var data: String?

  @Option(help: ArgumentHelp("Which protocols the tasks' names mean. The key preset.", valueName: "name"))
  var preset: String?

  @Option(help: ArgumentHelp("Items of each task or sub-task, both parts together. The key limit.", valueName: "n"))
  var limit: Int?

  @Option(help: ArgumentHelp("cma-es or grid. The key method.", valueName: "name"))
  var method: String?

  @Option(help: ArgumentHelp("Of the draws, and of which items are chosen by. The key seed.", valueName: "n"))
  var seed: Int?

  @Option(help: ArgumentHelp("Folder of the result. The key out.", valueName: "dir"))
  var out: String?

  @Option(help: ArgumentHelp("Threads; as many as there are processors by default. Changes no result.", valueName: "n"))
  var threads: Int?

  @Option(help: ArgumentHelp("Memory beside the weights, e.g. 500M or 4G.", valueName: "size"))
  var memory: String?

  @Flag(help: "Forget an earlier search in the folder.")
  var fresh = false

  @Flag(help: "Write into a folder that holds something else; nothing of it is removed.")
  var force = false

  @Flag(help: "Print search.json instead of the table.")
  var json = false

  @Flag(help: "Describe all keys of the configuration.")
  var helpConfig = false

  mutating func run() throws {
    if helpConfig {
      try Terminal.print(SearchField.help)
      return
    }
    var configuration = SearchConfiguration()
    try configuration.apply(try settings())
    let job = try SearchWeights(
      configuration, threads: try NumberRange.threads(threads) ?? Machine.processors,
      memory: try memory.map { (text) throws(Diagnostic) in try MemorySize.bytes(text, option: "--memory") },
      startsOver: fresh, force: force)
    for warning in job.warnings { Terminal.note("warning: \(warning)\n") }
    Interruption.watch()
    var line = ProgressLine(isTerminal: Terminal.hasStandardError) { Terminal.note($0) }
    let report: SearchReport
    do {
      report = try job.run(note: { Terminal.note($0) }) { (progress) throws(Diagnostic) in
        let step =
          "\(Quantity.count(progress.candidates)) candidates of at most \(Quantity.count(progress.of)) are known"
        line.show(
          step + ", answer \(Quantity.count(progress.answered)) of \(Quantity.count(progress.asked)) of this pass")
        try Interruption.check(step: configuration.out, "searching: " + step)
      }
    } catch {
      line.clear()
      throw error
    }
    line.clear()
    try Terminal.print(json ? report.json.text(pretty: true) + "\n" : report.text)
  }

  /// Those of the file, then those of --set, then the options: the last one counts.
  private func settings() throws(Diagnostic) -> [ConfigurationFile.Setting] {
    var settings = try config.map { (path) throws(Diagnostic) in try ConfigurationFile(path: path).settings } ?? []
    for assignment in set { settings += try ConfigurationFile(assignment: assignment, option: "--set").settings }
    for (key, value) in [("limit", limit), ("seed", seed)] {
      if let value { settings.append(ConfigurationFile.Setting(key: key, value: .integer(value), place: "--\(key)")) }
    }
    for (key, value) in [("base", base), ("data", data), ("preset", preset), ("method", method), ("out", out)] {
      if let value { settings.append(ConfigurationFile.Setting(key: key, value: .string(value), place: "--\(key)")) }
    }
    let lists = [("adapters", adapters), ("tasks", try Score.names(tasks))]
    for (key, values) in lists where !values.isEmpty {
      let list = JSON.array(values.map { .string($0) })
      settings.append(ConfigurationFile.Setting(key: key, value: list, place: key == "tasks" ? "--tasks" : key))
    }
    return settings
  }
}
