import CodeExecution
import Datasets
public import Files

/// What was asked of a run: `run.json`. Its identity decides which numbers come out; its circumstances do
/// not.
public struct RunManifest: Sendable, Equatable {
  public static let format = 1

  public var model: ModelIdentity
  public var tasks: [TaskIdentity]
  /// Items of each task, or of each of its subtasks; nil for all.
  public var limit: Int?
  public var seed: Int
  /// Number format of the weights as asked with `--weights`.
  public var weights: String
  /// How programs are judged; counts where a task has programs.
  public var judging: Judging
  public var assayVersion: String
  public var circumstances: Circumstances
  /// Of a shard's folder: which it is, and what joining must know; nil for a whole run.
  public var shard: ShardDescription?
  /// The same in the words of who asked, by option: what a refused resume tells. Options that were not given are left out.
  public var asked: JSONObject = [:]

  public struct TaskIdentity: Sendable, Equatable {
    public var id: String
    public var version: Int
    public var bos: BOSPolicy
    public var items: Int
    /// How text is generated; nil where none is.
    public var generation: GenerationOptions?
    /// Whether programs are executed.
    public var isProgram: Bool
    /// The number of exemplars, where that is not the protocol's.
    public var shots: Int?
    /// SHA-256 over all that is asked; it changes with the data.
    public var askDigest: String
    /// SHA-256 over the items that a list chose; nil where there was no list.
    public var subset: String?
  }

  /// Where and how; a resumed run may differ in all of it. What two equal runs may differ in stands in `timing.json` alone.
  public struct Circumstances: Sendable, Equatable {
    public var data: String
    public var threads: Int
    public var kernel: String
    public var batchTokens: Int
    /// Bytes.
    public var memoryBudget: Int
    public var host: String
    /// ISO 8601, UTC.
    public var date: String
    /// What a person should know about the model's folder, a sentence each.
    public var warnings: [String]

    public init(
      data: String = "", threads: Int = 0, kernel: String = "", batchTokens: Int = 0, memoryBudget: Int = 0,
      host: String = "", date: String = "", warnings: [String] = []
    ) {
      self.data = data
      self.threads = threads
      self.kernel = kernel
      self.batchTokens = batchTokens
      self.memoryBudget = memoryBudget
      self.host = host
      self.date = date
      self.warnings = warnings
    }
  }

  public init(
    model: ModelIdentity, tasks: [RunTask], limit: Int? = nil, seed: Int, weights: String,
    judging: Judging = Judging(), assayVersion: String, circumstances: Circumstances = Circumstances()
  ) {
    self.model = model
    self.tasks = tasks.map {
      TaskIdentity(
        id: $0.benchmark.id, version: $0.benchmark.version, bos: $0.bos, items: $0.items.count,
        generation: $0.benchmark.asking.generation == nil ? nil : $0.generation,
        isProgram: $0.benchmark.asking.isProgram,
        shots: $0.benchmark.protocolShots == nil ? nil : $0.benchmark.shots, askDigest: $0.askDigest, subset: $0.subset)
    }
    self.limit = limit
    self.seed = seed
    self.weights = weights
    self.judging = judging
    self.assayVersion = assayVersion
    self.circumstances = circumstances
  }

  /// What a resume compares.
  var identity: JSON {
    var identity = fields
    // Known once there is a verdict; until then a run may be given one or another.
    if tasks.contains(where: \.isProgram) { identity[Self.seedField] = judging.seed.map { .integer($0.number) } }
    return .object(identity)
  }

  static let seedField = "judge_seed"

  private var fields: JSONObject {
    [
      "assay": .string(assayVersion),
      "model": model.json,
      "weights": .string(weights),
      "tasks": .object(JSONObject(tasks.map { (key: $0.id, value: json(of: $0)) })),
      "limit": limit.map { .integer($0) } ?? .null,
      "seed": .integer(seed),
    ]
  }

  private func json(of task: TaskIdentity) -> JSON {
    var json: JSONObject = [
      "version": .integer(task.version), "bos": .string(task.bos.rawValue), "items": .integer(task.items),
      "ask": .string(task.askDigest),
    ]
    json["shots"] = task.shots.map { .integer($0) }
    json["generation"] = task.generation?.json
    json["subset"] = task.subset.map { .string($0) }
    if task.isProgram {
      // What both are asked for is the same as what strict asks; only the table differs.
      json["verdicts"] = judging.verdicts == .reference ? "reference" : "strict"
      json["sandbox"] = judging.sandbox
    }
    return .object(json)
  }

  /// SHA-256 of the identity but for the judges' seed, which is not known when a run begins: names default folders.
  public var identityDigest: String { SHA256.hexadecimal(of: JSON.object(fields).text()) }

  /// Whether the built-in miniatures were asked, which are no benchmark.
  public var asksMiniatures: Bool { circumstances.data == DataDirectory.miniatureName }

  /// What a session begins with in `timing.json`.
  var session: JSONObject {
    let how = circumstances
    return [
      "date": .string(how.date), "host": .string(how.host), "threads": .integer(how.threads),
      "kernel": .string(how.kernel), "batch_tokens": .integer(how.batchTokens),
      "memory_bytes": .integer(how.memoryBudget),
    ]
  }

  public var json: JSON {
    let how = circumstances
    var circumstances: JSONObject = [
      "model": .string(model.path),
      "adapters": .array(model.adapterPaths.map { .string($0) }),
      "ensemble": .array((model.ensemble?.paths ?? []).map { .string($0) }),
      "data": .string(how.data),
      "miniatures": .bool(asksMiniatures),
    ]
    if !how.warnings.isEmpty { circumstances["warnings"] = .array(how.warnings.map { .string($0) }) }
    var json: JSONObject = [
      "format": .integer(Self.format),
      "identity": identity,
      "circumstances": .object(circumstances),
    ]
    json["shard"] = shard?.json
    if !asked.members.isEmpty { json["asked"] = .object(asked) }
    return .object(json)
  }
}
