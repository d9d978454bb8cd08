import CodeExecution
import Files

/// What lies in the folder of a shard, or in that of the whole run, read while another process may be asking it.
struct ShardFolder {
  /// nil for the whole run's folder.
  let shard: Shard?
  let path: String
  /// `run.json`.
  let manifest: JSON
  let records: [(line: Int, outcome: ItemOutcome)]

  /// Those of a run that have begun: the whole run's first, then the shards by count and number.
  static func all(in run: String) throws(Diagnostic) -> [ShardFolder] {
    guard FileSystem.isDirectory(run) else { return [] }
    let shards = try shards(in: run)
    var folders: [ShardFolder] = []
    for shard in [nil] + shards.map(Optional.some) {
      let path = shard.map { run + "/" + $0.folder } ?? run
      guard FileSystem.exists(path + "/" + RunDirectory.manifestName) else { continue }
      folders.append(try ShardFolder(shard, path))
    }
    return folders
  }

  /// Those of which there are folders.
  static func shards(in run: String) throws(Diagnostic) -> [Shard] {
    guard FileSystem.isDirectory(run) else { return [] }
    return try FileSystem.names(in: run).compactMap { Shard(folder: $0) }.sorted {
      ($0.count, $0.number) < ($1.count, $1.number)
    }
  }

  private init(_ shard: Shard?, _ path: String) throws(Diagnostic) {
    self.shard = shard
    self.path = path
    manifest = try JSON(file: path + "/" + RunDirectory.manifestName)
    let journal = path + "/" + RunDirectory.journalName
    records = FileSystem.exists(journal) ? try Journal.records(of: journal) : []
  }

  /// What people call it.
  var words: String { shard?.words ?? "the run's own folder" }

  var identity: JSON { manifest["identity"] ?? .null }

  /// Known once a program has its verdict.
  var judgeSeed: JudgeSeed? { identity[RunManifest.seedField]?.integer.flatMap({ JudgeSeed($0) }) }

  /// What the folder holds of a task, by item id, each with its place. Throws where a line is no answer to what is asked.
  func outcomes(of task: RunTask) throws(Diagnostic) -> [String: (place: String, outcome: ItemOutcome)] {
    var found: [String: (place: String, outcome: ItemOutcome)] = [:]
    for (id, entry) in try RunDirectory.outcomes(of: task, in: records, journal: path + "/" + RunDirectory.journalName)
    {
      found[id] = ("\(path)/\(RunDirectory.journalName):\(entry.line)", entry.outcome)
    }
    return found
  }

  /// Throws where something else was asked there than `manifest` says. Fewer items of the same are no other question.
  func check(asks manifest: RunManifest) throws(Diagnostic) {
    var asked = manifest
    // A seed that only one side names is no difference.
    asked.judging.seed = judgeSeed.map { manifest.judging.seed ?? $0 }
    let differences = ManifestDifference.list(old: identity, new: asked.identity)
    guard !differences.allSatisfy(\.isMoreItems) else { return }
    let change = ResumeChange(before: self.manifest["asked"]?.object ?? manifest.asked, now: manifest.asked)
    throw .otherShard(path, change.sentences(differences))
  }
}

extension Diagnostic {
  fileprivate static func otherShard(_ path: String, _ sentences: [String]) -> Diagnostic {
    Diagnostic(
      path, "holds a shard of which something else was asked: " + sentences.prefix(3).joined(separator: "; "),
      expected: "shards of one run are asked the same, by the same version; remove the folder, or name another --out")
  }
}
