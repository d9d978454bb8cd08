import Files

/// What a task has so far: every finished item is written down here, and told to whoever observes.
struct RunLedger {
  let task: RunTask
  let journal: Journal
  private let start = ContinuousClock.now
  private var finished: [String: ItemOutcome]
  private(set) var progress: Runner.Progress

  init(_ runner: Runner, keeping kept: [String: ItemOutcome], journal: Journal) {
    task = runner.task
    self.journal = journal
    finished = kept
    progress = Runner.Progress(
      task: runner.task.name, place: runner.place, of: runner.places, done: kept.count,
      total: runner.task.items.count, computed: 0, tokens: 0, elapsed: .zero,
      whole: runner.before ?? Runner.Progress.Whole(of: [runner.task], keeping: [kept]))
  }

  /// What no earlier session finished, in item order.
  var missing: [Item] { task.items.filter { finished[$0.id] == nil } }

  mutating func keep(
    _ item: Item, shots: Int, _ answers: ItemOutcome.Answers, _ observe: Runner.Observer
  ) throws(Diagnostic) {
    let outcome = ItemOutcome(of: item, in: task, shots: shots, answers)
    try journal.append(outcome)
    finished[item.id] = outcome
    progress.done += 1
    progress.computed += 1
    progress.tokens += outcome.tokens
    progress.elapsed = ContinuousClock.now - start
    let work = task.work(of: item)
    progress.whole.done += 1
    progress.whole.workDone += work
    progress.whole.workComputed += work
    try observe(progress)
  }

  /// All outcomes in item order; throws where one is missing.
  func outcomes() throws(Diagnostic) -> [ItemOutcome] {
    var outcomes: [ItemOutcome] = []
    for item in task.items {
      guard let outcome = finished[item.id] else { throw .unanswered(item, task) }
      outcomes.append(outcome)
    }
    return outcomes
  }
}
