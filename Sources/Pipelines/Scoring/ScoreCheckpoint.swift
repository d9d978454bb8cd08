import Benchmarks
public import CodeExecution
public import Datasets
public import Evaluation
public import Files
import Platform

/// The job of `assay score`: which benchmarks, on which data, kept where.
public struct ScoreCheckpoint: Sendable {
  /// Name of a preset; its protocols are asked, or those of `tasks` where there are some.
  public var preset: String
  /// Names as `--tasks` takes them.
  public var tasks: [String]
  public var data: DataDirectory
  /// The run's folder; nil makes a name of model, tasks and identity.
  public var out: String?
  /// Items of each task, or of each of its sub-tasks.
  public var limit: Int?
  public var bos: BOSChoice
  public var seed: Int
  /// What `--weights` said.
  public var weights: String
  public var generation: GenerationOptions
  public var judging: Judging
  public var startsOver: Bool
  /// Writes into a folder that holds something else than a run.
  public var force = false
  /// Folders that are read: a run that is given a name does not lie in them.
  public var sources: [String] = []

  public init(
    preset: String = "lm-eval", tasks: [String] = [], data: DataDirectory, out: String? = nil,
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
    /// Bytes of a torn last line that were cut off the journal.
    public var repairedBytes: Int
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
          benchmark: entry.benchmark, items: items, limit: limit,
          bos: bos.policy(preset: entry.bos, model: defaultBOS), generation: generation, verdicts: judging.verdicts,
          seed: seed, askDigest: entry.benchmark.askDigest(items: items)))
    }
    // After the counts, which say more of a file that was cut.
    try data.checkWorld()
    return tasks.named()
  }

  /// Does the job, or the rest of it. `begun` is called once before the first item, `observe` after each;
  /// what either throws ends the job with all finished items kept. Tasks with programs and no runner of programs are an error
  /// before anything is asked.
  public func run(
    on model: inout some LanguageModel, identity: ModelIdentity,
    engine: EngineDescription = EngineDescription(), programs: (any ProgramRunner)? = nil,
    begun: (Start) throws(Diagnostic) -> Void = { (_) throws(Diagnostic) in },
    observe: (Runner.Progress) throws(Diagnostic) -> Void = { (_) throws(Diagnostic) in }
  ) throws(Diagnostic) -> (path: String, result: RunResult) {
    let tasks = try plan(defaultBOS: model.defaultBOS)
    if programs == nil, let task = tasks.first(where: \.benchmark.asking.isProgram) { throw .noSandbox(task) }
    for task in tasks {
      guard let room = task.completionRoom, room >= model.contextLength else { continue }
      throw .noRoom(task, room, contextLength: model.contextLength)
    }
    if tasks.contains(where: { $0.benchmark.asking.generation != nil }) { try model.checkGeneration() }
    let manifest = manifest(identity, tasks: tasks, engine: engine)
    let path = out ?? defaultPath(manifest)
    if let out { _ = try OutputPlace(out, .folder, trees: sources, force: force, removes: startsOver) }
    let run = try Run(in: path, tasks: tasks, manifest: manifest, fresh: startsOver, force: force)
    try begun(
      Start(
        path: path, items: run.items, kept: run.keptItems, repairedBytes: run.directory.journal.repairedBytes)
    )
    let places = [identity.path] + identity.adapterPaths + (identity.ensemble?.paths ?? [])
    let result = try run.finish(on: &model, programs: programs) { (progress) throws(Diagnostic) in
      // Before the next answer is kept, and before the results are written.
      try MappedFile.checkUnchanged(below: places)
      try observe(progress)
    }
    return (path, result)
  }

  /// What `run.json` says of this job.
  public func manifest(_ model: ModelIdentity, tasks: [RunTask], engine: EngineDescription) -> RunManifest {
    RunManifest(
      model: model, tasks: tasks, limit: limit, seed: seed, weights: weights, judging: judging,
      assayVersion: AssayVersion.current,
      circumstances: RunManifest.Circumstances(
        data: data.name, threads: engine.threads, kernel: engine.kernel, batchTokens: engine.batchTokens,
        memoryBudget: engine.memoryBudget, host: Machine.hostName, date: Machine.now, warnings: engine.warnings))
  }

  private func entries() throws(Diagnostic) -> [Preset.Entry] {
    try Preset.named(preset).entries(named: tasks)
  }

  /// `runs/MODEL-WHAT-IDENTITY`: the same question finds the same folder.
  public func defaultPath(_ manifest: RunManifest) -> String {
    let what =
      switch tasks.count {
      case 0: preset
      case 1...2: tasks.joined(separator: "+")
      default: "\(preset)-\(tasks.count)-tasks"
      }
    return "runs/\(manifest.model.name)-\(what)-\(manifest.identityDigest.prefix(8))"
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
