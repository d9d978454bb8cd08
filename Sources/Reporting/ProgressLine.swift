public import Evaluation

/// How far a run is, on a terminal as one line that is rewritten, elsewhere as a line a minute.
public struct ProgressLine {
  private let isTerminal: Bool
  private let write: (String) -> Void
  private var lastShown: ContinuousClock.Instant
  private var isOnScreen = false

  /// - Parameters:
  ///   - write: takes text as it is, newlines and control characters included.
  ///   - start: when the job began; a log gets its first line a minute later.
  public init(isTerminal: Bool, start: ContinuousClock.Instant = .now, write: @escaping (String) -> Void) {
    self.isTerminal = isTerminal
    self.write = write
    lastShown = start
  }

  /// Shows the progress if it is time to: ten times a second on a terminal, once a minute elsewhere.
  public mutating func show(_ progress: Runner.Progress, at now: ContinuousClock.Instant = .now) {
    show(Self.text(progress), at: now)
  }

  /// The same for a job that says itself how far it is.
  public mutating func show(_ text: @autoclosure () -> String, at now: ContinuousClock.Instant = .now) {
    let pause: Duration = isTerminal ? .milliseconds(100) : .seconds(60)
    guard now - lastShown >= pause else { return }
    lastShown = now
    let text = text()
    // Return to the first column, and erase what a longer text before has left.
    write(isTerminal ? "\r\(text)\u{1B}[K" : text + "\n")
    isOnScreen = isTerminal
  }

  /// Takes the line off the terminal, so that what follows starts on a clean one.
  public mutating func clear() {
    if isOnScreen { write("\r\u{1B}[K") }
    isOnScreen = false
  }

  /// `[2/6] mmlu: 1 200 of 14 042 items, 3 456 tokens/s, 12 min 05 s left`. Speed and time follow from this
  /// session's items of this task.
  static func text(_ progress: Runner.Progress) -> String {
    var text = progress.places > 1 ? "[\(progress.place)/\(progress.places)] " : ""
    text += "\(progress.task): \(Quantity.count(progress.done)) of \(Quantity.count(progress.total)) items"
    let seconds = progress.elapsed.seconds
    guard progress.computed > 0, seconds > 0 else { return text }
    let left = seconds / Double(progress.computed) * Double(progress.total - progress.done)
    return text + ", \(Quantity.count(Double(progress.tokens) / seconds)) tokens/s, "
      + "\(Quantity.duration(seconds: left)) left"
  }
}
