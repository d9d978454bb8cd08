/// The interval of a share by its score: it has a width, and lies between 0 and 1, also where all or none are right.
///
/// Source: Wilson, JASA 22 (1927).
public enum Wilson {
  /// 95 %; nil of no cases.
  public static func interval(_ right: Int, of count: Int) -> ClosedRange<Double>? {
    guard count > 0 else { return nil }
    let z = 1.959963984540054, n = Double(count), share = Double(right) / n, spread = z * z / n
    let middle = (share + spread / 2) / (1 + spread)
    let half = z * (share * (1 - share) / n + spread / n / 4).squareRoot() / (1 + spread)
    return max(0, middle - half)...min(1, middle + half)
  }
}
