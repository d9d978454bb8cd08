extension SampleMean {
  /// The interval that holds the true mean in 95 of 100 such samples, by Student's t; nil without a standard error.
  public var interval95: ClosedRange<Double>? {
    guard let standardError, standardError.isFinite, count > 1 else { return nil }
    let half = standardError * StudentT.quantile(0.975, freedom: count - 1)
    return value - half...value + half
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
  /// standard error. Where all values are the same, 0, or 1 when they are zero.
  public var twoSidedProbability: Double? {
    guard let standardError, standardError.isFinite, count > 1 else { return nil }
    guard standardError > 0 else { return value == 0 ? 1 : 0 }
    return StudentT.twoSided(value / standardError, freedom: count - 1)
  }

  /// The least true difference that would be told from zero (95 %, two-sided) with a probability of `power`, were the spread this
  /// one; nil without a standard error. By the sum of two quantiles of t, as is usual.
  public func detectable(power: Double = 0.8) -> Double? {
    guard let standardError, standardError.isFinite, count > 1 else { return nil }
    let freedom = count - 1
    return standardError * (StudentT.quantile(0.975, freedom: freedom) + StudentT.quantile(power, freedom: freedom))
  }
}
