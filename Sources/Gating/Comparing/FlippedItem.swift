import Evaluation

/// An item that only one of the two runs answers.
public struct FlippedItem: Sendable, Equatable {
  public var task: String
  public var metric: String
  public var item: String
  /// Whether the candidate lost it; gained otherwise.
  public var isLost: Bool

  /// Of a metric that is right or wrong; none of others. Lost ones first, in the order of the items.
  static func list(_ task: Comparability.Task, metric index: Int, _ label: String) -> [FlippedItem] {
    var lost: [FlippedItem] = [], gained: [FlippedItem] = []
    for (old, new) in task.pairs.pairs {
      guard let before = old.scores[index], let after = new.scores[index] else { continue }
      if before == 1, after == 0 {
        lost.append(FlippedItem(task: task.reference.id, metric: label, item: old.item, isLost: true))
      } else if before == 0, after == 1 {
        gained.append(FlippedItem(task: task.reference.id, metric: label, item: old.item, isLost: false))
      }
    }
    return lost + gained
  }
}
