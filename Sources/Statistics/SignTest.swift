/// Whether more differences lie on one side of zero than chance explains.
public enum SignTest {
  /// The two-sided probability of at least so uneven a split of the differences that are not zero; 1 where there are none. Exact, by
  /// the binomial distribution.
  public static func twoSided(_ differences: [Double]) -> Double {
    let above = differences.count { $0 > 0 }, below = differences.count { $0 < 0 }, count = above + below
    var tail = 0.0, term = 1.0
    for _ in 0..<count { term /= 2 }
    for k in 0...min(above, below) {
      if k > 0 { term *= Double(count - k + 1) / Double(k) }
      tail += term
    }
    return min(1, 2 * tail)
  }
}
