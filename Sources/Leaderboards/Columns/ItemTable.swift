import Evaluation
import Statistics

/// The items of a column, and what each row's model scored on them: rows beside each other, whatever the order of their files.
struct ItemTable {
  let aggregation: Benchmark.Aggregation
  private let records: [ItemRecord]
  /// The stratum of an item: its subtask; and its unit: items of one context (an article) are no independent evidence.
  let strata: [Int], units: [Int]
  let stratumNames: [String]
  let unitCount: Int
  /// By row: a score an item, nil where it has none.
  private(set) var scores: [Int: [Double?]] = [:]
  private var places: [Substring: [Int]] = [:]
  /// Of what was asked, that the table's first run has: a reference holds the first digits alone.
  private let digits: Int

  init(_ record: TaskRecord) {
    aggregation = record.aggregation
    records = record.items
    let subtasks = Self.numbers(record.items.map { $0.subtask ?? "" })
    (strata, stratumNames) = (subtasks.numbers, subtasks.names)
    var known: [String: Int] = [:], count = 0
    units = record.items.map { item in
      if let context = item.context, let unit = known[context] { return unit }
      if let context = item.context { known[context] = count }
      count += 1
      return count - 1
    }
    unitCount = count
    digits = record.items.first?.ask.utf8.count ?? 0
    index(digits)
  }

  private mutating func index(_ digits: Int) {
    places.removeAll(keepingCapacity: true)
    for (place, record) in records.enumerated() { places[record.asked(digits), default: []].append(place) }
  }

  private static func numbers(_ names: [String]) -> (numbers: [Int], names: [String]) {
    var known: [String: Int] = [:], order: [String] = []
    let numbers = names.map { name -> Int in
      if let number = known[name] { return number }
      known[name] = order.count
      order.append(name)
      return order.count - 1
    }
    return (numbers, order)
  }

  var count: Int { records.count }

  /// Puts a row's scores beside the others; false where it was asked other items.
  mutating func add(_ row: Int, _ record: TaskRecord, metric: Int) -> Bool {
    guard record.items.count == count else { return false }
    // Files of equal runs have equal orders: nothing is looked up then.
    let own = record.items.first?.ask.utf8.count ?? 0, common = min(own, digits)
    if zip(records, record.items).allSatisfy({ Self.areSame($0, $1, common) }) {
      scores[row] = record.items.map { $0.scores[metric] }
      return true
    }
    var table = places
    if common < digits {
      table = [:]
      for (place, item) in records.enumerated() { table[item.asked(common), default: []].append(place) }
    }
    var found = [Double??](repeating: nil, count: count)
    for item in record.items {
      guard var open = table[item.asked(common)], !open.isEmpty else { return false }
      // Some benchmarks ask the same thing twice: by id first, then in order.
      let index = open.firstIndex { records[$0].item == item.item } ?? 0
      found[open.remove(at: index)] = .some(item.scores[metric])
      table[item.asked(common)] = open
    }
    scores[row] = found.map { $0 ?? nil }
    return true
  }

  private static func areSame(_ one: ItemRecord, _ other: ItemRecord, _ digits: Int) -> Bool {
    one.item == other.item && one.asked(digits) == other.asked(digits)
  }

  /// A row's scores by subtask, as the task's metric is made of them.
  func parts(of row: Int) -> [PairedScores.Part] {
    var parts = stratumNames.map { PairedScores.Part(name: $0, scores: []) }
    for (place, score) in (scores[row] ?? []).enumerated() { parts[strata[place]].scores.append(score) }
    return parts
  }

  /// How much each item counts among those that are kept; they add up to 1.
  func weights(of kept: [Int]) -> [Double] {
    guard aggregation == .macro else { return kept.map { _ in 1 / Double(kept.count) } }
    var sizes = [Int](repeating: 0, count: stratumNames.count)
    for place in kept { sizes[strata[place]] += 1 }
    let present = Double(sizes.count { $0 > 0 })
    return kept.map { 1 / (Double(sizes[strata[$0]]) * present) }
  }
}
