public import CodeExecution
public import Files

/// Asks a model the items of one task that a journal lacks, and writes each answer down as soon as it is complete.
public struct Runner {
  public var task: RunTask
  /// Which of the run's tasks this is, from 1, and how many there are; for progress only.
  public var place: Int
  public var places: Int
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

    public init(
      task: String, place: Int = 1, of places: Int = 1, done: Int, total: Int, computed: Int, tokens: Int,
      elapsed: Duration
    ) {
      self.task = task
      self.place = place
      self.places = places
      self.done = done
      self.total = total
      self.computed = computed
      self.tokens = tokens
      self.elapsed = elapsed
    }
  }
}
