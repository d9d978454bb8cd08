public import Evaluation
import Statistics

/// A part of a task's items that stands for all of them: of each subtask as large a part as of the whole, drawn by what is asked, so that
/// the same seed draws the same items from every run.
public struct ItemSelection: Sendable {
  public var seed: UInt64

  public init(seed: UInt64) { self.seed = seed }

  /// So many of the items, in their order.
  public func items(of task: TaskRecord, count: Int) -> [ItemRecord] {
    guard count < task.items.count else { return task.items }
    var places: [String: [Int]] = [:], names: [String] = []
    for (place, item) in task.items.enumerated() {
      let name = item.subtask ?? ""
      if places[name] == nil { names.append(name) }
      places[name, default: []].append(place)
    }
    var chosen: [Int] = [], open = count, left = task.items.count
    for name in names {
      let all = places[name] ?? []
      // What is left is shared among what is left, so that rounding adds up.
      let share = left > 0 ? (open * all.count + left / 2) / left : 0
      chosen += all.sorted { key(task.items[$0]) < key(task.items[$1]) }.prefix(share)
      open -= min(share, all.count)
      left -= all.count
    }
    return chosen.sorted().map { task.items[$0] }
  }

  private func key(_ item: ItemRecord) -> UInt64 {
    KeyedRandom.key(seed, KeyedRandom.number(of: item.item), KeyedRandom.number(of: item.subtask ?? ""))
  }
}
