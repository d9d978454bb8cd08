import Files
import Glibc
import Synchronization

/// Ctrl-C, a polite kill and a terminal that goes away end the measurements after the one at hand, so that the model that was
/// made is removed and what was measured is told; a second one ends the process.
enum Interruption {
  private static let signalled = Atomic<Int32>(0)

  static func watch() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { number in
        Interruption.signalled.store(number, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
  }

  static func check() throws(Diagnostic) {
    let number = signalled.load(ordering: .relaxed)
    guard number != 0 else { return }
    throw Diagnostic(
      "assay-perf", "interrupted; what was measured before stands above",
      expected: "the same command again measures all of it; nothing was left behind",
      status: ExitStatus(rawValue: 128 + number) ?? .failed)
  }
}
