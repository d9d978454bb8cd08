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
  /// - Parameter scores: of a record; items without are left out.
  init(
    _ pairs: [(reference: ItemRecord, candidate: ItemRecord)], aggregation: Benchmark.Aggregation,
    cluster: GatePolicy.Cluster, scores: (ItemRecord) -> Double?
  ) {
    var reference: [Double] = [], candidate: [Double] = [], kept: [Int] = []
    for index in pairs.indices {
      guard let old = scores(pairs[index].reference), let new = scores(pairs[index].candidate) else { continue }
      reference.append(old)
      candidate.append(new)
      kept.append(index)
    }
    let names = Self.strata(kept.map { pairs[$0].reference.subtask }),
      isMacro = aggregation == .macro && names.count > 1
    var sizes = [Int](repeating: 0, count: names.count)
    for number in names.numbers { sizes[number] += 1 }
    let weights = names.numbers.map { 1 / Double(isMacro ? sizes[$0] * names.count : kept.count) }
    let clusters =
      switch cluster {
      case .item: (numbers: Array(kept.indices), count: kept.count)
      case .subtask: Self.units(kept.map { pairs[$0].reference.subtask })
      case .context: Self.units(kept.map { pairs[$0].reference.context })
      }
    let first = weights.first
    self.init(
      reference: reference, candidate: candidate, weights: weights,
      strata: isMacro ? names.numbers : [Int](repeating: 0, count: kept.count), units: clusters.numbers,
      unitCount: clusters.count, isPlain: clusters.count == kept.count && weights.allSatisfy { $0 == first })
  }

  /// A number for each name; items without one have that of a name of their own, which they share.
  private static func strata(_ names: [String?]) -> (numbers: [Int], count: Int) {
    guard names.contains(where: { $0 != nil }) else { return ([Int](repeating: 0, count: names.count), 1) }
    return units(names.map { $0 ?? "" })
  }

  /// A number for each name; items without one are units of their own.
  private static func units(_ names: [String?]) -> (numbers: [Int], count: Int) {
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
