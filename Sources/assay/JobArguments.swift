import ArgumentParser
import Files
import Pipelines
import Reporting

/// What a job of many steps is told, how it may use the machine, and how it is run: watched, told about, and stopped.
struct JobArguments: ParsableArguments {
  @OptionGroup var configured: ConfigurationArguments

  @OptionGroup var machine: MachineArguments

  /// Runs a job that tells what it does; a signal stops it between two steps.
  func run<Report>(
    in folder: String,
    _ job: (_ threads: Int, _ budget: Int, @escaping (String) throws(Diagnostic) -> Void) throws(Diagnostic) -> Report
  ) throws(Diagnostic) -> Report {
    let threads = try machine.threadCount(), budget = try machine.budget()
    Interruption.watch(patience: 60)
    let line = Progress()
    do {
      let report = try job(threads, budget) {
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
