import Evaluation
import Files

/// How far a job is: on a terminal as one line that is rewritten, elsewhere as a line at the start, at each step, and every half
/// minute.
public struct ProgressLine: Sendable {
  private let isTerminal: Bool
  private let width: @Sendable () -> Int
  private let write: @Sendable (String) -> Void
  private var current: JobProgress?
  /// When the job was first heard of, and what it had done of its own by then: speeds are measured from there.
  private var start: (instant: ContinuousClock.Instant, computed: Double)?
  private var lastShown: ContinuousClock.Instant?
  private var isOnScreen = false

  /// On a terminal a line is rewritten at most as often, elsewhere one is written at least as often.
  static let terminalPause = Duration.milliseconds(100), logPause = Duration.seconds(30)

  /// - Parameters:
  ///   - width: columns of the terminal; a longer line could not be rewritten.
  ///   - write: takes text as it is, newlines and control characters included.
  public init(
    isTerminal: Bool, width: @escaping @Sendable () -> Int = { 80 }, write: @escaping @Sendable (String) -> Void
  ) {
    self.isTerminal = isTerminal
    self.width = width
    self.write = write
  }

  /// Shows how far the job is, if it is time to.
  public mutating func show(_ progress: JobProgress, at now: ContinuousClock.Instant = .now) {
    // What was prepared may have the same name.
    let isNew = start == nil || current?.step != progress.step
    current = progress
    // What was computed before the first look has no known time.
    if start == nil { start = (now, progress.computed) }
    let pause = isTerminal ? Self.terminalPause : Self.logPause
    if let lastShown, now - lastShown < pause, isTerminal || !isNew { return }
    say(now)
  }

  /// What comes before the job proper, and may end with an error at once: on a terminal it is shown, in a log only if it takes long.
  public mutating func prepare(_ progress: JobProgress, at now: ContinuousClock.Instant = .now) {
    current = progress
    if isTerminal { say(now) } else { lastShown = now }
  }

  /// Says again how far the job is where it has been silent for too long. To be called every now and then.
  public mutating func beat(at now: ContinuousClock.Instant = .now) {
    guard !isTerminal, let lastShown, current != nil, now - lastShown >= Self.logPause else { return }
    say(now)
  }

  /// Takes the line off the terminal, so that what follows starts on a clean one; the next look puts it back.
  public mutating func clear() {
    guard isOnScreen else { return }
    write("\r\u{1B}[K")
    isOnScreen = false
    lastShown = nil
  }

  /// The job has ended: nothing more is said of it.
  public mutating func end() {
    clear()
    current = nil
    start = nil
    lastShown = nil
  }

  private mutating func say(_ now: ContinuousClock.Instant) {
    guard let current else { return }
    lastShown = now
    let text = text(of: current, at: now)
    // Return to the first column, and erase what a longer text before has left. The last column stays free: some terminals
    // begin a new line after it.
    write(isTerminal ? "\r\(text.prefix(max(1, width() - 1)))\u{1B}[K" : text + "\n")
    isOnScreen = isTerminal
  }

  /// `42 %, 12 min 05 s left; [2/6] mmlu: 1 200 of 14 042 items, 3 456 tokens/s`: the time of all that is left, by what this
  /// session has computed so far.
  private func text(of progress: JobProgress, at now: ContinuousClock.Instant) -> String {
    let step = progress.step + (progress.detail.isEmpty ? "" : ": \(progress.detail)")
    guard let part = progress.part else { return step }
    // Nearly all is not all.
    var text = "\(Int(saturating: (part * 100).rounded(.down))) %"
    if let start, progress.computed > start.computed, now > start.instant {
      let perWork = (now - start.instant).seconds / (progress.computed - start.computed)
      text += ", \(Quantity.duration(seconds: perWork * max(0, progress.total - progress.done))) left"
    }
    return text + "; " + step
  }
}
