import ArgumentParser
import Files

/// Whether a process works at a folder together with others.
struct WorkerArguments: ParsableArguments {
  @Flag(
    help: """
      Work at the folder together with other processes that say so, on this machine or on others that share the folder: \
      each makes what no other one makes, and ends when all is done.
      """)
  var worker = false

  @Option(
    help: ArgumentHelp(
      "With --worker: a process that gives no sign of life for so long is taken for dead. Default 120.",
      valueName: "seconds"))
  var workerTimeout: Int?

  /// nil where the process works alone.
  func timeout() throws(Diagnostic) -> Duration? {
    let seconds = try NumberRange.leases(workerTimeout)
    guard worker || seconds == nil else {
      throw Diagnostic(
        "--worker", "is not there, and a process that works alone has no time-out", expected: "--worker as well",
        status: .wrongUsage)
    }
    return worker ? .seconds(seconds ?? 120) : nil
  }
}
