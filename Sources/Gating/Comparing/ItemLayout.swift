import Evaluation

/// How the items of a task belong together: what counts alike in the mean, and what is exchanged as one.
struct ItemLayout {
  /// A number for each item, and how many there are.
  typealias Numbering = (numbers: [Int], count: Int)

  /// Of its subtask; items without one share a number.
  var subtasks: Numbering
  /// Of what it is exchanged with.
  var units: Numbering
  /// Whether the mean is one of the subtasks' means.
  var isMacro: Bool

  init(_ items: [ItemRecord], aggregation: Benchmark.Aggregation, cluster: GatePolicy.Cluster) {
    let names = items.map(\.subtask)
    subtasks =
      names.contains { $0 != nil }
      ? Self.numbers(names.map { $0 ?? "" }) : ([Int](repeating: 0, count: items.count), 1)
    units =
      switch cluster {
      case .item: (Array(items.indices), items.count)
      case .subtask: Self.numbers(names)
      case .context: Self.numbers(items.map(\.context))
      }
    isMacro = aggregation == .macro && subtasks.count > 1
  }

  /// How much each item counts; they add up to 1.
  var weights: [Double] {
    guard isMacro else { return [Double](repeating: 1 / Double(subtasks.numbers.count), count: subtasks.numbers.count) }
    var sizes = [Int](repeating: 0, count: subtasks.count)
    for number in subtasks.numbers { sizes[number] += 1 }
    return subtasks.numbers.map { 1 / Double(sizes[$0] * subtasks.count) }
  }

  /// - Parameter kept: places of the items that are left.
  func keeping(_ kept: [Int]) -> ItemLayout {
    var layout = self
    layout.subtasks = Self.renumbered(kept.map { subtasks.numbers[$0] })
    layout.units = Self.renumbered(kept.map { units.numbers[$0] })
    layout.isMacro = isMacro && layout.subtasks.count > 1
    return layout
  }

  private static func renumbered(_ numbers: [Int]) -> Numbering {
    var known: [Int: Int] = [:]
    let new = numbers.map { number -> Int in
      if let place = known[number] { return place }
      known[number] = known.count
      return known.count - 1
    }
    return (new, known.count)
  }

  /// Items without a name are by themselves.
  private static func numbers(_ names: [String?]) -> Numbering {
    var known: [String: Int] = [:], count = 0
    let numbers = names.map { name -> Int in
      if let name, let number = known[name] { return number }
      if let name { known[name] = count }
      count += 1
      return count - 1
    }
    return (numbers, count)
  }
}
