import Glibc

extension SampleMean {
  /// Whether all values are the same, so far as rounding tells: their standard error says nothing of how sure the mean is.
  public var isOfEqualValues: Bool {
    guard let standardError, count > 1 else { return false }
    return standardError <= 1e-12 * max(1, abs(value))
  }

  /// Whether it is a mean of means of which some, or all, are of equal values.
  public var hasEqualParts: Bool { !parts.isEmpty }

  /// The interval that holds the true mean in 95 of 100 such samples, by Student's t; nil without a standard error, and where all
  /// values are the same, be it in one part of a mean of means.
  public var interval95: ClosedRange<Double>? {
    guard let standardError, standardError.isFinite, count > 1, !hidesUncertainty else { return nil }
    let half = standardError * StudentT.quantile(0.975, freedom: count - 1)
    return value - half...value + half
  }

  /// The same of values that are known to lie in a range, with an interval also where all of them are the same. Of a share of 0 or 1
  /// that is Wilson's, z²/(n + z²) wide. Otherwise at most a part p of what might have been drawn is different, (1 - p)ⁿ = 0.05 (the
  /// rule of three: p is about 3/n), and lies anywhere in the range.
  ///
  /// Of a mean of means each part of equal values has that interval of its own: see `combined`.
  ///
  /// Sources: Wilson, JASA 22 (1927); Hanley and Lippman-Hand, JAMA 249 (1983).
  public func interval95(within range: ClosedRange<Double>) -> ClosedRange<Double>? {
    guard parts.isEmpty else { return combined(within: range) }
    guard isOfEqualValues, range.contains(value) else { return interval95 }
    let z = 1.959963984540054, n = Double(count)
    if range == 0...1, value == 0 || value == 1 {
      let width = z * z / (n + z * z)
      return value == 0 ? 0...width : (1 - width)...1
    }
    let part = 1 - pow(0.05, 1 / n)
    return (value + part * (range.lowerBound - value))...(value + part * (range.upperBound - value))
  }

  /// The interval of a mean of means, of those of its parts: the lower bounds' distances from their means, and the upper ones', are added
  /// as independent deviations are. A part whose values differ has Student's interval, with the degrees of freedom of all values, so
  /// that without parts of equal values the whole would be `interval95`. It ends where the range does.
  ///
  /// Source: Zou and Donner, Statistics in Medicine 27 (2008), the method of variance estimates recovery.
  private func combined(within range: ClosedRange<Double>) -> ClosedRange<Double>? {
    guard count > 1 else { return nil }
    let quantile = StudentT.quantile(0.975, freedom: count - 1)
    var below = 0.0, above = 0.0
    for part in parts {
      if part.hidesUncertainty {
        guard let own = part.interval95(within: range) else { return nil }
        below += (part.value - own.lowerBound) * (part.value - own.lowerBound)
        above += (own.upperBound - part.value) * (own.upperBound - part.value)
      } else if let error = part.standardError, error.isFinite {
        below += quantile * error * quantile * error
        above += quantile * error * quantile * error
      } else {
        return nil
      }
    }
    let size = Double(parts.count)
    let low = value - below.squareRoot() / size, high = value + above.squareRoot() / size
    // Student's intervals of the parts may leave the range, and so may what is made of them.
    return max(low, min(value, range.lowerBound))...min(high, max(value, range.upperBound))
  }

  /// The two-sided probability of a mean at least so far from zero where the true one is zero, by Student's t; nil without a
  /// standard error, and of a mean of means of which some are of equal values. Where all values are the same, that of the sign test:
  /// 2 / 2ⁿ, or 1 when they are zero.
  public var twoSidedProbability: Double? {
    guard let standardError, standardError.isFinite, count > 1, parts.isEmpty else { return nil }
    if isOfEqualValues { return abs(value) <= 1e-12 ? 1 : min(1, 2 * pow(0.5, Double(count))) }
    return StudentT.twoSided(value / standardError, freedom: count - 1)
  }

  /// The least true difference that would be told from zero (95 %, two-sided) with a probability of `power`, were the spread this
  /// one; nil without a standard error. By the sum of two quantiles of t, as is usual.
  public func detectable(power: Double = 0.8) -> Double? {
    guard let standardError, standardError.isFinite, count > 1, !hidesUncertainty else { return nil }
    let freedom = count - 1
    return standardError * (StudentT.quantile(0.975, freedom: freedom) + StudentT.quantile(power, freedom: freedom))
  }
}
