import ArgumentParser
import Configuration
import Files
import Pipelines
import Reporting

/// What a job of many steps is told, how it may use the machine, and how it is run: watched, told about, and stopped.
struct JobArguments: ParsableArguments {
  @OptionGroup var configured: ConfigurationArguments

  @OptionGroup var machine: MachineArguments

  @OptionGroup var progress: ProgressArguments

  @Flag(help: "Write into a folder that holds something else; nothing of it is removed.")
  var force = false

  @OptionGroup var sharing: WorkerArguments

  @Flag(help: "Print report.json instead of the tables.")
  var json = false

  /// The settings of the file; nil where its keys were asked for, and are printed.
  func settings(of command: String, by keys: ConfigurationOutline) throws(Diagnostic) -> [ConfigurationFile.Setting]? {
    // What is wrong on the command line is said before what is wrong in a file.
    _ = (try machine.threadCount(), try machine.budget(), try sharing.timeout())
    return try configured.printsHelp(keys) ? nil : try configured.required(by: keys, command: command)
  }

  /// What a job that is stopped has reached so far: beside the error, for standard output holds results alone.
  func showPartial(_ report: JSON, _ text: (_ width: Int) -> String) {
    Terminal.showPartial(json ? report : nil, text)
  }

  func print(_ report: JSON, _ text: (_ width: Int) -> String) throws(Diagnostic) {
    try Terminal.print(json ? report.text(pretty: true) + "\n" : text(Terminal.width))
  }

  /// Runs a job that tells what it does; a signal stops it between two steps.
  func run<Report>(
    in folder: String,
    _ job: (
      _ threads: Int, _ budget: Int, _ timeout: Duration?, @escaping (JobProgress) throws(Diagnostic) -> Void
    ) throws(Diagnostic) -> Report
  ) throws(Diagnostic) -> Report {
    let threads = try machine.threadCount(), budget = try machine.budget(), timeout = try sharing.timeout()
    progress.begin("opening \(folder)", patience: 60)
    return try job(threads, budget, timeout) { (progress) throws(Diagnostic) in
      let part = progress.part.map { "\(Int(saturating: ($0 * 100).rounded(.down))) % of all, in " } ?? ""
      let detail = progress.detail.isEmpty ? "" : ", \(progress.detail)"
      try Interruption.tell(progress, folder, part + "\"\(progress.step)\"" + detail, leaves: .finished)
    }
  }
}
