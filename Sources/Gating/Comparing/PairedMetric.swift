import Evaluation
import Statistics

/// The scores that two runs have of the same items by one metric, and how they count.
struct PairedMetric {
  var reference: [Double]
  var candidate: [Double]
  /// How much an item counts in the mean; they add up to 1.
  var weights: [Double]
  /// The stratum whose mean an item is held against: its subtask where the mean is one of means, else 0.
  var strata: [Int]
  /// What an item is exchanged with; as many numbers as there are units.
  var units: [Int]
  var unitCount: Int
  /// Whether each item counts alike and by itself.
  var isPlain: Bool

  var count: Int { reference.count }

  /// Whether the scores are right or wrong and nothing between.
  var isShare: Bool { (reference + candidate).allSatisfy { $0 == 0 || $0 == 1 } }

  var referenceMean: Double { mean(reference) }
  var candidateMean: Double { mean(candidate) }

  private func mean(_ values: [Double]) -> Double {
    // Of equal weights as `SampleMean` has it, so that it is the number that the run told.
    if isPlain, !values.isEmpty { return values.reduce(0, +) / Double(values.count) }
    return zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
  }

  var difference: Double { candidateMean - referenceMean }

  /// Right in the reference and wrong in the candidate, and so on.
  func count(_ old: Double, _ new: Double) -> Int { zip(reference, candidate).count { $0.0 == old && $0.1 == new } }

  /// What each unit adds to the difference: what is exchanged.
  var sums: [Double] {
    var sums = [Double](repeating: 0, count: unitCount)
    for index in units.indices { sums[units[index]] += weights[index] * (candidate[index] - reference[index]) }
    return sums
  }

  /// How far each unit's part is from what its strata's means say of it.
  private var residuals: [Double] {
    var means = [Double](repeating: 0, count: (strata.max() ?? 0) + 1), totals = means
    for index in units.indices {
      means[strata[index]] += weights[index] * (candidate[index] - reference[index])
      totals[strata[index]] += weights[index]
    }
    var sums = [Double](repeating: 0, count: unitCount)
    for index in units.indices {
      let stratum = strata[index], mean = totals[stratum] > 0 ? means[stratum] / totals[stratum] : 0
      sums[units[index]] += weights[index] * (candidate[index] - reference[index] - mean)
    }
    return sums
  }

  /// Of the difference, robust to what items of a unit have in common: √(G / (G − 1) Σ rᵤ²); nil for a single unit. Source: Liang and
  /// Zeger, Biometrika 73 (1986); the correction as in Cameron and Miller, Journal of Human Resources 50 (2015), section II.
  var standardError: Double? {
    guard unitCount > 1 else { return nil }
    let sum = residuals.reduce(0) { $0 + $1 * $1 }
    return (sum * Double(unitCount) / Double(unitCount - 1)).squareRoot()
  }

  /// The interval of the difference, by drawing units again.
  func bootstrap(level: Double, seed: UInt64) -> ClosedRange<Double>? {
    let share = difference / Double(max(1, unitCount))
    return PairedBootstrap(residuals.map { $0 + share }, seed: seed).interval(level: level)
  }

  /// Whether no item's score changed.
  var isUnchanged: Bool { reference == candidate }
}

extension PairedMetric {
  /// - Parameters:
  ///   - reference: a score of each item, and of the candidate as many; what one of the two lacks is left out.
  init(reference old: [Double?], candidate new: [Double?], _ layout: ItemLayout) {
    var reference: [Double] = [], candidate: [Double] = [], kept: [Int] = []
    reference.reserveCapacity(old.count)
    candidate.reserveCapacity(old.count)
    kept.reserveCapacity(old.count)
    for index in old.indices {
      guard let before = old[index], let after = new[index] else { continue }
      reference.append(before)
      candidate.append(after)
      kept.append(index)
    }
    let layout = kept.count == old.count ? layout : layout.keeping(kept)
    let weights = layout.weights, first = weights.first
    self.init(
      reference: reference, candidate: candidate, weights: weights,
      strata: layout.isMacro ? layout.subtasks.numbers : [Int](repeating: 0, count: kept.count),
      units: layout.units.numbers, unitCount: layout.units.count,
      isPlain: layout.units.count == kept.count && weights.allSatisfy { $0 == first })
  }
}
