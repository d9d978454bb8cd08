import Files
import Glibc
import Synchronization

/// Ctrl-C and a polite kill: the first one lets the item that is being answered finish, the second one ends the process.
/// Nothing is lost either way, for the journal has every finished item.
enum Interruption {
  private static let signalled = Atomic<Bool>(false)

  static func watch() {
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        Interruption.signalled.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
  }

  /// Throws once a signal has come.
  static func check(run path: String, _ done: Int, of total: Int) throws(Diagnostic) {
    guard signalled.load(ordering: .relaxed) else { return }
    throw Diagnostic(
      path, "interrupted after \(done) of \(total) items of the task; all finished items are kept",
      expected: "the same command goes on where this one stopped")
  }
}
