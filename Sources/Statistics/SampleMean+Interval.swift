extension SampleMean {
  /// The interval that holds the true mean in 95 of 100 such samples, by Student's t; nil without a standard error.
  public var interval95: ClosedRange<Double>? {
    guard let standardError, standardError.isFinite else { return nil }
    let half = standardError * Self.quantile(freedom: count - 1)
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

  /// Of Student's t at 0.975: exact for one and two degrees of freedom, else Abramowitz and Stegun 26.7.5, within 0.005 from three
  /// and 0.0005 from six on.
  static func quantile(freedom: Int) -> Double {
    switch freedom {
    case ...1: return 12.706_204_736
    case 2: return 4.302_652_730
    default: break
    }
    let z = 1.959_963_984_540_054, z2 = z * z, v = Double(freedom)
    let first = z * (z2 + 1) / 4
    let second = z * (5 * z2 * z2 + 16 * z2 + 3) / 96
    let third = z * (3 * z2 * z2 * z2 + 19 * z2 * z2 + 17 * z2 - 15) / 384
    let fourth = z * (79 * z2 * z2 * z2 * z2 + 776 * z2 * z2 * z2 + 1482 * z2 * z2 - 1920 * z2 - 945) / 92_160
    return z + first / v + second / (v * v) + third / (v * v * v) + fourth / (v * v * v * v)
  }
}
