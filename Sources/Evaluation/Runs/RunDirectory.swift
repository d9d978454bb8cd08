public import CodeExecution
public import Files

/// A folder that holds one run: what was asked (`run.json`), every finished item (`journal.jsonl`), and once
/// all are finished the results. One process at a time; whoever comes later goes on where the last one
/// stopped.
public final class RunDirectory {
  public let path: String
  public let journal: Journal
  /// What `run.json` says of the judges' seed: nothing before the first verdict.
  public private(set) var judgeSeed: JudgeSeed?
  private let lock: DirectoryLock

  /// Makes the folder, or opens the run that is in it. `fresh` removes that run first, and only what a run
  /// consists of.
  ///
  /// Throws when another process has it open, when it holds something else than a run (unless forced), or when it holds a run
  /// of which something else was asked. More items of the same are no other question: what is finished of them counts.
  public init(_ path: String, manifest: RunManifest, fresh: Bool = false, force: Bool = false) throws(Diagnostic) {
    self.path = path
    try Self.checkPlace(path, force: force)
    try FileSystem.makeDirectory(path)
    lock = try DirectoryLock(path)
    let names = try FileSystem.names(in: path)
    let isRun = names.contains(Self.manifestName)
    if fresh {
      for shard in try ShardFolder.shards(in: path) { try Self.remove(path + "/" + shard.folder) }
    }
    // The manifest goes last: a folder that lost it would be no run any more.
    let manifestLast = names.filter { $0 != Self.manifestName } + names.filter { $0 == Self.manifestName }
    for name in manifestLast where Self.isTemporary(name) || (fresh && Self.isPart(name)) {
      try FileSystem.remove(path + "/" + name)
    }
    let manifestPath = path + "/" + Self.manifestName
    var isExtended = false
    if isRun && !fresh {
      (judgeSeed, isExtended) = try Self.check(manifestPath, against: manifest, path: path)
    } else {
      var unjudged = manifest
      unjudged.judging.seed = nil
      try FileSystem.write(unjudged.json.text(pretty: true) + "\n", to: manifestPath)
    }
    journal = try Journal(path + "/" + Self.journalName)
    for (line, outcome) in journal.records
    where !manifest.tasks.contains(where: { $0.id == outcome.task }) {
      throw .foreignTask(outcome.task, place: "\(journal.path):\(line)")
    }
    if isExtended { try extend(to: manifest, names: names) }
  }

  /// Throws where a folder holds something else than a run or its shards, unless forced.
  static func checkPlace(_ path: String, force: Bool) throws(Diagnostic) {
    try OutputPlace(path, .folder, force: force).check(
      ignoring: { isTemporary($0) || Shard(folder: $0) != nil || $0 == ShardSeed.name },
      isOwn: { FileSystem.exists($0 + "/" + manifestName) }
    ) { .notARun(path, holds: $0) }
  }

  /// Makes the run one of more items: its journal stays, and results of the fewer items go before anything says that more are asked.
  private func extend(to manifest: RunManifest, names: [String]) throws(Diagnostic) {
    try RunSeal.remove(path)
    for name in names
    where Self.isPart(name) && ![Self.manifestName, Self.journalName, TimingFile.name, ShardSeed.name].contains(name) {
      if FileSystem.exists(path + "/" + name) { try FileSystem.remove(path + "/" + name) }
    }
    var manifest = manifest
    manifest.judging.seed = judgeSeed
    try FileSystem.write(manifest.json.text(pretty: true) + "\n", to: path + "/" + Self.manifestName)
  }

  /// Writes the judges' seed into `run.json`, where it is not yet: once a program has its verdict, and before the verdict is kept.
  public func record(_ seed: JudgeSeed) throws(Diagnostic) {
    guard judgeSeed == nil else { return }
    let manifestPath = path + "/" + Self.manifestName
    guard var manifest = try JSON(file: manifestPath).object, var identity = manifest["identity"]?.object else {
      throw .notAManifest(manifestPath)
    }
    identity[RunManifest.seedField] = .integer(seed.number)
    manifest["identity"] = .object(identity)
    try FileSystem.write(JSON.object(manifest).text(pretty: true) + "\n", to: manifestPath)
    judgeSeed = seed
  }

  /// What the journal holds of one task, by item id. Throws, naming the line, where a record is not an answer
  /// to what the task asks.
  public func outcomes(of task: RunTask) throws(Diagnostic) -> [String: ItemOutcome] {
    try Self.outcomes(of: task, in: journal.records, journal: journal.path).mapValues(\.outcome)
  }

  /// The same of the lines of a journal.
  static func outcomes(
    of task: RunTask, in records: [(line: Int, outcome: ItemOutcome)], journal: String
  ) throws(Diagnostic) -> [String: (line: Int, outcome: ItemOutcome)] {
    let items = Dictionary(task.items.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var outcomes: [String: (line: Int, outcome: ItemOutcome)] = [:]
    for (line, outcome) in records where outcome.task == task.benchmark.id {
      let place = "\(journal):\(line)"
      guard let item = items[outcome.item], item.index == outcome.index else {
        throw .foreignItem(outcome, place: place)
      }
      guard isComplete(outcome.answers, for: item, of: task), outcome.shots <= item.exemplars.count,
        outcome.promptDigest == ItemOutcome.digest(ofPrompt: item.prompt(shots: outcome.shots))
      else { throw .otherPrompt(outcome, place: place) }
      outcomes[outcome.item] = (line, outcome)
    }
    return outcomes
  }

  private static func isComplete(
    _ answers: ItemOutcome.Answers, for item: Item, of task: RunTask
  ) -> Bool {
    switch (task.benchmark.asking, answers) {
    case (.choice, .likelihoods(let all)): all.count == task.answers(to: item)
    case (.answer, .completions(let all)): all.count == task.answers(to: item)
    case (.program, .programs(let all)): all.count == task.answers(to: item)
    default: false
    }
  }

  /// Removes the run that is in a folder, and the folder where nothing else is in it. Throws while another process writes it.
  private static func remove(_ path: String) throws(Diagnostic) {
    let lock = try DirectoryLock(path)
    defer { withExtendedLifetime(lock) {} }
    let names = try FileSystem.names(in: path)
    for name in names where isTemporary(name) || isPart(name) { try FileSystem.remove(path + "/" + name) }
    guard names.allSatisfy({ isTemporary($0) || isPart($0) || $0 == "lock" }) else { return }
    try FileSystem.removeDirectory(path)
  }

  // The files of a run.
  static let manifestName = "run.json"
  static let journalName = "journal.jsonl"
  static let resultsName = "results.json"
  static let digestName = "digest"
  static let itemsName = "items.jsonl"

  static func samplesName(_ task: String) -> String { "samples_\(task).jsonl" }

  private static func isPart(_ name: String) -> Bool {
    [manifestName, journalName, resultsName, digestName, itemsName, RunSeal.name, TimingFile.name, ShardSeed.name]
      .contains(name)
      || (name.hasPrefix("samples_") && name.hasSuffix(".jsonl"))
  }

  /// What a process that was killed while it replaced a file has left.
  private static func isTemporary(_ name: String) -> Bool {
    if let final = OutputPlace.finalName(ofTemporary: name) { return isPart(final) }
    guard name.hasSuffix(".tmp") else { return false }
    let stem = name.dropLast(4)
    guard let dot = stem.lastIndex(of: "."), Int(stem[stem.index(after: dot)...]) != nil else { return false }
    return isPart(String(stem[..<dot]))
  }

  /// The judges' seed that is recorded there, and whether more items of the same are asked now.
  private static func check(
    _ manifestPath: String, against manifest: RunManifest, path: String
  ) throws(Diagnostic) -> (seed: JudgeSeed?, isExtended: Bool) {
    let stored = try JSON(file: manifestPath)
    guard let format = stored["format"]?.integer, let identity = stored["identity"] else {
      throw .notAManifest(manifestPath)
    }
    guard format == RunManifest.format else {
      throw Diagnostic(
        manifestPath, "has format \(format); this version of assay writes format \(RunManifest.format)",
        expected: "go on with the version that began the run, or start over with --fresh")
    }
    // A seed that only one side names is no difference: the run goes on with it.
    var asked = manifest
    let seed = identity[RunManifest.seedField]?.integer.flatMap(JudgeSeed.init)
    if let seed { asked.judging.seed = manifest.judging.seed ?? seed } else { asked.judging.seed = nil }
    let differences = ManifestDifference.list(old: identity, new: asked.identity)
    let isExtended = !differences.isEmpty && differences.allSatisfy(\.isMoreItems)
    guard differences.isEmpty || isExtended else {
      let change = ResumeChange(before: stored["asked"]?.object ?? manifest.asked, now: manifest.asked)
      throw .otherRun(path, change.sentences(differences))
    }
    return (seed, isExtended)
  }
}

extension Diagnostic {
  fileprivate static func notAManifest(_ path: String) -> Diagnostic {
    Diagnostic(
      path, "does not say what was asked of this run",
      expected: "restore the file, or start over with --fresh, or name another folder with --out")
  }

  fileprivate static func notARun(_ path: String, holds name: String) -> Diagnostic {
    Diagnostic(
      path, "holds '\(name)' and is not the folder of a run",
      expected: "--out names a new folder, an empty one, or that of a run")
  }

  fileprivate static func otherRun(_ path: String, _ sentences: [String]) -> Diagnostic {
    let named = sentences.prefix(3).joined(separator: "; ")
    let rest = sentences.count > 3 ? "; and \(sentences.count - 3) more" : ""
    return Diagnostic(
      path, "holds a run of which something else was asked: \(named)\(rest)",
      expected: "ask the same again, start over with --fresh, or name another folder with --out")
  }

  fileprivate static func foreignTask(_ task: String, place: String) -> Diagnostic {
    Diagnostic(
      place, "this line belongs to \(task), which this run does not ask",
      expected: "a journal holds items of its own run; restore the file, or start over with --fresh")
  }

  fileprivate static func foreignItem(_ outcome: ItemOutcome, place: String) -> Diagnostic {
    Diagnostic(
      place, "\(outcome.task) has no item '\(outcome.item)' at place \(outcome.index)",
      expected: "a journal holds items of its own run; restore the file, or start over with --fresh")
  }

  fileprivate static func otherPrompt(_ outcome: ItemOutcome, place: String) -> Diagnostic {
    Diagnostic(
      place, "item '\(outcome.item)' of \(outcome.task) was asked with another prompt",
      expected: "a journal holds items of its own run; restore the file, or start over with --fresh")
  }
}
