import Evaluation

/// What a gate asks of a candidate: which tasks and metrics, how large a drop matters, and what happens where it cannot be told.
public struct GatePolicy: Sendable, Equatable {
  /// The probability of one false alarm or more in a suite that is not worse.
  public var alpha = 0.05
  /// The least drop of a metric that matters; above 0.
  public var margin = 0.02
  /// The same of the mean over all tasks, which sees a small drop everywhere.
  public var suiteMargin = 0.01
  /// With what probability the drop that is told as detectable would be found.
  public var power = 0.8
  /// Whether McNemar's test is the exact one.
  public var isExact = false
  /// Of permutations and bootstraps.
  public var seed: UInt64 = 0

  /// What is asked of single tasks; empty: the first metric of each task.
  public var tasks: [Task] = []
  /// Names of tasks that both runs must have, beside those of the reference; all of the reference where it is empty.
  public var required: [String] = []
  /// Items of a task that only one of the runs may have; they are left out.
  public var allowedMissing = 0
  /// Items of a task that may have no score; they are left out.
  public var allowedUnscored = 0

  /// What it means that a single metric cannot be told, and that the whole suite cannot.
  public var cannotTell = Reaction.warn
  public var suiteCannotTell = Reaction.fail

  /// The log-likelihood of the right choice as a second, more sensitive endpoint.
  public var likelihood = Endpoint.warn
  /// Nats an item.
  public var likelihoodMargin = 0.02

  /// The largest share of the items of a sampled run whose answers may differ among themselves; nil: any.
  public var flaky: Double?
  /// Whether runs may be compared whose samples were drawn with different seeds, and programs of which were judged by another Python.
  public var seeds = Sameness.same
  public var sandboxes = Sameness.same

  public init() {}

  public struct Task: Sendable, Equatable {
    /// A task's name or its protocol: `mmlu`, `race@2`.
    public var task = ""
    /// Labels of metrics; empty: the first one.
    public var metrics: [String] = []
    /// nil: the policy's.
    public var margin: Double?
    public var cluster = Cluster.context

    public init() {}
  }

  /// What items are exchanged together, because they are no independent evidence.
  public enum Cluster: String, Sendable, CaseIterable {
    case context, subtask, item
  }

  public enum Reaction: String, Sendable, CaseIterable {
    case pass, warn, fail
  }

  public enum Endpoint: String, Sendable, CaseIterable {
    case off, warn, gate
  }

  public enum Sameness: String, Sendable, CaseIterable {
    case same, any
  }

  /// What is asked of a task, by its name or protocol.
  func task(_ record: TaskRecord) -> Task? {
    tasks.first { $0.task == record.id } ?? tasks.first { record.isCalled($0.task) }
  }
}
