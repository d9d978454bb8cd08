public import CodeExecution
public import Files

/// A run from its directory to its results: every task in turn, each with what the journal lacks.
public struct Run {
  public let directory: RunDirectory
  public let tasks: [RunTask]
  public let manifest: RunManifest
  /// What was wanted besides and cannot be asked, for the results.
  public var notAsked: [UnaskedTask] = []
  /// What earlier sessions finished, by task and item id.
  private let kept: [[String: ItemOutcome]]

  /// Opens or makes the directory and checks that its journal answers these tasks.
  public init(
    in path: String, tasks: [RunTask], manifest: RunManifest, fresh: Bool = false, force: Bool = false
  ) throws(Diagnostic) {
    self.tasks = tasks
    self.manifest = manifest
    directory = try RunDirectory(path, manifest: manifest, fresh: fresh, force: force)
    var kept: [[String: ItemOutcome]] = []
    for task in tasks { kept.append(try directory.outcomes(of: task)) }
    self.kept = kept
  }

  /// Items that earlier sessions finished.
  public var keptItems: Int { keptByTask.reduce(0, +) }
  public var keptByTask: [Int] { kept.map(\.count) }

  public var items: Int { tasks.reduce(0) { $0 + $1.items.count } }

  /// Asks what is missing, then writes results, samples and digest. What `observe` throws ends the job;
  /// everything that was finished by then is in the journal.
  /// - Parameter programs: executes generated programs; needed where a task has some.
  public func finish(
    on model: inout some LanguageModel, programs: (any ProgramRunner)? = nil,
    observe: Runner.Observer = { (_) throws(Diagnostic) in }
  ) throws(Diagnostic) -> RunResult {
    var manifest = manifest
    let directory = directory
    let seed = directory.judgeSeed ?? manifest.judging.seed ?? .drawn()
    let isOver = keptItems == items
    if !isOver { try TimingFile.write(session: .object(manifest.session), to: directory.path, isBegun: false) }
    var outcomes: [[ItemOutcome]] = []
    var timings: [RunResult.Timing] = []
    var whole = Runner.Progress.Whole(of: tasks, keeping: kept)
    for (position, (task, kept)) in zip(tasks, kept).enumerated() {
      var runner = Runner(task, place: position + 1, of: tasks.count)
      runner.before = whole
      runner.judgeSeed = seed
      runner.recordSeed = { (seed) throws(Diagnostic) in try directory.record(seed) }
      let start = ContinuousClock.now
      var computed = 0
      var tokens = 0
      outcomes.append(
        try runner.outcomes(on: &model, programs: programs, keeping: kept, journal: directory.journal) {
          (progress) throws(Diagnostic) in
          computed = progress.computed
          tokens = progress.tokens
          whole = progress.whole
          try observe(progress)
        })
      timings.append(
        RunResult.Timing(
          elapsed: computed > 0 ? ContinuousClock.now - start : .zero, items: computed, tokens: tokens))
    }
    var result = RunResult(
      tasks: zip(tasks, outcomes).map { TaskResult($0, outcomes: $1) }, timings: timings,
      digest: OutcomeDigest.of(zip(tasks, outcomes).map { ($0.benchmark.id, $1) }), isMiniature: manifest.asksMiniatures
    )
    result.model = manifest.model
    result.notAsked = notAsked
    manifest.judging.seed = directory.judgeSeed
    if !isOver {
      try TimingFile.write(session: session(of: manifest, result), to: directory.path, isBegun: true)
    }
    try directory.write(
      result, tasks: tasks, outcomes: outcomes, manifest: manifest, contextLength: model.contextLength)
    return result
  }

  /// What is finished by now, by whichever session: what a run that was stopped can show. nil where nothing is.
  public func finished() throws(Diagnostic) -> RunResult? {
    let records = try Journal(directory.path + "/" + RunDirectory.journalName).records
    var results: [TaskResult] = [], asked: [Int] = []
    var untouched: [String] = []
    for task in tasks {
      let known = try directory.outcomes(of: task, in: records)
      var part = task
      part.items = task.items.filter { known[$0.id] != nil }
      guard !part.items.isEmpty else {
        untouched.append(task.name)
        continue
      }
      results.append(TaskResult(part, outcomes: part.items.compactMap { known[$0.id] }))
      asked.append(task.items.count)
    }
    guard !results.isEmpty else { return nil }
    var result = RunResult(
      tasks: results, timings: results.map { _ in RunResult.Timing() }, digest: "", isMiniature: manifest.asksMiniatures
    )
    result.model = manifest.model
    result.notAsked = notAsked
    result.partial = RunResult.Partial(asked: asked, untouched: untouched, items: items)
    return result
  }

  /// What this session took, as `timing.json` has it; items of earlier sessions are not in it.
  private func session(of manifest: RunManifest, _ result: RunResult) -> JSON {
    var session = manifest.session
    session["seconds"] = .number(result.timings.reduce(0) { $0 + $1.seconds })
    session["tasks"] = .object(
      JSONObject(
        zip(result.tasks, result.timings).map { task, timing in
          (
            key: task.name,
            value: [
              "items": .integer(timing.items), "tokens": .integer(timing.tokens), "seconds": .number(timing.seconds),
              "tokens_per_second": timing.tokensPerSecond.map { .number($0) } ?? .null,
            ]
          )
        }))
    return .object(session)
  }
}
