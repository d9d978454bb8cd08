import Evaluation
import Files

/// Where the items of a run's record stand among those of a page's task.
struct ItemHomes {
  private let ids: [(id: String, home: Int)]
  /// Behind the item that was asked for last: files hold items in the record's order, mostly.
  private var next = 0
  private lazy var indices: [String: Int] = Dictionary(ids.indices.map { (ids[$0].id, $0) }) { _, last in last }

  /// - Parameter places: of each of the task's items its place in the record.
  init(_ record: TaskRecord, places: [Int?]) {
    var homes = [Int?](repeating: nil, count: record.items.count)
    for (home, place) in places.enumerated() {
      if let place { homes[place] = home }
    }
    ids = zip(record.items, homes).compactMap { item, home in home.map { (item.item, $0) } }
  }

  /// nil for an item that the record lacks.
  mutating func home(of item: String) -> Int? {
    if next == ids.count || !ids[next].id.hasBytes(of: item) {
      guard let index = indices[item] else { return nil }
      next = index
    }
    next += 1
    return ids[next - 1].home
  }
}
