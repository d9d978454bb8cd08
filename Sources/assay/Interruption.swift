import Files
import Glibc
import Synchronization

/// Ctrl-C, a polite kill and a terminal that goes away. A job that looks (`watch`) ends after the item, update or tensor at hand,
/// with all that is finished kept; one that does not look yet, or not soon enough, and whoever signals twice, is ended where it
/// stands: results appear whole or not at all, so nothing is half written.
///
/// A thread of its own waits for the signals, which are blocked in all others: no call of the system is broken off, and one that
/// never returns holds nobody up.
enum Interruption {
  private static let signalled = Atomic<Int32>(0)
  /// Seconds that a job has to end by itself; 0: it does not look.
  private static let patience = Atomic<Int>(0)

  /// Waits for signals from now on. First thing in the program, for threads inherit what is blocked.
  static func begin() {
    var signals = sigset_t()
    sigemptyset(&signals)
    var isAny = false
    for number in [SIGINT, SIGTERM, SIGHUP] {
      var action = sigaction()
      // Who started this program to ignore a signal (nohup, a job in the background) has said what is wanted.
      guard sigaction(number, nil, &action) == 0, !isIgnored(action) else { continue }
      sigaddset(&signals, number)
      isAny = true
    }
    guard isAny else { return }
    let waited = UnsafeMutablePointer<sigset_t>.allocate(capacity: 1)
    waited.initialize(to: signals)
    pthread_sigmask(SIG_BLOCK, waited, nil)
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Interruption.wait(for: argument.assumingMemoryBound(to: sigset_t.self)) }
        return nil
      }, waited)
    // Without a thread signals end the process as they do any other.
    if code == 0 { pthread_detach(thread) } else { pthread_sigmask(SIG_UNBLOCK, waited, nil) }
  }

  /// From now on the job looks whether it is to end.
  /// - Parameter seconds: how long it may take to look.
  static func watch(patience seconds: Int = 20) { patience.store(seconds, ordering: .relaxed) }

  private static func isIgnored(_ action: sigaction) -> Bool {
    unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1  // SIG_IGN
  }

  private static func wait(for signals: UnsafePointer<sigset_t>) {
    var number: Int32 = 0
    while sigwait(signals, &number) != 0 {}
    signalled.store(number, ordering: .relaxed)
    let seconds = patience.load(ordering: .relaxed)
    if seconds > 0 {
      var time = timespec(tv_sec: seconds, tv_nsec: 0)
      let second = sigtimedwait(signals, nil, &time)
      if second > 0 { number = second }
    }
    ErrorRendering.say(
      ErrorRendering.commandName(), "interrupted",
      "the same command again: it goes on where this one stopped, or starts anew where nothing was finished",
      status: 128 + number)
    _exit(128 + number)
  }

  /// What the process ends with, once a signal has come.
  static var status: ExitStatus? {
    let number = signalled.load(ordering: .relaxed)
    return number == 0 ? nil : ExitStatus(rawValue: 128 + number) ?? .failed
  }
}
