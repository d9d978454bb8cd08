import Benchmarks
public import Datasets
public import Evaluation
public import Files
import Platform

/// The job of `assay join`: the shards of a run made the run that one process would have made. It needs the data and no model.
public struct JoinShards: Sendable {
  public var path: String
  /// The folder with the official files; nil: where the shards had it.
  public var data: String?

  public init(_ path: String, data: String? = nil) {
    self.path = path
    self.data = data
  }

  /// How far the shards are.
  public struct State: Sendable {
    public var shards: [ShardedRun.Extent]
    /// Items of the whole run, and how many of them are finished.
    public var items, finished: Int
    /// Of each task its id and the items that are not finished.
    public var missing: [(task: String, items: [String])]

    public var isFinished: Bool { finished == items }
  }

  /// Throws where there are no shards, or where one is not of this run or not of this data.
  public func state() throws(Diagnostic) -> State {
    let run = try ShardedRun(path)
    let (tasks, manifest) = try asked(of: run)
    return state(run, tasks, try run.outcomes(of: tasks, manifest))
  }

  /// Writes the run. Throws with the status "not comparable" where items are missing, and names them.
  public func join() throws(Diagnostic) -> RunResult {
    let run = try ShardedRun(path)
    let (tasks, manifest) = try asked(of: run)
    let gathered = try run.outcomes(of: tasks, manifest), state = state(run, tasks, gathered)
    guard state.isFinished else { throw .unfinished(path, state) }
    var whole = try Run(in: path, tasks: tasks, manifest: manifest, keeping: gathered)
    whole.notAsked = run.description.notAsked
    return try whole.conclude(contextLength: run.description.contextLength)
  }

  private func state(
    _ run: ShardedRun, _ tasks: [RunTask], _ gathered: GatheredOutcomes
  ) -> State {
    let (shards, missing) = run.extents(tasks, gathered)
    let items = tasks.reduce(0) { $0 + $1.items.count }
    return State(
      shards: shards, items: items, finished: items - missing.reduce(0) { $0 + $1.count },
      missing: zip(tasks, missing).compactMap { $1.isEmpty ? nil : ($0.benchmark.id, $1) })
  }

  /// The whole run's tasks, made of the data anew, and what `run.json` says of them.
  private func asked(of run: ShardedRun) throws(Diagnostic) -> (tasks: [RunTask], manifest: RunManifest) {
    guard run.version == AssayVersion.current else {
      throw Diagnostic(
        path, "was asked by assay \(run.version), this is \(AssayVersion.current)",
        expected: "the version that asked: others may ask otherwise")
    }
    let job = try job(run)
    let left = Set(run.description.notAsked.map(\.id))
    let tasks = try job.plan(defaultBOS: run.description.defaultBOS).filter { !left.contains($0.benchmark.id) }.named()
    var manifest = job.manifest(
      try run.model(), tasks: tasks, engine: EngineDescription(warnings: run.warnings))
    manifest.asked = run.asked
    return (tasks, manifest)
  }

  /// The job whose words `asked` are.
  private func job(_ run: ShardedRun) throws(Diagnostic) -> ScoreCheckpoint {
    let asked = run.asked
    let names = asked["--tasks"]?.array?.compactMap(\.string) ?? []
    guard let preset = asked["--preset"]?.string, let place = data ?? asked["--data"]?.string,
      let bos = asked["--bos"]?.string.flatMap(BOSChoice.init(rawValue:)), let seed = asked["--seed"]?.integer,
      let weights = asked["--weights"]?.string,
      let verdicts = asked["--verdicts"]?.string.flatMap(Judging.Verdicts.init(rawValue:))
    else {
      throw Diagnostic(path, "does not say what was asked of its shards", expected: "run.json as the run wrote it")
    }
    var job = ScoreCheckpoint(
      preset: preset, tasks: names, data: try DataChoice.directory(place), out: path,
      limit: asked["--limit"]?.integer, bos: bos, seed: seed, weights: weights,
      generation: GenerationOptions(
        samples: asked["--samples"]?.integer ?? 1, temperature: asked["--temperature"]?.number,
        topP: asked["--top-p"]?.number ?? 1, topK: asked["--top-k"]?.integer,
        maxTokens: asked["--max-new-tokens"]?.integer),
      judging: Judging(verdicts: verdicts, sandbox: run.sandbox))
    job.shots = asked["--shots"]?.integer
    if let list = asked["--items"]?.string { job.list = try ItemList(file: list) }
    return job
  }
}

extension Diagnostic {
  fileprivate static func unfinished(_ path: String, _ state: JoinShards.State) -> Diagnostic {
    let missing = state.missing.map { task, items in
      let named = items.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
      return "\(items.count) of \(task) (\(named)\(items.count > 3 ? ", …" : ""))"
    }
    let open = state.shards.filter { $0.finished < $0.items }.map(\.words)
    let shown = open.prefix(8).joined(separator: "; ") + (open.count > 8 ? "; and \(open.count - 8) more" : "")
    return Diagnostic(
      path,
      "\(state.items - state.finished) of \(state.items) items are not finished: " + missing.joined(separator: ", "),
      expected: "every shard finished (\(shown)); the same 'assay score' with --shard goes on, --watch waits",
      status: .notComparable)
  }
}

extension ShardedRun.Extent {
  /// `shard 2 of 4 has 120 of 250 items, the last 3 s ago`
  public var words: String {
    guard let idle else { return "\(shard.words) has not begun" }
    return "\(shard.words) has \(finished) of \(items) items, and wrote \(idle) s ago"
  }
}
