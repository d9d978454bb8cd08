public import CodeExecution
public import Files

/// Asks a model the items of one task that a journal lacks, and writes each answer down as soon as it is complete.
public struct Runner {
  public var task: RunTask
  /// Which of the run's tasks this is, from 1, and how many there are; for progress only.
  public var place: Int
  public var places: Int
  /// What of the whole run is done before this task; nil: the task is the run.
  public var before: Progress.Whole?
  /// What the tests of programs draw from.
  public var judgeSeed = JudgeSeed.drawn()
  /// Is told the seed when a first program has its verdict, which is kept after that.
  public var recordSeed: (JudgeSeed) throws(Diagnostic) -> Void = { (_) throws(Diagnostic) in }

  public typealias Observer = (Progress) throws(Diagnostic) -> Void

  public init(_ task: RunTask, place: Int = 1, of places: Int = 1) {
    self.task = task
    self.place = place
    self.places = places
  }

  /// All outcomes in item order. `kept` are those of earlier sessions, by item id; they are not asked again. `observe` is called
  /// after each item, and once before the first; what it throws ends the job with the journal kept.
  /// - Parameter programs: executes generated programs; tasks that have none need no runner.
  public func outcomes(
    on model: inout some LanguageModel, programs: (any ProgramRunner)? = nil,
    keeping kept: [String: ItemOutcome] = [:], journal: Journal,
    observe: Observer = { (_) throws(Diagnostic) in }
  ) throws(Diagnostic) -> [ItemOutcome] {
    var ledger = RunLedger(self, keeping: kept, journal: journal)
    try observe(ledger.progress)
    do {
      switch task.benchmark.asking {
      case .choice(let rule): try rank(by: rule, on: &model, &ledger, observe)
      case .answer: try generate(on: &model, &ledger, observe)
      case .program: try generateAndExecute(on: &model, programs, &ledger, observe)
      }
    } catch let diagnostic as Diagnostic {
      try? journal.synchronize()
      throw diagnostic
    } catch {
      try? journal.synchronize()
      throw Diagnostic(task.name, "the model failed: \(error)", expected: "the model answers every request")
    }
    if ledger.progress.computed > 0 { try journal.synchronize() }
    return try ledger.outcomes()
  }

  /// How far a task is.
  public struct Progress: Sendable, Equatable {
    public var task: String
    public var place: Int
    public var places: Int
    /// Items finished, those of earlier sessions included.
    public var done: Int
    public var total: Int
    /// Items and tokens (`ItemOutcome.tokens`) of this session.
    public var computed: Int
    public var tokens: Int
    /// Since this session's first request.
    public var elapsed: Duration
    public var whole: Whole

    /// How far all tasks of the run are, together.
    public struct Whole: Sendable, Equatable {
      /// Items finished, those of earlier sessions included.
      public var done: Int
      public var total: Int
      /// The same in work (`RunTask.work`); `computed` is this session's.
      public var workDone, workTotal, workComputed: Double

      public init(
        done: Int = 0, total: Int = 0, workDone: Double = 0, workTotal: Double = 0, workComputed: Double = 0
      ) {
        self.done = done
        self.total = total
        self.workDone = workDone
        self.workTotal = workTotal
        self.workComputed = workComputed
      }

      /// Of tasks of which some items are finished.
      init(of tasks: [RunTask], keeping kept: [[String: ItemOutcome]]) {
        self.init()
        for (task, kept) in zip(tasks, kept) {
          for item in task.items {
            let work = task.work(of: item)
            total += 1
            workTotal += work
            guard kept[item.id] != nil else { continue }
            done += 1
            workDone += work
          }
        }
      }
    }

    public init(
      task: String, place: Int = 1, of places: Int = 1, done: Int, total: Int, computed: Int, tokens: Int,
      elapsed: Duration, whole: Whole = Whole()
    ) {
      self.task = task
      self.place = place
      self.places = places
      self.done = done
      self.total = total
      self.computed = computed
      self.tokens = tokens
      self.elapsed = elapsed
      self.whole = whole
    }
  }
}
