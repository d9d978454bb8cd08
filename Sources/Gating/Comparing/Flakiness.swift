import Evaluation
import Statistics

/// How far the answers to one item differ among themselves where each was answered several times.
public struct Flakiness: Sendable, Equatable {
  public var task: String
  public var metric: String
  /// Whether it is the candidate's.
  public var isCandidate: Bool
  public var items: Int
  public var samples: Int
  /// Items some of whose answers are right and some wrong.
  public var flaky: Int
  /// Of the metric's mean over these very items, what drawing other answers would add; nil where each has less than twice as many answers
  /// as the metric tries.
  public var samplingError: Double?

  public var share: Double { items > 0 ? Double(flaky) / Double(items) : 0 }

  /// Of both runs; none of a metric that does not follow from how many answers are right.
  static func list(_ task: Comparability.Task, metric index: Int, _ layout: ItemLayout) -> [Flakiness] {
    let metric = task.reference.metrics[index]
    // How many are right is stored by the first metric's rule.
    guard let tries = metric.tries ?? (index == 0 ? 1 : nil), metric.filter == task.reference.metrics[0].filter else {
      return []
    }
    return [(task.reference, task.pairs.reference, false), (task.candidate, task.pairs.candidate, true)]
      .compactMap { record, items, isCandidate in
        let rights = items.map(\.right), known = rights.indices.filter { rights[$0] != nil }
        guard record.samples > 1, !known.isEmpty else { return nil }
        let counts = known.compactMap { rights[$0] }
        let weights = known.count == items.count ? layout.weights : layout.keeping(known).weights
        var variance: Double? = 0
        for (right, weight) in zip(counts, weights) {
          let own = PassAtK.variance(samples: record.samples, passed: right, tries: tries)
          variance = own.flatMap { own in variance.map { $0 + weight * weight * own } }
        }
        return Flakiness(
          task: record.id, metric: metric.label, isCandidate: isCandidate, items: counts.count, samples: record.samples,
          flaky: counts.count { $0 > 0 && $0 < record.samples },
          samplingError: variance.map { max(0, $0).squareRoot() })
      }
  }
}

extension TaskRecord.MetricName {
  /// The k of pass@k.
  fileprivate var tries: Int? {
    for stem in ["pass@", "pass_at_"] where name.hasPrefix(stem) { return Int(name.dropFirst(stem.utf8.count)) }
    return nil
  }
}
