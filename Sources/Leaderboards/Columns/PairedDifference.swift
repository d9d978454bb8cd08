import Glibc
import Statistics

/// One row less another on the same items, or in the same worlds.
public struct PairedDifference: Sendable, Equatable {
  public var value: Double
  /// 95 %; nil where there is none to tell.
  public var interval: ClosedRange<Double>?
  /// Of so large a difference in either direction, were there none; nil where it cannot be told.
  public var probability: Double?
  public var test: String

  /// McNemar's mid-p with Tango's interval where each item is right or wrong and counts alike; else flips of signs of items or clusters,
  /// with Student's interval by a standard error robust to what items of a cluster have in common.
  init(_ units: PairedUnits, seed: UInt64) {
    if let split = units.split {
      test = "McNemar, mid-p"
      value = Double(split.gained - split.lost) / Double(units.items)
      probability = McNemar(lost: split.lost, gained: split.gained).twoSided
      interval = PairedShare(lost: split.lost, gained: split.gained, count: units.items).interval(level: 0.95)
    } else {
      test = "sign flips"
      value = units.sums.reduce(0, +)
      probability = SignFlips(units.sums, seed: seed).twoSided
      interval = units.interval
    }
  }

  /// The same values in each world; Student's t.
  init?(worlds ours: [Double], _ theirs: [Double]) {
    guard ours.count == theirs.count, let mean = SampleMean(of: zip(ours, theirs).map { $0 - $1 }) else { return nil }
    value = mean.value
    interval = mean.interval95(within: -1...1)
    probability = mean.twoSidedProbability
    test = "Student's t over worlds"
  }

  /// A sum of differences, each times its factor: of the average over columns. The interval is made of those of the parts.
  init(_ parts: [(units: PairedUnits, factor: Double)], seed: UInt64) {
    let single = parts.map { PairedDifference($0.units, seed: seed, tests: false) }
    value = zip(parts, single).reduce(0) { $0 + $1.0.factor * $1.1.value }
    interval = RecoveredInterval.of(
      value, zip(parts, single).map { ($0.factor, $1.value, $1.interval) })
    probability =
      SignFlips(parts.flatMap { part in part.units.sums.map { $0 * part.factor } }, seed: seed).twoSided
    test = "sign flips"
  }

  /// - Parameter tests: whether the probability is wanted, which takes long.
  private init(_ units: PairedUnits, seed: UInt64, tests: Bool) {
    test = ""
    value = units.sums.reduce(0, +)
    interval =
      units.split.map { PairedShare(lost: $0.lost, gained: $0.gained, count: units.items).interval(level: 0.95) }
      ?? units.interval
  }
}

/// The interval of a sum of independent numbers, made of theirs.
///
/// Source: Zou and Donner, Statistics in Medicine 27 (2008), the method of variance estimates recovery.
enum RecoveredInterval {
  /// - Parameter parts: factor, value and interval of each; nil where one has no interval.
  static func of(
    _ value: Double, _ parts: [(factor: Double, value: Double, interval: ClosedRange<Double>?)]
  ) -> ClosedRange<Double>? {
    var below = 0.0, above = 0.0
    for part in parts {
      guard let interval = part.interval else { return nil }
      let low = part.factor * (part.value - interval.lowerBound),
        high = part.factor * (interval.upperBound - part.value)
      below += low * low
      above += high * high
    }
    return value - below.squareRoot()...value + above.squareRoot()
  }
}
