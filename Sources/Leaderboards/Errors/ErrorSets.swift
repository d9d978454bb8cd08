import Statistics

/// Which of several models miss each item, as bits: the n-th model's is the n-th.
struct ErrorSets {
  /// Items that all of the models have a score of, by their places in the table.
  private(set) var items: [Int] = []
  private(set) var bits: [UInt32] = []
  /// Items that some of them lack a score of.
  let unscored: Int
  let count: Int

  init(_ table: ItemTable, _ models: [Int]) {
    count = models.count
    let scores = models.map { table.scores[$0] ?? [] }
    for item in 0..<table.count {
      var set: UInt32 = 0, isWhole = true
      for (place, own) in scores.enumerated() {
        guard item < own.count, let score = own[item] else {
          isWhole = false
          break
        }
        if score < 1 { set |= 1 << UInt32(place) }
      }
      guard isWhole else { continue }
      items.append(item)
      bits.append(set)
    }
    unscored = table.count - items.count
  }

  /// Items that exactly these models miss.
  struct Region: Sendable, Equatable {
    /// Places among the models, ascending.
    var models: [Int]
    var items: Int
  }

  /// Every set of models that misses an item which the others do not, the largest first, then by the number of its bits; without the set
  /// of none. Together with the items that none misses they are all.
  var regions: [Region] {
    var counts: [UInt32: Int] = [:]
    for set in bits where set != 0 { counts[set, default: 0] += 1 }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { set, items in
      Region(models: (0..<count).filter { set >> UInt32($0) & 1 == 1 }, items: items)
    }
  }

  var missedByNone: Int { bits.count { $0 == 0 } }

  func agreement(_ one: Int, _ other: Int) -> Agreement {
    var agreement = Agreement()
    for set in bits { agreement.add(set >> UInt32(one) & 1 == 0, set >> UInt32(other) & 1 == 0) }
    return agreement
  }
}
