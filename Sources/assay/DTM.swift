import ArgumentParser
import Files
import Pipelines
import Reporting

struct DTM: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dtm",
    abstract: "Disperse-Then-Merge from one file: disperse, train, merge and score, beside the controls.",
    discussion: """
      The folder 'out' holds everything that is made, each under the digest of what it was made from: what is done is never \
      done again, a changed line makes anew just what depends on it, and an interrupted run goes on. The table stands in \
      report.md and report.json.
      """)

  @Option(help: ArgumentHelp("YAML file; --help-config lists its keys.", valueName: "file"))
  var config: String?

  @Option(help: ArgumentHelp("A key of the configuration, after those of the file.", valueName: "key=value"))
  var set: [String] = []

  @Option(help: ArgumentHelp("Threads; as many as there are processors by default. Changes no result.", valueName: "n"))
  var threads: Int?

  @Option(
    help: ArgumentHelp("Memory for training, e.g. 4G; by default four fifths of what is free.", valueName: "size"))
  var memory: String?

  @Flag(help: "Describe all keys of the configuration.")
  var helpConfig = false

  @Flag(help: "Print report.json instead of the tables.")
  var json = false

  mutating func run() throws {
    if helpConfig {
      try Terminal.print(DTMKey.help)
      return
    }
    guard let config else {
      throw Diagnostic(
        "--config", "is missing", expected: "a YAML file; 'assay dtm --help-config' lists its keys", status: .wrongUsage
      )
    }
    var settings = try ConfigurationFile(path: config).settings
    for assignment in set { settings += try ConfigurationFile(assignment: assignment, option: "--set").settings }
    let configuration = try DTMConfiguration(settings)
    let budget = try memory.map { (text) throws(Diagnostic) in try MemorySize.bytes(text, option: "--memory") }
    Interruption.watch()
    let line = Progress()
    do {
      let job = try DisperseThenMerge(
        configuration, threads: try ModelArguments.positive(threads, "--threads", upTo: 1024) ?? Machine.processors,
        budget: budget ?? (Machine.availableMemory ?? (4 << 30)) / 5 * 4
      ) { (text) throws(Diagnostic) in
        line.show(text)
        try Interruption.check(step: configuration.out, text)
      }
      let report = try job.run()
      line.clear()
      try Terminal.print(json ? report.json.text(pretty: true) + "\n" : report.text)
    } catch {
      line.clear()
      throw error
    }
  }

  /// The line of progress, for a job that tells from many places.
  private final class Progress {
    private var line = ProgressLine(isTerminal: Terminal.hasStandardError) { Terminal.note($0) }
    func show(_ text: String) { line.show(text) }
    func clear() { line.clear() }
  }
}
