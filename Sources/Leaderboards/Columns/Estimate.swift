import Evaluation
import Glibc
import Statistics

/// A cell's number, and how sure it is.
public struct Estimate: Sendable, Equatable {
  public var value: Double
  /// 95 %; nil where there is none to tell.
  public var interval: ClosedRange<Double>?
  public var standardError: Double?
  /// Items that have a score, and those that have none.
  public var items: Int
  public var unscored = 0
  /// Items or clusters that are independent evidence; worlds of a study.
  public var units: Int

  public init(
    value: Double, interval: ClosedRange<Double>?, standardError: Double? = nil, items: Int, unscored: Int = 0,
    units: Int? = nil
  ) {
    self.value = value
    self.interval = interval
    self.standardError = standardError
    self.items = items
    self.unscored = unscored
    self.units = units ?? items
  }

  init(_ mean: SampleMean, unscored: Int = 0, units: Int? = nil) {
    self.init(
      value: mean.value, interval: mean.interval95(within: 0...1), standardError: mean.standardError, items: mean.count,
      unscored: unscored, units: units)
  }

  /// The part of the interval in which a score can lie: Student's, of few items, would leave it.
  private mutating func clip() { interval = interval.map { max(0, $0.lowerBound)...max(0, min(1, $0.upperBound)) } }

  /// The mean of a row's items as its run told it, with an interval that knows clusters; nil where no item has a score.
  init?(_ table: ItemTable, row: Int) {
    guard let scores = table.scores[row],
      let mean = PairedScores.mean(table.parts(of: row), aggregation: table.aggregation)
    else { return nil }
    let kept = scores.indices.filter { scores[$0] != nil }
    guard table.unitCount < table.count, mean.standardError != nil else {
      self.init(mean, unscored: scores.count - kept.count)
      clip()
      return
    }
    let values = kept.map { scores[$0] ?? 0 }
    let (error, units) = Self.clustered(values, table, kept)
    let whole = SampleMean(value: mean.value, standardError: error, count: units)
    self.init(
      value: mean.value, interval: whole.interval95(within: 0...1), standardError: error, items: kept.count,
      unscored: scores.count - kept.count, units: units)
    clip()
  }

  /// The standard error robust to what items of a unit have in common, √(G / (G − 1) Σ rᵤ²), and how many units there are. Source: Liang
  /// and Zeger, Biometrika 73 (1986).
  private static func clustered(_ values: [Double], _ table: ItemTable, _ kept: [Int]) -> (Double?, Int) {
    let weights = table.weights(of: kept)
    var means = [Double](repeating: 0, count: table.stratumNames.count), totals = means
    let isMacro = table.aggregation == .macro
    func stratum(_ place: Int) -> Int { isMacro ? table.strata[place] : 0 }
    for (index, place) in kept.enumerated() {
      means[stratum(place)] += weights[index] * values[index]
      totals[stratum(place)] += weights[index]
    }
    var sums = [Double](repeating: 0, count: table.unitCount), isPresent = [Bool](repeating: false, count: sums.count)
    for (index, place) in kept.enumerated() {
      let total = totals[stratum(place)]
      sums[table.units[place]] += weights[index] * (values[index] - (total > 0 ? means[stratum(place)] / total : 0))
      isPresent[table.units[place]] = true
    }
    let units = isPresent.count { $0 }
    guard units > 1 else { return (nil, units) }
    let squares = sums.reduce(0) { $0 + $1 * $1 }
    return ((squares * Double(units) / Double(units - 1)).squareRoot(), units)
  }
}
