import Corpora
public import Files
import Tokenization
import Training
import Worlds

/// The job of `assay study`: makes each world with its tokenizer and base, compares Disperse-Then-Merge with its controls in it, and
/// puts all worlds together. What is done is never done again.
public final class WorldStudy {
  private let configuration: StudyConfiguration
  private let store: ArtefactStore
  private let threads, budget: Int
  private let observe: (String) throws(Diagnostic) -> Void

  /// - Parameters:
  ///   - budget: bytes of memory for training.
  ///   - observe: told what is being done; may throw to stop, and all that is finished is kept.
  public init(
    _ configuration: StudyConfiguration, threads: Int, budget: Int,
    observe: @escaping (String) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    self.configuration = configuration
    self.threads = threads
    self.budget = budget
    self.observe = observe
    store = try ArtefactStore(configuration.out + "/artefacts")
  }

  public func run() throws(Diagnostic) -> StudyReport {
    var worlds: [StudyReport.World] = []
    for seed in configuration.worlds {
      let name = "world \(seed)"
      let world = try makeWorld(UInt64(seed)), tokenizer = try makeTokenizer(world, name)
      let base = try makeBase(world, tokenizer, name)
      var reports: [(count: Int, report: DTMReport)] = []
      for count in [configuration.count] + configuration.sweep {
        let start = ContinuousClock.now
        let job = try DisperseThenMerge(
          try comparison(count, world, base, seed: seed), threads: threads, budget: budget
        ) { (text) throws(Diagnostic) in try self.observe("\(name), K = \(count): \(text)") }
        reports.append((count, try job.run()))
        try addTime(ContinuousClock.now - start)
      }
      worlds.append(StudyReport.World(seed: seed, reports: reports))
    }
    let report = StudyReport(configuration, worlds: worlds, seconds: try seconds())
    try FileSystem.write(report.markdown, to: configuration.out + "/report.md")
    try FileSystem.write(report.json.text(pretty: true) + "\n", to: configuration.out + "/report.json")
    return report
  }

  // MARK: what each world is made of

  private func makeWorld(_ seed: UInt64) throws(Diagnostic) -> ArtefactStore.Artefact {
    let spec = try WorldSpec(configuration.world)
    let recipe: JSON = [
      "spec": spec.json, "seed": .string("\(seed)"), "assay": .string(AssayVersion.current),
    ]
    return try timed("world", recipe) { (folder) throws(Diagnostic) in
      try observe("making world \(seed)")
      try FileSystem.removeDirectory(folder + "/world")
      _ = try WriteWorld(World(spec, seed: seed), to: folder + "/world").run()
    }
  }

  private func makeTokenizer(_ world: ArtefactStore.Artefact, _ name: String) throws(Diagnostic)
    -> ArtefactStore.Artefact
  {
    let recipe: JSON = ["pieces": .integer(configuration.pieces)]
    return try timed("tokenizer", recipe, [world]) { (folder) throws(Diagnostic) in
      try observe("\(name): making its tokenizer")
      let file = world.path + "/world/pretraining/corpus.jsonl"
      let corpus = try Corpus(files: [file], documents: .line)
      let bytes = try SentencePieceTraining(pieces: configuration.pieces, kind: .bpe).model(
        of: corpus.sentences, place: file)
      try FileSystem.write(bytes, to: folder + "/tokenizer.model")
    }
  }

  private func makeBase(
    _ world: ArtefactStore.Artefact, _ tokenizer: ArtefactStore.Artefact, _ name: String
  ) throws(Diagnostic) -> ArtefactStore.Artefact {
    func job(_ folder: String) throws(Diagnostic) -> TrainingConfiguration {
      try configuration.training(
        out: folder + "/run", world: world.path + "/world", tokenizer: tokenizer.path + "/tokenizer.model")
    }
    let recipe: JSON = ["training": .string(try job("unnamed").recipeDescription)]
    return try timed("base", recipe, [world, tokenizer]) { (folder) throws(Diagnostic) in
      let training = try TrainModel(
        try job(folder), bases: try TrainingBases(threads: threads), budget: budget)
      _ = try training.run { (event) throws(Diagnostic) in
        guard case .updated(let progress) = event else { return }
        try self.observe("\(name): training its base, update \(progress.step.update) of \(progress.total)")
      }
    }
  }

  private func comparison(
    _ count: Int, _ world: ArtefactStore.Artefact, _ base: ArtefactStore.Artefact, seed: Int
  ) throws(Diagnostic) -> DTMConfiguration {
    let folder = world.path + "/world/instruction"
    let files = try FileSystem.names(in: folder).filter { $0.hasSuffix(".jsonl") }.sorted().map { "\(folder)/\($0)" }
    return try configuration.comparison(
      of: count, world: world.path + "/world", base: base.path + "/run/model", data: files,
      out: "\(configuration.out)/world-\(seed)")
  }

  // MARK: time

  private func timed(
    _ kind: String, _ recipe: JSON, _ parents: [ArtefactStore.Artefact] = [],
    make: (String) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> ArtefactStore.Artefact {
    let start = ContinuousClock.now
    let artefact = try store.artefact(kind, recipe: recipe, parents: parents, make: make)
    try addTime(ContinuousClock.now - start)
    return artefact
  }

  private var clock: String { configuration.out + "/seconds.json" }

  /// Of all sessions, but for what an interrupted step had done.
  private func seconds() throws(Diagnostic) -> Double {
    FileSystem.exists(clock) ? try JSON(file: clock)["seconds"]?.number ?? 0 : 0
  }

  private func addTime(_ duration: Duration) throws(Diagnostic) {
    let total = try seconds() + duration / .seconds(1)
    try FileSystem.write(JSON.object(["seconds": .number(total)]).text() + "\n", to: clock)
  }
}
