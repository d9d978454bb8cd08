public import Files
import Glibc

/// A run that is asked in shards, as it lies in its folder: what was asked, and how far each shard is.
public struct ShardedRun {
  public let path: String
  /// What whoever opened the model knows.
  public let description: ShardDescription
  /// In the words of who asked, by option.
  public let asked: JSONObject
  private let folders: [ShardFolder]
  /// The one that asks most: others may have been begun with a lower limit.
  private let leader: ShardFolder

  /// Throws where there are no shards.
  public init(_ path: String) throws(Diagnostic) {
    self.path = path
    guard FileSystem.isDirectory(path) else {
      throw Diagnostic(
        path, "is no folder", expected: "the folder of a run that was asked with --shard", status: .wrongUsage)
    }
    folders = try ShardFolder.all(in: path)
    let shards = folders.filter { $0.shard != nil }
    guard let leader = shards.max(by: { Self.items($0) < Self.items($1) }) else {
      throw Diagnostic(
        path, "holds no shards", expected: "the folder of a run that was asked with --shard", status: .wrongUsage)
    }
    self.leader = leader
    let place = leader.path + "/" + RunDirectory.manifestName
    guard let description = ShardDescription(leader.manifest["shard"] ?? .null), description.shard == leader.shard,
      let asked = leader.manifest["asked"]?.object
    else { throw Diagnostic(place, "does not say what was asked of a shard", expected: "the file as the run wrote it") }
    self.description = description
    self.asked = asked
  }

  private static func items(_ folder: ShardFolder) -> Int {
    (folder.identity["tasks"]?.object?.members ?? []).reduce(0) { sum, task in
      let (total, isTooMany) = sum.addingReportingOverflow(task.value["items"]?.integer ?? 0)
      return isTooMany ? sum : total
    }
  }

  /// The version of assay that asked.
  public var version: String { leader.identity["assay"]?.string ?? "?" }

  /// What a person should know about the model's folder.
  public var warnings: [String] { leader.manifest["circumstances"]?["warnings"]?.array?.compactMap(\.string) ?? [] }

  /// What could change a verdict; null where no programs are executed.
  public var sandbox: JSON {
    (leader.identity["tasks"]?.object?.members ?? []).lazy.compactMap { $0.value["sandbox"] }.first ?? .null
  }

  public func model() throws(Diagnostic) -> ModelIdentity {
    let model = ModelIdentity(
      leader.identity["model"] ?? .null, name: description.modelName,
      circumstances: leader.manifest["circumstances"] ?? .null)
    guard let model else {
      throw Diagnostic(
        leader.path + "/" + RunDirectory.manifestName, "does not say which model was asked",
        expected: "the file as the run wrote it")
    }
    return model
  }

  /// How far a shard is.
  public struct Extent: Sendable, Equatable {
    public var shard: Shard
    public var items, finished: Int
    /// Seconds since it wrote last; nil where it has not begun.
    public var idle: Int?
  }

  /// What all folders hold. Throws where a folder was asked something else than `manifest` says, and where two hold different answers.
  public func outcomes(of tasks: [RunTask], _ manifest: RunManifest) throws(Diagnostic) -> GatheredOutcomes {
    try GatheredOutcomes(folders, tasks: tasks, manifest: manifest)
  }

  /// How far each shard is, of as many as the run was cut into last, and the ids of what no folder holds yet, by task.
  public func extents(
    _ tasks: [RunTask], _ gathered: GatheredOutcomes
  ) -> (shards: [Extent], missing: [[String]]) {
    let latest = folders.filter { $0.shard != nil }.max { Self.modified($0) < Self.modified($1) } ?? leader
    let count = latest.shard?.count ?? 1, cut = ShardCut(tasks, count: count)
    let extents = Shard.all(of: count).map { shard -> Extent in
      let items = cut.items(of: shard, in: tasks)
      let finished = zip(items, gathered.outcomes).reduce(0) { sum, task in
        sum + task.0.count { task.1[$0.id] != nil }
      }
      let folder = folders.first { $0.shard == shard }
      return Extent(
        shard: shard, items: items.reduce(0) { $0 + $1.count }, finished: finished,
        idle: folder.map { max(0, time(nil) - Self.modified($0)) })
    }
    let missing = zip(tasks, gathered.outcomes).map { task, found in
      task.items.map(\.id).filter { found[$0] == nil }
    }
    return (extents, missing)
  }

  /// Seconds since 1970.
  private static func modified(_ folder: ShardFolder) -> Int {
    var status = stat()
    return stat(folder.path + "/" + RunDirectory.journalName, &status) == 0 ? Int(status.st_mtim.tv_sec) : 0
  }
}
