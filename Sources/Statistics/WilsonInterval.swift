/// A confidence interval for a proportion that stays within 0...1 and has a width even at 0 of n and n of n.
///
/// Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22
/// (1927).
public struct WilsonInterval: Sendable, Equatable {
  public var lower: Double
  public var upper: Double

  /// `z` is the standard normal quantile of the wanted confidence; 1.96 stands for 95 %.
  /// nil without trials, or where the successes are not in 0...trials.
  public init?(successes: Int, trials: Int, z: Double = 1.959_963_984_540_054) {
    guard trials > 0, (0...trials).contains(successes) else { return nil }
    let n = Double(trials)
    let p = Double(successes) / n
    let shrink = 1 + z * z / n
    let centre = (p + z * z / (2 * n)) / shrink
    let half = z / shrink * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    lower = successes == 0 ? 0 : max(0, centre - half)
    upper = successes == trials ? 1 : min(1, centre + half)
  }
}
