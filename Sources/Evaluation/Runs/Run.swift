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
  /// The shard that is asked here, with the whole run's folder and tasks; nil for a whole run.
  private let part: (shard: Shard, run: String, tasks: [RunTask])?

  /// Opens or makes the directory and checks that its journal answers these tasks. What shards of the run have finished counts.
  /// - Parameter known: that, where it is known; nil: it is looked for.
  public init(
    in path: String, tasks: [RunTask], manifest: RunManifest, fresh: Bool = false, force: Bool = false,
    keeping known: GatheredOutcomes? = nil
  ) throws(Diagnostic) {
    self.tasks = tasks
    self.manifest = manifest
    part = nil
    directory = try RunDirectory(path, manifest: manifest, fresh: fresh, force: force)
    let gathered: GatheredOutcomes
    if let known {
      gathered = known
    } else {
      let shards = try ShardFolder.all(in: path).filter { $0.shard != nil }
      gathered = try GatheredOutcomes(shards, tasks: tasks, manifest: manifest)
    }
    if let seed = gathered.judgeSeed { try directory.record(seed) }
    var kept: [[String: ItemOutcome]] = []
    for (task, elsewhere) in zip(tasks, gathered.outcomes) {
      var own = try directory.outcomes(of: task)
      for item in task.items where own[item.id] == nil {
        guard let outcome = elsewhere[item.id] else { continue }
        try directory.journal.append(outcome)
        own[item.id] = outcome
      }
      kept.append(own)
    }
    self.kept = kept
  }

  /// Opens or makes the folder of a shard, within that of the run: of the items that the cut gives to the shard those that are finished nowhere
  /// else, and what its own journal holds.
  /// - Parameters:
  ///   - tasks: the whole run's.
  ///   - shard: also says what joining must know.
  public init(
    _ shard: ShardDescription, in path: String, tasks whole: [RunTask], manifest: RunManifest, fresh: Bool = false,
    force: Bool = false
  ) throws(Diagnostic) {
    try RunDirectory.checkPlace(path, force: force)
    try FileSystem.makeDirectory(path)
    var own = manifest
    own.shard = shard
    self.manifest = own
    notAsked = shard.notAsked
    part = (shard.shard, path, whole)
    directory = try RunDirectory(path + "/" + shard.shard.folder, manifest: own, fresh: fresh, force: force)
    let others = try ShardFolder.all(in: path).filter { $0.shard != shard.shard }
    let elsewhere = try GatheredOutcomes(others, tasks: whole, manifest: manifest).outcomes
    let cut = ShardCut(whole, count: shard.shard.count).items(of: shard.shard, in: whole)
    var tasks: [RunTask] = [], kept: [[String: ItemOutcome]] = []
    for (index, var task) in whole.enumerated() {
      let finished = try directory.outcomes(of: task)
      let given = Set(cut[index].map(\.id))
      task.items = task.items.filter { item in
        finished[item.id] != nil || (given.contains(item.id) && elsewhere[index][item.id] == nil)
      }
      guard !task.items.isEmpty else { continue }
      tasks.append(task)
      kept.append(finished)
    }
    self.tasks = tasks
    self.kept = kept
  }

  /// Items that earlier sessions finished.
  public var keptItems: Int { keptByTask.reduce(0, +) }
  public var keptByTask: [Int] { kept.map(\.count) }

  public var items: Int { tasks.reduce(0) { $0 + $1.items.count } }

  /// Asks what is missing, then writes results, samples and digest; of a shard the journal alone. What `observe` throws ends the job;
  /// everything that was finished by then is in the journal.
  /// - Parameter programs: executes generated programs; needed where a task has some.
  public func finish(
    on model: inout some LanguageModel, programs: (any ProgramRunner)? = nil,
    observe: Runner.Observer = { (_) throws(Diagnostic) in }
  ) throws(Diagnostic) -> RunResult {
    let isOver = keptItems == items
    if !isOver { try TimingFile.write(session: .object(manifest.session), to: directory.path, isBegun: false) }
    let (outcomes, timings) = try ask(model: &model, programs: programs, observe: observe)
    var result = result(outcomes, timings)
    if !isOver {
      try TimingFile.write(session: session(of: manifest, result), to: directory.path, isBegun: true)
    }
    if let part {
      let all = try GatheredOutcomes(try ShardFolder.all(in: part.run), tasks: part.tasks, manifest: manifest)
      result.shard = RunResult.ShardExtent(
        part.shard, items: items, wholeItems: part.tasks.reduce(0) { $0 + $1.items.count }, wholeFinished: all.count)
    } else {
      try write(result, outcomes, contextLength: model.contextLength)
    }
    return result
  }

  /// Writes results, samples and digest of a run of which all items are finished; no model is needed. Throws where one is missing.
  public func conclude(contextLength: Int) throws(Diagnostic) -> RunResult {
    var outcomes: [[ItemOutcome]] = []
    for (task, kept) in zip(tasks, kept) {
      var all: [ItemOutcome] = []
      for item in task.items {
        guard let outcome = kept[item.id] else { throw .unanswered(item, task) }
        all.append(outcome)
      }
      outcomes.append(all)
    }
    let result = result(outcomes, tasks.map { _ in RunResult.Timing() })
    try write(result, outcomes, contextLength: contextLength)
    return result
  }

  private func write(_ result: RunResult, _ outcomes: [[ItemOutcome]], contextLength: Int) throws(Diagnostic) {
    var manifest = manifest
    manifest.judging.seed = directory.judgeSeed
    try directory.write(result, tasks: tasks, outcomes: outcomes, manifest: manifest, contextLength: contextLength)
  }

  private func result(_ outcomes: [[ItemOutcome]], _ timings: [RunResult.Timing]) -> RunResult {
    var result = RunResult(
      tasks: zip(tasks, outcomes).map { TaskResult($0, outcomes: $1) }, timings: timings,
      digest: part == nil ? OutcomeDigest.of(zip(tasks, outcomes).map { ($0.benchmark.id, $1) }) : "",
      isMiniature: manifest.asksMiniatures)
    result.model = manifest.model
    result.notAsked = notAsked
    return result
  }

  /// What is missing, task by task.
  private func ask(
    model: inout some LanguageModel, programs: (any ProgramRunner)?, observe: Runner.Observer
  ) throws(Diagnostic) -> (outcomes: [[ItemOutcome]], timings: [RunResult.Timing]) {
    let directory = directory, seed = try judgeSeed()
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
    return (outcomes, timings)
  }

  private func judgeSeed() throws(Diagnostic) -> JudgeSeed {
    if let seed = directory.judgeSeed { return seed }
    let own = manifest.judging.seed ?? .drawn()
    guard tasks.contains(where: \.benchmark.asking.isProgram) else { return own }
    if let part { return try ShardSeed.agreed(in: part.run, proposing: own) }
    // Shards may have verdicts already.
    return FileSystem.exists(directory.path + "/" + ShardSeed.name)
      ? try ShardSeed.agreed(in: directory.path, proposing: own) : own
  }

  /// What is finished by now, by whichever session: what a run that was stopped can show. nil where nothing is.
  public func finished() throws(Diagnostic) -> RunResult? {
    let records = try Journal(directory.path + "/" + RunDirectory.journalName).records
    var results: [TaskResult] = [], asked: [Int] = []
    var untouched: [String] = []
    for task in tasks {
      let known = try RunDirectory.outcomes(of: task, in: records, journal: directory.journal.path)
      var part = task
      part.items = task.items.filter { known[$0.id] != nil }
      guard !part.items.isEmpty else {
        untouched.append(task.name)
        continue
      }
      results.append(TaskResult(part, outcomes: part.items.compactMap { known[$0.id]?.outcome }))
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
