import Benchmarks
import Checkpoints
public import CodeExecution
public import Datasets
public import Evaluation
public import Files
import Platform

/// The job of `assay score`: which benchmarks, on which data, kept where.
public struct ScoreCheckpoint: Sendable {
  /// The preset that is meant where none is named, by every command.
  public static let standardPreset = "lm-eval"

  /// Name of a preset; its protocols are asked, or those of `tasks` where there are some.
  public var preset: String
  /// Names as `--tasks` takes them.
  public var tasks: [String]
  public var data: DataDirectory
  /// The run's folder; nil makes a name of model, tasks and identity.
  public var out: String?
  /// Items of each task, or of each of its subtasks.
  public var limit: Int?
  /// The items that are asked, of all that there are.
  public var list: ItemList?
  /// The number of exemplars, in place of the protocols'.
  public var shots: Int?
  public var bos: BOSChoice
  public var seed: Int
  /// What `--weights` said.
  public var weights: String
  public var generation: GenerationOptions
  public var judging: Judging
  public var startsOver: Bool
  /// The shard that is asked; nil for the whole run.
  public var shard: Shard?
  /// Writes into a folder that holds something else than a run.
  public var force = false
  /// Folders that are read: a run that is given a name does not lie in them.
  public var sources: [String] = []

  public init(
    preset: String = ScoreCheckpoint.standardPreset, tasks: [String] = [], data: DataDirectory, out: String? = nil,
    limit: Int? = nil, bos: BOSChoice = .auto, seed: Int = 0, weights: String = "auto",
    generation: GenerationOptions = GenerationOptions(), judging: Judging = Judging(),
    startsOver: Bool = false
  ) {
    self.preset = preset
    self.tasks = tasks
    self.data = data
    self.out = out
    self.limit = limit
    self.bos = bos
    self.seed = seed
    self.weights = weights
    self.generation = generation
    self.judging = judging
    self.startsOver = startsOver
  }

  /// Where a run begins or goes on.
  public struct Start: Sendable, Equatable {
    public var path: String
    public var items: Int
    /// Items that earlier sessions finished.
    public var kept: Int
    /// Names of the tasks, with how many items each has.
    public var tasks: [Task]
    /// Bytes of a torn last line that were cut off the journal.
    public var repairedBytes: Int
    /// What was wanted besides and cannot be asked of the model.
    public var notAsked: [UnaskedTask] = []

    public struct Task: Sendable, Equatable {
      public var name: String
      public var items: Int
      /// Items that earlier sessions finished.
      public var kept: Int
    }
  }

  /// Throws for names that mean nothing; needs neither model nor data, so it comes first.
  public func check() throws(Diagnostic) { _ = try entries() }

  /// Whether programs are to be executed, so that a sandbox is needed.
  public func needsSandbox() throws(Diagnostic) -> Bool {
    try entries().contains { $0.benchmark.asking.isProgram }
  }

  /// The tasks with their items, as they would be asked of a model whose own configuration says `defaultBOS`.
  public func plan(defaultBOS: BOSPolicy) throws(Diagnostic) -> [RunTask] {
    var tasks: [RunTask] = []
    for entry in try entries() {
      let items = try entry.benchmark.items(from: data)
      tasks.append(
        try RunTask(
          benchmark: entry.benchmark, items: items, list: list, limit: limit,
          bos: bos.policy(preset: entry.bos, model: defaultBOS), generation: generation, verdicts: judging.verdicts,
          seed: seed, askDigest: entry.benchmark.askDigest(items: items)))
    }
    // After the counts, which say more of a file that was cut.
    try data.checkWorld()
    return tasks.named()
  }

  /// The tasks that the model has room for, and the others. Throws what is wrong with the first of those where there are no others.
  private func askable(
    of model: borrowing some LanguageModel
  ) throws(Diagnostic) -> (tasks: [RunTask], notAsked: [UnaskedTask]) {
    var tasks: [RunTask] = [], notAsked: [UnaskedTask] = []
    for task in try plan(defaultBOS: model.defaultBOS) {
      if let room = task.completionRoom, room >= model.contextLength {
        notAsked.append(UnaskedTask(task.benchmark.id, .noRoom(task, room, contextLength: model.contextLength)))
        continue
      }
      do throws(Diagnostic) {
        try model.check(task)
        tasks.append(task)
      } catch {
        notAsked.append(UnaskedTask(task.benchmark.id, error))
      }
    }
    if tasks.isEmpty, let first = notAsked.first { throw first.reason }
    // What is wrong there is a mistake in the model's files, and no limit of one task.
    if tasks.contains(where: { $0.benchmark.asking.generation != nil }) { try model.checkGeneration() }
    // A protocol that is not asked may have been why another one of its benchmark has a long name.
    return (tasks.named(), notAsked)
  }

  /// Does the job, or the rest of it; of a shard the result has its extent, and no digest. `begun` is called once before the first item, `observe` after each;
  /// what either throws ends the job with all finished items kept; if it was a signal, `stopped` is given what is finished. Tasks
  /// that cannot be asked of the model are left out and told, and an error where there is no other; tasks with programs and no runner of
  /// programs are an error before anything is asked.
  public func run(
    on model: inout some LanguageModel, identity: ModelIdentity,
    engine: EngineDescription = EngineDescription(), programs: (any ProgramRunner)? = nil,
    begun: (Start) throws(Diagnostic) -> Void = { (_) throws(Diagnostic) in },
    observe: (Runner.Progress) throws(Diagnostic) -> Void = { (_) throws(Diagnostic) in },
    stopped: (RunResult) -> Void = { _ in }
  ) throws(Diagnostic) -> (path: String, result: RunResult) {
    let (tasks, notAsked) = try askable(of: model)
    if programs == nil, let task = tasks.first(where: \.benchmark.asking.isProgram) { throw .noSandbox(task) }
    let manifest = manifest(identity, tasks: tasks, engine: engine)
    let path = out ?? defaultPath(manifest)
    if let out {
      _ = try OutputPlace(
        out, .folder, trees: ModelFolder.among(sources), files: sources, force: force, removes: startsOver)
    }
    let run = try open(path, tasks, manifest, of: model, notAsked)
    try begun(
      Start(
        path: run.directory.path, items: run.items, kept: run.keptItems,
        tasks: zip(run.tasks, run.keptByTask).map { Start.Task(name: $0.name, items: $0.items.count, kept: $1) },
        repairedBytes: run.directory.journal.repairedBytes, notAsked: notAsked)
    )
    let places = [identity.path] + identity.adapterPaths + (identity.ensemble?.paths ?? [])
    do {
      let result = try run.finish(on: &model, programs: programs) { (progress) throws(Diagnostic) in
        // Before the next answer is kept, and before the results are written.
        try MappedFile.checkUnchanged(below: places)
        try observe(progress)
      }
      return (path, result)
    } catch {
      if error.status.isSignal, let finished = try? run.finished() { stopped(finished) }
      throw error
    }
  }

  /// The run, or the shard of it that is asked.
  private func open(
    _ path: String, _ tasks: [RunTask], _ manifest: RunManifest, of model: borrowing some LanguageModel,
    _ notAsked: [UnaskedTask]
  ) throws(Diagnostic) -> Run {
    guard let shard else {
      var run = try Run(in: path, tasks: tasks, manifest: manifest, fresh: startsOver, force: force)
      run.notAsked = notAsked
      return run
    }
    let description = ShardDescription(
      shard, modelName: manifest.model.name, contextLength: model.contextLength, defaultBOS: model.defaultBOS,
      notAsked: notAsked)
    return try Run(description, in: path, tasks: tasks, manifest: manifest, fresh: startsOver, force: force)
  }

  /// What `run.json` says of this job.
  public func manifest(_ model: ModelIdentity, tasks: [RunTask], engine: EngineDescription) -> RunManifest {
    var manifest = RunManifest(
      model: model, tasks: tasks, limit: limit, seed: seed, weights: weights, judging: judging,
      assayVersion: AssayVersion.current,
      circumstances: RunManifest.Circumstances(
        data: data.name, threads: engine.threads, kernel: engine.kernel, batchTokens: engine.batchTokens,
        memoryBudget: engine.memoryBudget, host: Machine.hostName, date: Machine.now, warnings: engine.warnings))
    manifest.asked = asked(model)
    return manifest
  }

  /// In the words of the command line.
  private func asked(_ model: ModelIdentity) -> JSONObject {
    let list = { (texts: [String]) -> JSON? in texts.isEmpty ? nil : .array(texts.map { .string($0) }) }
    let options: [(String, JSON?)] = [
      ("--model", model.server == nil ? .string(model.path) : nil),
      ("--server", model.server == nil ? nil : .string(model.path)),
      ("--server-model", (model.server?.model).map { .string($0) }),
      ("--server-api", (model.server?.api).map { .string($0) }), ("--adapter", list(model.adapterPaths)),
      ("--ensemble", list(model.ensemble?.paths ?? [])), ("--mixing", (model.ensemble?.mixing).map { .string($0) }),
      ("--preset", .string(preset)), ("--tasks", list(tasks)), ("--data", .string(data.name)),
      ("--limit", limit.map { .integer($0) }), ("--shots", departingShots.map { .integer($0) }),
      ("--items", self.list.map { .string($0.place) }),
      ("--bos", .string(bos.rawValue)), ("--seed", .integer(seed)),
      ("--weights", .string(weights)),
      ("--samples", generation.samples == 1 ? nil : .integer(generation.samples)),
      ("--temperature", generation.temperature.map { .number($0) }),
      ("--top-p", generation.topP == 1 ? nil : .number(generation.topP)),
      ("--top-k", generation.topK.map { .integer($0) }),
      ("--max-new-tokens", generation.maxTokens.map { .integer($0) }),
      ("--verdicts", .string(judging.verdicts.rawValue)),
    ]
    return JSONObject(options.compactMap { option in option.1.map { (key: option.0, value: $0) } })
  }

  /// What `--shots` said, where that is not what the protocols say by themselves.
  private var departingShots: Int? {
    let isDeparture = (try? entries())?.contains { $0.benchmark.protocolShots != nil } ?? false
    return isDeparture ? shots : nil
  }

  /// The protocols that names mean.
  /// - Parameter places: where preset and tasks were written.
  public static func names(
    preset: String, tasks: [String], places: (preset: String, tasks: String)
  ) throws(Diagnostic) -> [String] {
    do { return try Preset.named(preset).entries(named: tasks).map(\.benchmark.id) } catch {
      throw Diagnostic(
        error.place == "--preset" ? places.preset : places.tasks, error.problem, expected: error.expectation,
        status: error.status)
    }
  }

  private func entries() throws(Diagnostic) -> [Preset.Entry] {
    try Preset.named(preset).entries(named: tasks, shots: shots)
  }

  /// A server's name of a model may have slashes.
  private static func fileName(of name: String) -> String {
    let name = String(name.map { "/\\:".contains($0) || $0.isWhitespace ? "_" : $0 })
    return name.isEmpty || name.hasPrefix(".") ? "_" + name : name
  }

  /// `runs/BASE+ADAPTER-TASKS-IDENTITY`: the same question finds the same folder, and people tell folders apart.
  public func defaultPath(_ manifest: RunManifest) -> String {
    let model = manifest.model
    let isNamed = model.path.isEmpty || model.server != nil
    var names = [isNamed ? Self.fileName(of: model.name) : ModelIdentification.tellingName(of: model.path)]
    names += model.adapterPaths.map(ModelIdentification.tellingName)
    if let ensemble = model.ensemble { names.append("ensemble-of-\(ensemble.paths.count)") }
    // As many tasks as a name has room for.
    var shown = tasks.prefix(1)
    while shown.count < tasks.count, case let next = tasks.prefix(shown.count + 1), next.joined().count <= 32 {
      shown = next
    }
    let more = tasks.count - shown.count
    let what = tasks.isEmpty ? preset : shown.joined(separator: "+") + (more > 0 ? "+\(more)-more" : "")
    return "runs/\(names.joined(separator: "+"))-\(what)-\(manifest.identityDigest.prefix(8))"
  }
}

extension Diagnostic {
  fileprivate static func noSandbox(_ task: RunTask) -> Diagnostic {
    Diagnostic(
      task.benchmark.id, "executes generated programs, and there is no sandbox to execute them in",
      expected: "assay-sandbox stands beside assay; 'assay doctor' says what it lacks; other tasks do not need it")
  }

  fileprivate static func noRoom(_ task: RunTask, _ room: Int, contextLength: Int) -> Diagnostic {
    Diagnostic(
      task.benchmark.id, "wants \(room) new tokens, the model's whole context has \(contextLength)",
      expected: "--max-new-tokens with fewer, or other tasks")
  }
}
