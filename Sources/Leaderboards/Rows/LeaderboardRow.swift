public import Evaluation
public import Files
public import Statistics

/// A model on a leaderboard: what it is called, where it lies, and what it answered.
public struct LeaderboardRow: Sendable {
  public var name: String
  /// Whether a person chose the name.
  var isNamed = false
  /// Rows of one group stand together below its name.
  public var group = ""
  public var origin: Origin
  /// What the table of `dtm` says it is there for, and of which seed; nil of others.
  var role: String?
  var reportedSeed: Int?
  /// Of a study's row the number of sub-models, and which kind of model it is without that.
  var subModels: Int?
  var kind = ""
  /// Folders of runs, the file of a reference, or the report that it is a row of.
  public var places: [String]
  public var model = ModelPlace()
  public var tasks: [Task] = []
  /// What was read of `places`; none of a row whose numbers a report or a publication tells.
  public internal(set) var runs: [StoredRun] = []
  /// SHA-256 over all outcomes of each run.
  public var digests: [String] { runs.map(\.digest) }
  /// Of whom asked: `--preset`; nil where nobody said.
  public var preset: String?
  /// Whether the built-in miniatures were asked, which are no benchmark.
  public var isMiniature = false
  /// What of the model's folder was ignored or is read in another way, a sentence each.
  public var warnings: [String] = []
  /// What draws and judges depended on, where other runs may have had another: seeds, and the sandbox.
  public var seed: JSON = .null
  public var sandbox: JSON = .null

  public enum Origin: String, Sendable {
    case run, reference, dtm, study, search, published
  }

  /// Where a model lies, as it was told.
  public struct ModelPlace: Sendable, Equatable {
    public var path = ""
    public var adapters: [String] = []
    public var ensemble: [String] = []

    public init(path: String = "", adapters: [String] = [], ensemble: [String] = []) {
      self.path = path
      self.adapters = adapters
      self.ensemble = ensemble
    }
  }

  public struct Task: Sendable {
    public var way: AskedWay
    /// The name that the run's files have, without the protocol.
    public var name: String
    public var evidence: Evidence
  }

  /// What a number is made of.
  public enum Evidence: Sendable {
    case items(TaskRecord)
    /// A value in each world of a study, in its order.
    case worlds([Double], metric: String)
    /// A mean that another report tells, of so many items.
    case mean(SampleMean, metric: String)
    /// As it was published, between 0 and 1, with so many decimals of a percentage.
    case published(Double, decimals: Int)
  }

  public init(name: String, origin: Origin, places: [String]) {
    self.name = name
    self.origin = origin
    self.places = places
  }
}

extension LeaderboardRow {
  /// Whether a name means it: its own, or `GROUP: NAME`.
  func isCalled(_ text: String) -> Bool { text == name || text == "\(group): \(name)" }
}

extension LeaderboardRow.ModelPlace {
  /// What people call it: `base`, `base + alpaca LoRA`, `ensemble of a, b`.
  public var name: String {
    let base = Self.name(of: path)
    if !ensemble.isEmpty { return "\(base), ensemble of " + ensemble.map(Self.name).joined(separator: ", ") }
    return ([base] + adapters.map { Self.name(of: $0) + " LoRA" }).joined(separator: " + ")
  }

  /// The last name of a path that says anything: that of the folder above `adapter`, `merged` or `model`.
  private static func name(of path: String) -> String {
    var parts = path.split(separator: "/").map(String.init).filter { $0 != "." }
    while parts.count > 1, let last = parts.last, ["adapter", "merged", "model", "run", "..", "best"].contains(last) {
      parts.removeLast()
    }
    return parts.last ?? "?"
  }
}
