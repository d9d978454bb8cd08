import Files
import Glibc
import Synchronization

/// Ctrl-C and a polite kill: the first one lets the item that is being answered finish, the second one ends
/// the process. Nothing is lost either way, for the journal has every finished item.
enum Interruption {
  private static let signalled = Atomic<Bool>(false)

  static func watch() {
    for number in [SIGINT, SIGTERM] {
      var action = sigaction()
      // Who started this program to ignore a signal (nohup, a job in the background) has said what is wanted.
      sigaction(number, nil, &action)
      if isIgnored(action) { continue }
      signal(number) { number in
        Interruption.signalled.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
  }

  private static func isIgnored(_ action: sigaction) -> Bool {
    unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1  // SIG_IGN
  }

  /// Throws once a signal has come.
  /// - Parameters:
  ///   - what: what is counted.
  ///   - keeps: whether what is finished is on the disk.
  static func check(
    run path: String, _ done: Int, of total: Int, what: String = "items of the task", keeps: Bool = true
  ) throws(Diagnostic) {
    guard signalled.load(ordering: .relaxed) else { return }
    guard keeps else {
      throw Diagnostic(
        path, "interrupted after \(done) of \(total) \(what); nothing was written",
        expected: "the same command starts again")
    }
    throw Diagnostic(
      path, "interrupted after \(done) of \(total) \(what); all that is finished is kept",
      expected: "the same command goes on where this one stopped")
  }

  /// The same for a job that is done as a whole or not at all.
  static func check(whole path: String, _ done: Int, of total: Int, what: String) throws(Diagnostic) {
    guard signalled.load(ordering: .relaxed) else { return }
    throw Diagnostic(
      path, "interrupted after \(done) of \(total) \(what); nothing is left of it", expected: "the same command again")
  }

  /// The same for a job of many steps.
  static func check(step path: String, _ step: String) throws(Diagnostic) {
    guard signalled.load(ordering: .relaxed) else { return }
    throw Diagnostic(
      path, "interrupted while \(step); all that is finished is kept",
      expected: "the same command goes on where this one stopped")
  }
}
