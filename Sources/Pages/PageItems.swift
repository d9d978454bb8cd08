import Evaluation

/// The items of a task over all runs, each once: paired by what was asked, whatever their order and ids.
struct PageItems: Sendable {
  /// Unique within the task.
  private(set) var ids: [String] = []
  /// Place among `subtasks`; -1 where there are none.
  private(set) var part: [Int] = []
  private(set) var subtasks: [String] = []
  /// Of each run, of each item: its place in the run's record; nil where it was not asked.
  private(set) var places: [[Int?]] = []

  private var asks: [Substring] = []
  private let digits: Int

  init(_ records: [TaskRecord?]) {
    // A reference holds the first digits of what was asked.
    digits = records.compactMap { $0?.items.first?.ask.utf8.count }.min() ?? 0
    for record in records { places.append(record.map { add($0.items) } ?? []) }
    for run in places.indices where records[run] != nil {
      places[run] += [Int?](repeating: nil, count: ids.count - places[run].count)
    }
    nameUniquely()
  }

  private mutating func add(_ items: [ItemRecord]) -> [Int?] {
    if items.count == ids.count, zip(items, asks).allSatisfy({ $0.asked(digits) == $1 }) {
      return Array(items.indices)
    }
    var found = [Int?](repeating: nil, count: ids.count), open: [Substring: [Int]] = [:]
    for place in ids.indices.reversed() { open[asks[place], default: []].append(place) }
    var homes = [Int?](repeating: nil, count: items.count)
    // Some benchmarks ask the same thing twice; such items are paired by id first, then in order.
    for isByID in [true, false] {
      for (index, item) in items.enumerated() where homes[index] == nil {
        let key = item.asked(digits)
        guard var places = open[key], !places.isEmpty else { continue }
        guard let home = isByID ? places.lastIndex(where: { ids[$0] == item.item }) : places.count - 1 else { continue }
        homes[index] = places.remove(at: home)
        open[key] = places
      }
    }
    for (index, item) in items.enumerated() {
      if let home = homes[index] {
        found[home] = index
      } else {
        append(item)
        found.append(index)
      }
    }
    return found
  }

  private mutating func append(_ item: ItemRecord) {
    ids.append(item.item)
    asks.append(item.asked(digits))
    guard let subtask = item.subtask else { return part.append(-1) }
    if subtasks.last != subtask, !subtasks.contains(subtask) { subtasks.append(subtask) }
    part.append(subtasks.last == subtask ? subtasks.count - 1 : subtasks.firstIndex(of: subtask) ?? -1)
  }

  /// Runs of different data may call different items the same.
  private mutating func nameUniquely() {
    var seen: [String: Int] = [:]
    for place in ids.indices {
      let times = seen[ids[place], default: 0] + 1
      seen[ids[place]] = times
      if times > 1 { ids[place] += " (\(times))" }
    }
  }
}
