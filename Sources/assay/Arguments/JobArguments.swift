import ArgumentParser
import Files
import Pipelines
import Reporting

/// What a job of many steps is told, how it may use the machine, and how it is run: watched, told about, and stopped.
struct JobArguments: ParsableArguments {
  @OptionGroup var configured: ConfigurationArguments

  @OptionGroup var machine: MachineArguments

  @OptionGroup var progress: ProgressArguments

  /// Runs a job that tells what it does; a signal stops it between two steps.
  func run<Report>(
    in folder: String,
    _ job: (_ threads: Int, _ budget: Int, @escaping (JobProgress) throws(Diagnostic) -> Void) throws(Diagnostic)
      -> Report
  ) throws(Diagnostic) -> Report {
    let threads = try machine.threadCount(), budget = try machine.budget()
    progress.begin("opening \(folder)", patience: 60)
    return try job(threads, budget) { (progress) throws(Diagnostic) in
      let part = progress.part.map { "\(Int(saturating: ($0 * 100).rounded(.down))) % of all, in " } ?? ""
      let detail = progress.detail.isEmpty ? "" : ", \(progress.detail)"
      try Interruption.tell(progress, folder, part + "\"\(progress.step)\"" + detail, leaves: .finished)
    }
  }
}
