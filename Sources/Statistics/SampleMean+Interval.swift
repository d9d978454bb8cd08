import Glibc

extension SampleMean {
  /// Whether all values are the same, so far as rounding tells: their standard error says nothing of how sure the mean is.
  public var isOfEqualValues: Bool {
    guard let standardError, count > 1 else { return false }
    return standardError <= 1e-12 * max(1, abs(value))
  }

  /// The interval that holds the true mean in 95 of 100 such samples, by Student's t; nil without a standard error, and where all
  /// values are the same.
  public var interval95: ClosedRange<Double>? {
    guard let standardError, standardError.isFinite, count > 1, !isOfEqualValues else { return nil }
    let half = standardError * StudentT.quantile(0.975, freedom: count - 1)
    return value - half...value + half
  }

  /// The same of values that are known to lie in a range, with an interval also where all of them are the same. Of a share of 0 or 1
  /// that is Wilson's, z²/(n + z²) wide. Otherwise at most a part p of what might have been drawn is different, (1 - p)ⁿ = 0.05 (the
  /// rule of three: p is about 3/n), and lies anywhere in the range.
  ///
  /// Sources: Wilson, JASA 22 (1927); Hanley and Lippman-Hand, JAMA 249 (1983).
  public func interval95(within range: ClosedRange<Double>) -> ClosedRange<Double>? {
    guard isOfEqualValues, range.contains(value) else { return interval95 }
    let z = 1.959963984540054, n = Double(count)
    if range == 0...1, value == 0 || value == 1 {
      let width = z * z / (n + z * z)
      return value == 0 ? 0...width : (1 - width)...1
    }
    let part = 1 - pow(0.05, 1 / n)
    return (value + part * (range.lowerBound - value))...(value + part * (range.upperBound - value))
  }

  /// The mean of several independent means, each counted once; nil for none. Its standard error is there where all have one.
  public init?(ofMeans means: [SampleMean]) {
    guard !means.isEmpty else { return nil }
    let errors = means.compactMap(\.standardError)
    self.init(
      value: means.reduce(0) { $0 + $1.value } / Double(means.count),
      standardError: errors.count == means.count
        ? errors.reduce(0) { $0 + $1 * $1 }.squareRoot() / Double(means.count) : nil,
      count: means.reduce(0) { $0 + $1.count })
  }

  /// The two-sided probability of a mean at least so far from zero where the true one is zero, by Student's t; nil without a
  /// standard error. Where all values are the same, that of the sign test: 2 / 2ⁿ, or 1 when they are zero.
  public var twoSidedProbability: Double? {
    guard let standardError, standardError.isFinite, count > 1 else { return nil }
    if isOfEqualValues { return abs(value) <= 1e-12 ? 1 : min(1, 2 * pow(0.5, Double(count))) }
    return StudentT.twoSided(value / standardError, freedom: count - 1)
  }

  /// The least true difference that would be told from zero (95 %, two-sided) with a probability of `power`, were the spread this
  /// one; nil without a standard error. By the sum of two quantiles of t, as is usual.
  public func detectable(power: Double = 0.8) -> Double? {
    guard let standardError, standardError.isFinite, count > 1, !isOfEqualValues else { return nil }
    let freedom = count - 1
    return standardError * (StudentT.quantile(0.975, freedom: freedom) + StudentT.quantile(power, freedom: freedom))
  }
}
