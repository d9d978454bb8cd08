import Files
import Glibc
import Reporting
import Synchronization

/// Text to the user: results on standard output; on standard error how far a job is, remarks, warnings and errors.
enum Terminal {
  private static let line = Mutex(
    ProgressLine(isTerminal: hasStandardError, width: { OpenDescriptor.standardError.columns ?? 80 }) { text in
      _ = OpenDescriptor.standardError.write(text)
    })
  private static let quiet = Atomic<Bool>(false)
  private static let beats = Atomic<Bool>(false)

  /// To standard output, whole or with an error. A reader that has gone away (`| head`) is none, but where a verdict is lost with it.
  static func print(_ text: String, isVerdict: Bool = false) throws(Diagnostic) {
    line.withLock { $0.end() }
    let code = OpenDescriptor.standardOutput.write(text)
    guard code == 0 || (code == EPIPE && !isVerdict) else {
      throw Diagnostic(
        "standard output", "cannot be written: \(String(cString: strerror(code)))",
        expected: "results that were written to a run's folder are complete there")
    }
  }

  /// What is good to know, and nobody misses with --quiet.
  static func remark(_ text: String) { if !quiet.load(ordering: .relaxed) { note(text) } }

  /// A sentence about something that may move a number.
  static func warn(_ text: String) { note("warning: \(text)\n") }

  /// To standard error, so far as anybody listens.
  static func note(_ text: String) {
    guard !text.isEmpty else { return }
    line.withLock { line in
      line.clear()
      _ = OpenDescriptor.standardError.write(text)
    }
  }

  /// What a job that is stopped has reached so far: its tables on standard error, or with --json one line of it.
  static func showPartial(_ report: JSON?, _ text: (_ width: Int) -> String) {
    note(report.map { JSON.object(["partial": $0]).text() + "\n" } ?? "\n" + text(width) + "\n")
  }

  /// How far the job is.
  static func show(_ progress: JobProgress) {
    if !quiet.load(ordering: .relaxed) { line.withLock { $0.show(progress) } }
  }

  /// What is done before the job proper.
  static func prepare(_ progress: JobProgress) {
    if !quiet.load(ordering: .relaxed) { line.withLock { $0.prepare(progress) } }
  }

  /// Nothing is said any more of how far a job is, and no remarks.
  static func beQuiet() { quiet.store(true, ordering: .relaxed) }

  /// A line of a log now and then also from a job that is silent for long: a thread of its own looks every second.
  static func keepBeating() {
    guard !hasStandardError, !quiet.load(ordering: .relaxed) else { return }
    guard !beats.exchange(true, ordering: .relaxed) else { return }
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { _ in
        while true {
          sleep(1)
          Terminal.line.withLock { $0.beat() }
        }
      }, nil)
    if code == 0 { pthread_detach(thread) }
  }

  static var hasStandardOutput: Bool { OpenDescriptor.standardOutput.isTerminal }
  static var hasStandardError: Bool { OpenDescriptor.standardError.isTerminal }

  /// Columns for tables: what COLUMNS says, or the terminal, or 80.
  static var width: Int {
    let told = getenv("COLUMNS").flatMap { Int(String(cString: $0)) }
    return told.flatMap { $0 >= 20 ? $0 : nil } ?? OpenDescriptor.standardOutput.columns ?? 80
  }
}
