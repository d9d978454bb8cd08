import ArgumentParser
import Files
import Pipelines
import Reporting

/// What a job of many steps is told, how it may use the machine, and how it is run: watched, told about, and stopped.
struct JobArguments: ParsableArguments {
  @Option(help: ArgumentHelp("YAML file; --help-config lists its keys.", valueName: "file"))
  var config: String?

  @Option(help: ArgumentHelp("A key of the configuration, after those of the file.", valueName: "key=value"))
  var set: [String] = []

  @Option(help: ArgumentHelp("Threads; as many as there are processors by default. Changes no result.", valueName: "n"))
  var threads: Int?

  @Option(
    help: ArgumentHelp("Memory for training, e.g. 4G; by default four fifths of what is free.", valueName: "size"))
  var memory: String?

  /// The settings of the file, then those of --set.
  func settings(command: String) throws(Diagnostic) -> [ConfigurationFile.Setting] {
    guard let config else {
      throw Diagnostic(
        "--config", "is missing", expected: "a YAML file; 'assay \(command) --help-config' lists its keys",
        status: .wrongUsage)
    }
    var settings = try ConfigurationFile(path: config).settings
    for assignment in set { settings += try ConfigurationFile(assignment: assignment, option: "--set").settings }
    return settings
  }

  /// Runs a job that tells what it does; a signal stops it between two steps.
  func run<Report>(
    in folder: String,
    _ job: (_ threads: Int, _ budget: Int, @escaping (String) throws(Diagnostic) -> Void) throws(Diagnostic) -> Report
  ) throws(Diagnostic) -> Report {
    let budget = try memory.map { (text) throws(Diagnostic) in try MemorySize.bytes(text, option: "--memory") }
    let threads = try NumberRange.threads(threads) ?? Machine.processors
    Interruption.watch(patience: 60)
    let line = Progress()
    do {
      let report = try job(threads, budget ?? (Machine.availableMemory ?? (4 << 30)) / 5 * 4) {
        (text) throws(Diagnostic) in
        line.show(text)
        try Interruption.check(step: folder, text)
      }
      line.clear()
      return report
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
