/// A ratio of two sums over independent units, such as a mean over cases of which each unit brings some: Σ d / Σ c.
///
/// Source: Cochran, Sampling Techniques (1977), chapter 6: the ratio estimate, with its standard error by linearization,
/// √(G / (G − 1) Σ (d − r c)²) / Σ c.
public struct RatioMean: Sendable, Equatable {
  public let value: Double
  /// nil for a single unit.
  public let standardError: Double?
  /// That have a case.
  public let units: Int

  /// nil where no unit has a case.
  public init?(sums: [Double], counts: [Double]) {
    let total = counts.reduce(0, +)
    guard total > 0 else { return nil }
    let ratio = sums.reduce(0, +) / total
    var squares = 0.0, present = 0
    for (sum, count) in zip(sums, counts) where count > 0 {
      squares += (sum - ratio * count) * (sum - ratio * count)
      present += 1
    }
    value = ratio
    units = present
    standardError = present > 1 ? (squares * Double(present) / Double(present - 1)).squareRoot() / total : nil
  }

  /// 95 %, Student's with units − 1 degrees of freedom; nil without a standard error, and where it is 0, which tells nothing of others.
  public var interval: ClosedRange<Double>? {
    guard let standardError, standardError > 0 else { return nil }
    let half = standardError * StudentT.quantile(0.975, freedom: units - 1)
    return value - half...value + half
  }
}
