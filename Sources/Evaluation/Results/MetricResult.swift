public import Statistics

/// One metric over many items.
public struct MetricResult: Sendable, Equatable {
  public var name: String
  /// lm-evaluation-harness's name of the filter; `none` as a rule.
  public var filter: String
  /// Over the scored items; nil where it cannot be told.
  public var mean: SampleMean?
  /// Items that have no score: counted, shown, not averaged.
  public var unscored: Int

  public init(name: String, filter: String = "none", mean: SampleMean?, unscored: Int) {
    self.name = name
    self.filter = filter
    self.mean = mean
    self.unscored = unscored
  }

  /// The name for people: `acc`, `exact_match,strict-match`.
  public var label: String { filter == "none" ? name : "\(name),\(filter)" }
}

/// The metrics of a named part of a benchmark: a subtask, or a category of subtasks.
public struct GroupResult: Sendable, Equatable {
  public var name: String
  /// The subtasks of a category; empty for a subtask.
  public var members: [String]
  public var items: Int
  public var metrics: [MetricResult]

  public init(name: String, members: [String] = [], items: Int, metrics: [MetricResult]) {
    self.name = name
    self.members = members
    self.items = items
    self.metrics = metrics
  }
}
