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
    let items = task.pairs.reference
    for place in items.indices {
      guard let before = items[place].scores[index], let after = task.pairs.candidate[place].scores[index],
        before != after
      else { continue }
      if before == 1, after == 0 {
        lost.append(FlippedItem(task: task.reference.id, metric: label, item: items[place].item, isLost: true))
      } else if before == 0, after == 1 {
        gained.append(FlippedItem(task: task.reference.id, metric: label, item: items[place].item, isLost: false))
      }
    }
    return lost + gained
  }
}
