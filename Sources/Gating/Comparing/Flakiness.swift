import Evaluation

/// How far the answers to one item differ among themselves where each was answered several times.
public struct Flakiness: Sendable, Equatable {
  public var task: String
  /// Whether it is the candidate's.
  public var isCandidate: Bool
  public var items: Int
  public var samples: Int
  /// Items some of whose answers are right and some wrong.
  public var flaky: Int
  /// Of the mean over these very items, what drawing other answers would add: √(Σ p (1 − p) / (k − 1)) / n.
  public var samplingError: Double

  public var share: Double { items > 0 ? Double(flaky) / Double(items) : 0 }

  static func list(_ task: Comparability.Task) -> [Flakiness] {
    [
      (task.reference, task.pairs.pairs.map(\.reference), false),
      (task.candidate, task.pairs.pairs.map(\.candidate), true),
    ]
    .compactMap { record, items, isCandidate in
      guard record.samples > 1 else { return nil }
      let rights = items.compactMap(\.right), count = Double(record.samples)
      guard !rights.isEmpty else { return nil }
      let variance = rights.reduce(0) { sum, right in
        let share = Double(right) / count
        return sum + share * (1 - share) / (count - 1)
      }
      return Flakiness(
        task: record.id, isCandidate: isCandidate, items: rights.count, samples: record.samples,
        flaky: rights.count { $0 > 0 && $0 < record.samples },
        samplingError: variance.squareRoot() / Double(rights.count))
    }
  }
}
