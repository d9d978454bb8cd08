public import Evaluation

/// How far a job is as a whole, and what it is doing.
public struct JobProgress: Sendable, Equatable {
  /// What is being done: a task, a model, a phase. In a log each begins with a line of its own.
  public var step: String
  /// How far that is, for people; may be empty.
  public var detail: String
  /// Work of the whole job, in a unit of the job's own: what is finished, earlier sessions' included; all; and this session's.
  public var done, total, computed: Double

  /// - Parameters:
  ///   - total: 0 where nobody knows.
  ///   - computed: nil: all that is done was done in this session.
  public init(_ step: String, _ detail: String = "", done: Double = 0, of total: Double = 0, computed: Double? = nil) {
    self.step = step
    self.detail = detail
    self.done = done
    self.total = total
    self.computed = computed ?? done
  }

  /// The same, of things that are counted.
  public init(_ step: String, _ detail: String, done: Int, of total: Int) {
    self.init(step, detail, done: Double(done), of: Double(total))
  }

  /// `[2/6] mmlu: 1 200 of 14 042 items, 3 456 tokens/s`, in a run whose tasks are weighed by what answering takes. The speed
  /// is this session's in this task.
  public init(_ progress: Runner.Progress) {
    let place = progress.places > 1 ? "[\(progress.place)/\(progress.places)] " : ""
    var detail = "\(Quantity.count(progress.done)) of \(Quantity.count(progress.total)) items"
    let seconds = progress.elapsed.seconds
    if progress.computed > 0, seconds > 0 {
      detail += ", \(Quantity.count(Double(progress.tokens) / seconds)) tokens/s"
    }
    let whole = progress.whole
    self.init(
      place + progress.task, detail, done: whole.workDone, of: whole.workTotal, computed: whole.workComputed)
  }

  /// From 0 to 1; nil where nobody knows.
  public var part: Double? { total > 0 ? min(1, max(0, done / total)) : nil }
}
