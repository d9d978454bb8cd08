public import Statistics

/// Whose errors are whose among the parents of merges, and what the merges make of them, of one task.
public struct ErrorOverlap: Sendable {
  /// Rows of the parents that were asked.
  public let parents: [Int]
  /// Items that all of them have a score of, and others.
  public let items: Int
  public let unscored: Int
  /// Items that exactly these parents, by their places in `parents`, miss; with `missedByNone` they are all.
  public let regions: [(models: [Int], items: Int)]
  public let missedByNone: Int
  /// Items that each parent misses.
  public let errors: [Int]
  /// Of each parent with each later one.
  public let pairs: [(first: Int, second: Int, counts: Agreement)]
  public private(set) var merges: [Merge] = []

  public struct Merge: Sendable {
    public var row: Int
    public var bins: WrongParents
    public var leftOut: LeftOutParent?
    public var controls: [Control] = []
  }

  /// Another model in the same bins.
  public struct Control: Sendable {
    public var row: Int
    public var bins: WrongParents
    /// Merge less control on the items that some of the parents miss and others do not; nil where there is none.
    public var disputed: RatioMean?
  }

  /// nil where fewer than two of the parents were asked.
  init?(_ table: ItemTable, _ family: ErrorFamily) {
    let asked = family.parents.filter { table.scores[$0] != nil }
    guard asked.count > 1 else { return nil }
    let sets = ErrorSets(table, asked)
    parents = asked
    (items, unscored, missedByNone) = (sets.items.count, sets.unscored, sets.missedByNone)
    regions = sets.regions.map { ($0.models, $0.items) }
    errors = asked.indices.map { place in sets.bits.count { $0 >> UInt32(place) & 1 == 1 } }
    pairs = asked.indices.flatMap { one in
      asked.indices.filter { $0 > one }.map { (one, $0, sets.agreement(one, $0)) }
    }
    // What was made of parents that were not asked is no merge of these.
    guard asked.count == family.parents.count else { return }
    merges = family.merges.filter { table.scores[$0] != nil }.map { row in
      var merge = Merge(
        row: row, bins: WrongParents(table, sets, model: row), leftOut: LeftOutParent(table, sets, merge: row))
      merge.controls = family.controls.filter { table.scores[$0] != nil }.map { control in
        Control(
          row: control, bins: WrongParents(table, sets, model: control),
          disputed: Self.disputed(table, sets, row, control))
      }
      return merge
    }
  }

  private static func disputed(_ table: ItemTable, _ sets: ErrorSets, _ merge: Int, _ control: Int) -> RatioMean? {
    guard let ours = table.scores[merge], let theirs = table.scores[control] else { return nil }
    var sums = [Double](repeating: 0, count: table.unitCount), counts = sums
    for (item, set) in zip(sets.items, sets.bits) where (1..<sets.count).contains(set.nonzeroBitCount) {
      guard let mine = ours[item], let other = theirs[item] else { continue }
      sums[table.units[item]] += mine - other
      counts[table.units[item]] += 1
    }
    return RatioMean(sums: sums, counts: counts)
  }

  /// What part of the items that any parent misses all of them miss; nil where none misses any.
  public var commonShare: Double? {
    let missed = items - missedByNone
    let common = regions.first { $0.models.count == parents.count }?.items ?? 0
    return missed > 0 ? Double(common) / Double(missed) : nil
  }
}
