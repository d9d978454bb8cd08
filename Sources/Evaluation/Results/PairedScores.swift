public import Statistics

/// Two models' scores on the same items of a task. What the items have in common, that some are hard, cancels out in their
/// differences, so that these say more than the two means do.
public enum PairedScores {
  /// The items of one subtask, in their order; nil where an item has no score.
  public struct Part: Sendable, Equatable {
    public var name: String
    public var scores: [Double?]

    public init(name: String, scores: [Double?]) {
      self.name = name
      self.scores = scores
    }
  }

  /// The mean of `ours` less `theirs`, aggregated as the task's metric is. Items that either lacks a score of are left out. nil
  /// where the items are not the same, or none are left.
  public static func difference(
    _ ours: [Part], _ theirs: [Part], aggregation: Benchmark.Aggregation
  ) -> SampleMean? {
    guard ours.map(\.name) == theirs.map(\.name),
      zip(ours, theirs).allSatisfy({ $0.scores.count == $1.scores.count })
    else { return nil }
    let groups = zip(ours, theirs).map { one, other in
      zip(one.scores, other.scores).compactMap { mine, yours -> Double? in
        guard let mine, let yours else { return nil }
        return mine - yours
      }
    }
    return mean(of: groups, aggregation)
  }

  /// The mean of one model's, aggregated as the task's metric is.
  public static func mean(_ parts: [Part], aggregation: Benchmark.Aggregation) -> SampleMean? {
    mean(of: parts.map { part in part.scores.compactMap { $0 } }, aggregation)
  }

  private static func mean(of groups: [[Double]], _ aggregation: Benchmark.Aggregation) -> SampleMean? {
    switch aggregation {
    case .micro: SampleMean(pooling: groups)
    case .macro: SampleMean(macroOf: groups)
    }
  }
}
