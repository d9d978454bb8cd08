import Files
import Glibc
import Synchronization

/// Ctrl-C and a polite kill end the measurements after the one at hand, so that the model that was made is
/// removed; a second one ends the process.
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

  static func check() throws(Diagnostic) {
    guard signalled.load(ordering: .relaxed) else { return }
    throw Diagnostic(
      "assay-perf", "interrupted",
      expected: "the figures need the whole run; nothing was left behind")
  }
}
