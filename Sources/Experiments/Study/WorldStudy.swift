import Corpora
public import Files
import Glibc
import Pipelines
public import Reporting
import Tokenization
import Training
import Worlds

/// The job of `assay study`: makes a tokenizer and a base for each world, compares Disperse-Then-Merge with its controls in it, and
/// puts all worlds together. What is done is never done again.
public final class WorldStudy {
  private let configuration: StudyConfiguration
  private let store: ArtefactStore
  private let report: ReportFolder
  private let threads, budget: Int
  private let timeout: Duration?
  private let warn: (String) -> Void
  private let observe: (JobProgress) throws(Diagnostic) -> Void
  /// Bases and comparisons that are done, of all there are, and those of this session.
  private var done = 0.0, computed = 0.0
  private var total: Double { Double(configuration.worlds.count * (1 + configuration.parts.count)) }
  private var isComputing = false
  /// Comparisons of which other workers make something.
  private var open: [DisperseThenMerge] = []
  private var warnings: [String] = []

  /// - Parameters:
  ///   - budget: bytes of memory for training.
  ///   - timeout: the folders are shared with other workers, and one that gives no sign of life for so long is taken for dead; nil: one
  ///     process at a time.
  ///   - warn: told once what of a model's folder was ignored, or is read in another way than it is written.
  ///   - observe: told what is being done; may throw to stop, and all that is finished is kept.
  public init(
    _ configuration: StudyConfiguration, threads: Int, budget: Int, sharedUntil timeout: Duration? = nil,
    warn: @escaping (String) -> Void = { _ in },
    observe: @escaping (JobProgress) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    self.configuration = configuration
    self.threads = threads
    self.budget = budget
    self.timeout = timeout
    self.warn = warn
    self.observe = observe
    let report = try ReportFolder(
      configuration.out, command: "study", force: configuration.force, isShared: timeout != nil)
    let shared = configuration.artefacts
    store = try ArtefactStore(
      shared.isEmpty ? configuration.out + "/artefacts" : shared + "/bases", force: configuration.force,
      sharedUntil: timeout)
    self.report = report
  }

  /// Of several workers each ends when all is done.
  /// - Parameter stopped: given the comparisons that are done by then, where a signal ends the job.
  public func run(stopped: (StudyReport) -> Void = { _ in }) throws(Diagnostic) -> StudyReport {
    // What is damaged is told before hours of work.
    _ = try clock.seconds()
    while true {
      if let report = try pass(stopped: stopped) { return report }
      try waitForOthers()
    }
  }

  /// One look at everything; nil where something was left to other workers.
  private func pass(stopped: (StudyReport) -> Void) throws(Diagnostic) -> StudyReport? {
    store.beginPass()
    (open, done) = ([], 0)
    // Bases first: they take longest, and everything stands on them.
    var bases: [(seed: Int, base: ArtefactStore.Artefact)] = []
    for seed in configuration.worlds {
      let base = try timed { () throws(Diagnostic) in
        try store.attempt { () throws(Diagnostic) in try makeBase(seed) }
      }
      if let base { bases.append((seed, base)) }
      finishStep()
    }
    var worlds: [StudyReport.World] = []
    do throws(Diagnostic) {
      for (seed, base) in bases {
        for part in configuration.parts {
          let report = try timed { () throws(Diagnostic) in
            try store.attempt { () throws(Diagnostic) in try compare(part, base, seed: seed) } ?? nil
          }
          finishStep()
          guard let report else { continue }
          if worlds.last?.seed != seed { worlds.append(StudyReport.World(seed: seed, comparisons: [])) }
          worlds[worlds.count - 1].comparisons.append(StudyReport.Comparison(part: part, report: report))
        }
      }
    } catch {
      if error.status.isSignal, !worlds.isEmpty {
        let seconds = (try? clock.seconds()) ?? 0
        stopped(StudyReport(configuration, worlds: worlds, warnings: warnings, seconds: seconds))
      }
      throw error
    }
    guard !store.hasHeld, open.isEmpty else { return nil }
    let report = StudyReport(configuration, worlds: worlds, warnings: warnings, seconds: try clock.seconds())
    let isWritten = try store.alone("report") { () throws(Diagnostic) in
      try self.report.write(report.markdown, report.json)
    }
    return isWritten ? report : nil
  }

  /// nil where some of it was left to other workers.
  private func compare(
    _ part: StudyConfiguration.Part, _ base: ArtefactStore.Artefact, seed: Int
  ) throws(Diagnostic) -> DTMReport? {
    let world = try makeWorld(seed, dose: part.dose)
    let job = try DisperseThenMerge(
      try comparison(part, world, base, seed: seed), threads: threads, budget: budget, sharedUntil: timeout
    ) { (progress) throws(Diagnostic) in
      try self.tell("world \(seed), \(part.name): \(progress.step)", progress.detail, progress.part)
    }
    for warning in job.warnings where !warnings.contains(warning) {
      warnings.append(warning)
      warn(warning)
    }
    let report = try job.pass()
    if report == nil { open.append(job) }
    return report
  }

  /// Returns when something that other workers made, or left unfinished, is to be looked at again.
  private func waitForOthers() throws(Diagnostic) {
    var isWaiting = true
    while isWaiting {
      try tell("waiting for other workers", "\(open.count) comparisons that they work on")
      usleep(500_000)
      isWaiting = try store.hasHeld ? store.isWaiting() : true
      for job in open where isWaiting { isWaiting = try job.isWaiting() }
    }
  }

  // MARK: what each world is made of

  private func makeWorld(_ seed: Int, dose: StudyConfiguration.Dose? = nil) throws(Diagnostic) -> ArtefactStore.Artefact
  {
    let spec = try WorldSpec(configuration.world + (dose?.world ?? []))
    let recipe: JSON = [
      "spec": spec.json, "seed": .string("\(seed)"), "version": .integer(World.version),
    ]
    return try store.artefact("world", recipe: recipe) { (folder) throws(Diagnostic) in
      try tell("making world \(seed)")
      try FileSystem.removeDirectory(folder + "/world")
      _ = try WriteWorld(World(spec, seed: UInt64(seed)), to: folder + "/world").run { (_) throws(Diagnostic) in
        try self.tell("making world \(seed)")
      }
    }
  }

  /// A tokenizer and a base of a world's pre-training corpus, which no dose of its instructions changes.
  private func makeBase(_ seed: Int) throws(Diagnostic) -> ArtefactStore.Artefact {
    let world = try makeWorld(seed).path + "/world", corpus = world + "/pretraining/corpus.jsonl"
    let digest = JSON.string(try SHA256.known(ofFile: corpus))
    let pieces: JSON = ["corpus": digest, "pieces": .integer(configuration.pieces)]
    let tokenizer = try store.artefact("tokenizer", recipe: pieces) { (folder) throws(Diagnostic) in
      try tell("world \(seed): making its tokenizer")
      let sentences = try Corpus(files: [corpus], documents: .line).sentences
      let bytes = try SentencePieceTraining(pieces: configuration.pieces, kind: .bpe).model(
        of: sentences, place: corpus)
      try FileSystem.write(bytes, to: folder + "/tokenizer.model")
    }
    func job(_ folder: String) throws(Diagnostic) -> TrainingConfiguration {
      try configuration.training(out: folder + "/run", world: world, tokenizer: tokenizer.path + "/tokenizer.model")
    }
    let recipe: JSON = ["corpus": digest, "training": .string(try configuration.training().recipeDescription)]
    return try store.artefact("base", recipe: recipe, parents: [tokenizer]) { (folder) throws(Diagnostic) in
      let training = try TrainModel(try job(folder), bases: try TrainingBases(threads: threads), budget: budget)
      _ = try training.run { (event) throws(Diagnostic) in
        guard case .updated(let progress) = event else { return }
        try self.tell(
          "world \(seed): training its base", "update \(progress.step.update) of \(progress.total)",
          Double(progress.step.update) / Double(progress.total))
      }
    }
  }

  private func comparison(
    _ part: StudyConfiguration.Part, _ world: ArtefactStore.Artefact, _ base: ArtefactStore.Artefact, seed: Int
  ) throws(Diagnostic) -> DTMConfiguration {
    let folder = world.path + "/world/instruction"
    let files = try FileSystem.names(in: folder).filter { $0.hasSuffix(".jsonl") }.sorted().map { "\(folder)/\($0)" }
    return try configuration.comparison(
      part, world: world.path + "/world", base: base.path + "/run/model", data: files,
      out: "\(configuration.out)/world-\(seed)",
      artefacts: configuration.artefacts.isEmpty
        ? "\(configuration.out)/world-\(seed)/artefacts" : "\(configuration.artefacts)/world-\(seed)")
  }

  // MARK: progress and time

  /// Each base and each comparison counts the same.
  /// - Parameter part: of the step at hand, from 0 to 1.
  private func tell(_ step: String, _ detail: String = "", _ part: Double? = nil) throws(Diagnostic) {
    isComputing = true
    try store.checkLease()
    let part = part ?? 0
    try observe(JobProgress(step, detail, done: done + part, of: total, computed: computed + part))
  }

  private func finishStep() {
    done += 1
    if isComputing { computed += 1 }
    isComputing = false
  }

  /// Of all sessions and workers, but for steps in which the process was killed.
  private var clock: StudyClock { StudyClock(configuration.out + "/" + TimingFile.name) }

  /// Adds to the time of the study, also where the work is interrupted.
  private func timed<Made>(_ work: () throws(Diagnostic) -> Made) throws(Diagnostic) -> Made {
    let start = ContinuousClock.now
    do {
      let made = try work()
      try addTime(since: start)
      return made
    } catch {
      try? addTime(since: start)
      throw error
    }
  }

  /// One worker at a time writes the file; nothing else waits for it.
  private func addTime(since start: ContinuousClock.Instant) throws(Diagnostic) {
    let elapsed = ContinuousClock.now - start
    while try !store.alone("clock", isNoted: false, { () throws(Diagnostic) in try clock.add(elapsed) }) {
      usleep(20_000)
    }
  }
}
