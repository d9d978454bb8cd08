public import Statistics

/// What a model answers of items that so many of a merge's parents miss: the paper's Figure 9.
public struct WrongParents: Sendable, Equatable {
  /// By the number of parents that are wrong, from none to all.
  public var bins: [Bin]
  /// Items without a score of the model itself.
  public var unscored = 0

  public struct Bin: Sendable, Equatable {
    public var items = 0
    public var right = 0

    public var share: Double? { items > 0 ? Double(right) / Double(items) : nil }
    /// 95 %, Wilson's.
    public var interval: ClosedRange<Double>? { Wilson.interval(right, of: items) }
  }

  init(_ table: ItemTable, _ sets: ErrorSets, model: Int) {
    bins = [Bin](repeating: Bin(), count: sets.count + 1)
    let scores = table.scores[model] ?? []
    for (item, set) in zip(sets.items, sets.bits) {
      guard item < scores.count, let score = scores[item] else {
        unscored += 1
        continue
      }
      bins[set.nonzeroBitCount].items += 1
      if score == 1 { bins[set.nonzeroBitCount].right += 1 }
    }
  }
}

/// The control for regression to the mean that needs no further model: each parent in turn is left out and takes the merge's place.
///
/// An item that so many models miss by chance is answered more often by any other of their kind, merged or not. So items are counted by
/// how many of the *other* parents miss them, and there the merge is held against the parent that was left out, over all parents
/// together. Both are asked the same items in the same bins: what is left of the merge's lead is not regression to the mean. It may
/// still be that the merge knows the left-out parent as well, which is what merging is for.
///
/// Deviation: the paper's Figure 9 has the merge alone.
public struct LeftOutParent: Sendable, Equatable {
  /// By the number of other parents that are wrong, from none to all of them.
  public var bins: [Bin]
  /// Over the bins where the other parents disagree; nil of two parents, where there is none.
  public var disputed: Bin?

  public struct Bin: Sendable, Equatable {
    /// An item for each parent that is left out.
    public var cases = 0
    public var merge = 0
    public var parent = 0
    /// Merge less parent; over items, or clusters of them. nil where there is no case.
    public var difference: RatioMean?

    public var mergeShare: Double? { cases > 0 ? Double(merge) / Double(cases) : nil }
    public var parentShare: Double? { cases > 0 ? Double(parent) / Double(cases) : nil }
  }

  /// nil where the merge has a score of no item.
  init?(_ table: ItemTable, _ sets: ErrorSets, merge: Int) {
    let scores = table.scores[merge] ?? [], parents = sets.count
    var tallies = [Tally](repeating: Tally(units: table.unitCount), count: parents)
    var all = Tally(units: table.unitCount), isAny = false
    for (item, set) in zip(sets.items, sets.bits) {
      guard item < scores.count, let score = scores[item] else { continue }
      isAny = true
      for parent in 0..<parents {
        let isWrong = set >> UInt32(parent) & 1 == 1, others = set.nonzeroBitCount - (isWrong ? 1 : 0)
        tallies[others].add(merge: score == 1, parent: !isWrong, unit: table.units[item])
        if others > 0 && others < parents - 1 { all.add(merge: score == 1, parent: !isWrong, unit: table.units[item]) }
      }
    }
    guard isAny else { return nil }
    bins = tallies.map(\.bin)
    disputed = parents > 2 ? all.bin : nil
  }

  private struct Tally {
    private var cases = 0, merge = 0, parent = 0
    private var sums, counts: [Double]

    init(units: Int) {
      sums = [Double](repeating: 0, count: units)
      counts = sums
    }

    mutating func add(merge isRight: Bool, parent isOther: Bool, unit: Int) {
      cases += 1
      merge += isRight ? 1 : 0
      parent += isOther ? 1 : 0
      sums[unit] += (isRight ? 1 : 0) - (isOther ? 1 : 0)
      counts[unit] += 1
    }

    var bin: Bin {
      Bin(cases: cases, merge: merge, parent: parent, difference: RatioMean(sums: sums, counts: counts))
    }
  }
}
