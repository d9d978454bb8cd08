import Evaluation
import Glibc
import Statistics

/// Two rows' scores of the items that both have, as what is exchanged in a test: items, or clusters of them.
struct PairedUnits {
  /// What each unit adds to the difference: weight times ours less theirs.
  private(set) var sums: [Double]
  /// Items that only ours, and only theirs answers; nil where scores are not right or wrong, or count differently.
  private(set) var split: (gained: Int, lost: Int)?
  /// That both have a score of.
  let items: Int
  /// Robust to what items of a unit have in common; nil for a single unit. Source: Liang and Zeger, Biometrika 73 (1986).
  let standardError: Double?

  /// nil where no item has both scores.
  init?(_ table: ItemTable, _ ours: Int, _ theirs: Int) {
    guard let mine = table.scores[ours], let yours = table.scores[theirs] else { return nil }
    let kept = mine.indices.filter { mine[$0] != nil && yours[$0] != nil }
    guard !kept.isEmpty else { return nil }
    let weights = table.weights(of: kept), isMacro = table.aggregation == .macro
    var gained = 0, lost = 0, isShare = table.unitCount == table.count && weights.allSatisfy { $0 == weights[0] }
    var differences: [Double] = [], means = [Double](repeating: 0, count: table.stratumNames.count), totals = means
    differences.reserveCapacity(kept.count)
    sums = [Double](repeating: 0, count: table.unitCount)
    for (index, place) in kept.enumerated() {
      let own = mine[place] ?? 0, other = yours[place] ?? 0, stratum = isMacro ? table.strata[place] : 0
      differences.append(own - other)
      sums[table.units[place]] += weights[index] * (own - other)
      means[stratum] += weights[index] * (own - other)
      totals[stratum] += weights[index]
      isShare = isShare && (own == 0 || own == 1) && (other == 0 || other == 1)
      if own > other { gained += 1 }
      if own < other { lost += 1 }
    }
    split = isShare ? (gained, lost) : nil
    items = kept.count
    var rests = [Double](repeating: 0, count: table.unitCount), isPresent = [Bool](repeating: false, count: sums.count)
    for (index, place) in kept.enumerated() {
      let stratum = isMacro ? table.strata[place] : 0
      rests[table.units[place]] += weights[index] * (differences[index] - means[stratum] / totals[stratum])
      isPresent[table.units[place]] = true
    }
    let count = isPresent.count { $0 }
    units = count
    standardError =
      count > 1
      ? (rests.reduce(0) { $0 + $1 * $1 } * Double(count) / Double(count - 1)).squareRoot() : nil
  }

  /// How many units have an item.
  let units: Int

  /// Of the difference, 95 %. Where no score changed, so large a part of other items might have: the rule of three.
  var interval: ClosedRange<Double>? {
    guard let standardError else { return nil }
    let value = sums.reduce(0, +)
    if sums.allSatisfy({ $0 == 0 }) {
      let part = 1 - pow(0.05, 1 / Double(units))
      return -part...part
    }
    let half = standardError * StudentT.quantile(0.975, freedom: units - 1)
    return value - half...value + half
  }
}
