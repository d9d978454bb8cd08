import Glibc

/// How many of n independent tries succeed, each with the same probability.
public enum Binomial {
  /// The probability of at least k successes. Through the incomplete beta function (DLMF 8.17.5).
  public static func probability(atLeast k: Int, of n: Int, each p: Double = 0.5) -> Double {
    if k <= 0 { return 1 }
    if k > n { return 0 }
    return StudentT.incompleteBeta(p, Double(k), Double(n - k + 1))
  }

  /// The probability of exactly k successes.
  public static func probability(of k: Int, of n: Int, each p: Double = 0.5) -> Double {
    guard (0...n).contains(k) else { return 0 }
    if p <= 0 { return k == 0 ? 1 : 0 }
    if p >= 1 { return k == n ? 1 : 0 }
    let (k, n) = (Double(k), Double(n))
    return exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(p) + (n - k) * log1p(-p))
  }
}
