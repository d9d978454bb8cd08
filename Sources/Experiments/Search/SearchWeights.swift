import Checkpoints
import Configuration
import Evaluation
public import Files
import Inference
import Merging
import ModelMerging
import Pipelines
import Platform
import Statistics
import Tensors
import Tokenization
import Transformers

/// The job of `assay search`: finds weights for merging adapters by what the merges answer, many of them in one pass over the frozen
/// base; says what the best ones are worth on items that they were not chosen by; and writes that merge.
public final class SearchWeights {
  /// What is going on, for who waits.
  public struct Progress: Sendable {
    public var candidates, of: Int
    /// Answers of this pass.
    public var answered, asked: Int
    /// Whether the candidates are known, and the best one is held against others on items that it was not chosen by.
    public var isComparing = false
    /// The same as work, in answers to items: finished, all, and this session's.
    public var done, total, computed: Double
  }

  let configuration: SearchConfiguration
  let adapters: [AdapterCheckpoint]
  let weights: DecoderWeights
  let tokenizer: any Tokenizer
  let pool: ThreadPool
  let options: EngineOptions
  let selection, test: [RunTask]
  private let asked: JSON
  /// What of the models' folders was ignored, or is read in another way than it is written; a sentence each.
  public let warnings: [String]
  private let lock: DirectoryLock
  /// nil where one process searches alone.
  let sharing: SharedAnswers?

  private var log: String { configuration.out + "/search.jsonl" }

  /// Opens models and items, and the folder; throws for the first thing that does not fit.
  /// - Parameters:
  ///   - memory: bytes beside the weights; nil for the engine's choice.
  ///   - timeout: the folder is shared with other workers, and one that gives no sign of life for so long is taken for dead; nil: one
  ///     process at a time.
  public init(
    _ configuration: SearchConfiguration, threads: Int, memory: Int? = nil, startsOver: Bool = false,
    force: Bool = false, sharedUntil timeout: Duration? = nil
  ) throws(Diagnostic) {
    try configuration.check()
    let out = try Self.place(configuration, startsOver: startsOver, force: force)
    self.configuration = configuration
    let scoring = ScoreCheckpoint(
      preset: configuration.preset, tasks: configuration.tasks,
      data: try DataChoice.directory(configuration.data), limit: configuration.limit)
    _ = try ScoreCheckpoint.names(
      preset: configuration.preset, tasks: configuration.tasks,
      places: (configuration.written["preset"], configuration.written["tasks"]))
    pool = try ThreadPool.started(threads)
    options = EngineOptions(threads: threads, memory: memory, machineMemory: Machine.totalMemory)
    let checkpoint = try Checkpoint(directory: configuration.base)
    adapters = try configuration.adapters.map { (path) throws(Diagnostic) in
      let adapter = try AdapterCheckpoint(directory: path)
      try adapter.checkMergeable()
      try adapter.check(for: checkpoint.configuration)
      return adapter
    }
    weights = try DecoderWeights(checkpoint, format: nil, on: pool)
    tokenizer = try ModelTokenizer.open(directory: configuration.base)
    warnings =
      try ModelSettings.warnings(checkpoint, tokenizer)
      + adapters.flatMap { $0.warnings(for: checkpoint.configuration) }
    let tasks = try scoring.plan(defaultBOS: tokenizer.addsBOS ? .on : .off)
    for task in tasks { _ = try VariantRanking(task) }
    let splits = tasks.map { $0.split(share: configuration.selection, seed: UInt64(configuration.seed)) }
    if let few = splits.first(where: { $0.test.items.isEmpty }) {
      throw Diagnostic(
        few.selection.name, "has too few items to be cut in two", expected: "two items of a task or subtask at least",
        status: .wrongUsage)
    }
    selection = splits.map(\.selection)
    test = splits.map(\.test)
    asked = [
      "base": .string(try checkpoint.digest()), "tokenizer": .string(tokenizer.digest),
      "adapters": .array(try adapters.map { (adapter) throws(Diagnostic) in .string(try adapter.digest()) }),
      "items": .array(tasks.map { .string($0.askDigest) }),
      "settings": SearchConfiguration.keys.filter(\.changesResult).values(of: configuration),
    ]
    try FileSystem.makeDirectory(out.path)
    lock = try DirectoryLock(out.path, isShared: timeout != nil)
    if let timeout {
      sharing = try SharedAnswers(out.path, asked: asked, timeout: timeout)
    } else {
      sharing = nil
    }
    if startsOver, FileSystem.exists(log) {
      try FileSystem.removeDirectory(configuration.out + "/merged")
      if FileSystem.exists(log) { try FileSystem.remove(log) }
    }
  }

  /// Looks at the average, at each adapter alone and at what the method proposes, as far as they are not known yet, writes the best one's merge, and reports.
  /// - Parameters:
  ///   - note: told what was mended of an interrupted search.
  ///   - observe: may throw to stop; candidates that were answered are kept.
  ///   - stopped: given the candidates that are known by then, where a signal ends the job.
  public func run(
    note: (String) -> Void = { _ in },
    observe: (Progress) throws(Diagnostic) -> Void = { (_) throws(Diagnostic) in },
    stopped: (PartialSearch) -> Void = { _ in }
  ) throws(Diagnostic) -> SearchReport {
    let log = try SearchLog(
      folder: configuration.out, asked: asked, places: Self.places.values(of: configuration), isKept: sharing == nil,
      changes: changes)
    if log.repairedBytes > 0 {
      note("repaired: a torn last line of \(log.repairedBytes) bytes was cut off \(self.log)\n")
    }
    do throws(Diagnostic) {
      return try run(log, observe)
    } catch {
      if error.status.isSignal, !log.candidates.isEmpty {
        stopped(PartialSearch(configuration, log.candidates, items: selection.map { ($0.name, $0.items.count) }))
      }
      throw error
    }
  }

  private func run(
    _ log: SearchLog, _ observe: (Progress) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> SearchReport {
    var replay = SearchReplay(log, path: self.log)
    func values(_ batch: [MergeWeights]) throws(Diagnostic) -> [Double] {
      try replay.values(of: batch) { (unknown, done) throws(Diagnostic) in
        let found = try ask(unknown, done, observe)
        try MappedFile.checkUnchanged(below: [configuration.base] + configuration.adapters)
        return found
      }
    }
    // What is found is held against these, so they come first; the average is also where the search starts.
    _ = try values(configuration.fixed)
    var proposer = try configuration.proposer
    while case let batch = proposer.propose(), !batch.isEmpty { try proposer.learn(try values(batch)) }
    let candidates = log.candidates.count
    // The average at the length that was found is shown beside the best one; it may be worth more.
    if configuration.freesLambda, let best = log.best {
      _ = try values([MergeWeights(shares: MergeWeights.uniform(adapters.count).shares, lambda: best.weights.lambda)])
    }
    guard let best = log.best else {
      throw Diagnostic(self.log, "holds no candidates", expected: "one at least")
    }
    try replay.finish()
    let report = try report(best.weights, candidates: candidates, observe)
    func finish() throws(Diagnostic) {
      try log.keep()
      try write(best.weights)
      try FileSystem.write(report.json.text(pretty: true) + "\n", to: configuration.out + "/search.json")
    }
    guard let sharing else {
      try finish()
      return report
    }
    try sharing.alone(finish) { () throws(Diagnostic) in
      try observe(
        Progress(
          candidates: candidates, of: max(candidates, configuration.evaluations), answered: 0, asked: 0,
          isComparing: true, done: 1, total: 1, computed: computed))
    }
    return report
  }

  private static var places: [ConfigurationKey<SearchConfiguration>] {
    SearchConfiguration.keys.filter { ["base", "adapters", "data"].contains($0.name) }
  }

  /// What is asked otherwise than by the search whose first line this is: keys, or else files.
  private func changes(from head: JSON) -> [String] {
    let old = head["asked"] ?? .null
    var changes = SearchConfiguration.keys.filter(\.changesResult).changes(
      from: old["settings"] ?? .null, to: configuration)
    let parts = [("base", "base"), ("base", "tokenizer"), ("adapters", "adapters"), ("data", "items")]
    // The items follow from the tasks, too.
    for (name, part) in parts where old[part] != asked[part] && !(name == "data" && !changes.isEmpty) {
      let named = Self.places.filter { $0.name == name }.changes(from: head["places"] ?? .null, to: configuration)
      for change in named.isEmpty ? ["the files of \(name) are not those that they were"] : named
      where !changes.contains(change) { changes.append(change) }
    }
    return changes
  }

  /// What some mixtures are worth by the items that are chosen by.
  private func ask(
    _ mixtures: [MergeWeights], _ done: Int, _ observe: (Progress) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> [SearchLog.Candidate] {
    guard !mixtures.isEmpty else { return [] }
    let results = try answers("selection", selection, mixtures) { (answered, total) throws(Diagnostic) in
      // None: others answer, and this one waits.
      if total > 0 { computed += 1 }
      let items = Double(total / max(1, mixtures.count))
      let known = Double(done) * items + Double(answered)
      try observe(
        Progress(
          candidates: done, of: configuration.evaluations, answered: answered, asked: total, done: known,
          total: max(known, Double(max(done, configuration.evaluations)) * items) + comparison, computed: computed))
    }
    return try zip(mixtures, results).map { (weights, result) throws(Diagnostic) in
      let tasks = zip(result.metrics.tasks, result.values.tasks).map { ($0.name, $0.mean.value, $1.mean.value) }
      return SearchLog.Candidate(weights: weights, value: try value(result), tasks: tasks)
    }
  }

  /// Answers of this session.
  private var computed = 0.0

  /// Answers that the report needs besides.
  private var comparison: Double {
    let models = adapters.count + (configuration.freesLambda ? 4 : 3)
    return Double(models * (selection + test).reduce(0) { $0 + $1.items.count })
  }

  /// The best mixture, behind all that it is to be held against.
  private func report(
    _ best: MergeWeights, candidates: Int, _ observe: (Progress) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> SearchReport {
    let count = adapters.count, average = MergeWeights.uniform(count)
    var models = [("base", MergeWeights(shares: average.shares, lambda: 0))]
    for index in 0..<count {
      models.append(
        ("\(configuration.adapterNames[index]) alone", MergeWeights(shares: (0..<count).map { $0 == index ? 1 : 0 })))
    }
    models.append(("average", average))
    if configuration.freesLambda {
      models.append(("average, as long", MergeWeights(shares: average.shares, lambda: best.lambda)))
    }
    models.append(("best", best))
    let mixtures = models.map(\.1)
    let items = selection.reduce(0) { $0 + $1.items.count }, before = Double(candidates * items)
    let asked = mixtures.count * (selection + test).reduce(0) { $0 + $1.items.count }
    var all = 0
    func compare(_: Int, _ total: Int) throws(Diagnostic) {
      if total > 0 {
        all += 1
        computed += 1
      }
      try observe(
        Progress(
          candidates: candidates, of: max(candidates, configuration.evaluations), answered: all, asked: asked,
          isComparing: true, done: before + Double(all), total: before + Double(asked), computed: computed))
    }
    let selected = try answers("selection", selection, mixtures, compare)
    let tested = try answers("test", test, mixtures, compare)
    let rows = try models.indices.map { (index) throws(Diagnostic) in
      SearchReport.Row(
        name: models[index].0, weights: mixtures[index], selected: try value(selected[index]),
        tested: try value(tested[index]), metrics: tested[index].metrics, values: tested[index].values)
    }
    return SearchReport(
      configuration: configuration, warnings: warnings, rows: rows, candidates: candidates,
      selection: selection.map { ($0.name, $0.items.map(\.id)) }, test: test.map { ($0.name, $0.items.map(\.id)) })
  }

  private func write(_ weights: MergeWeights) throws(Diagnostic) {
    let out = configuration.out + "/merged"
    try FileSystem.removeDirectory(out)
    var job = MergeConfiguration(method: MergeMethod.standard)
    job.base = MergeConfiguration.Model(configuration.base)
    job.slices = [
      MergeConfiguration.Slice(
        configuration.adapters.map { MergeConfiguration.Source(MergeConfiguration.Model($0)) })
    ]
    job.addUp(weights.factors)
    job.out = out
    _ = try MergeModels(job, threads: pool.threads).run()
  }
}
