import Glibc

/// Student's t distribution.
public enum StudentT {
  /// The probability of a value below `t`. Through the incomplete beta function (DLMF 8.17).
  public static func probability(below t: Double, freedom: Int) -> Double {
    let v = Double(freedom)
    let tail = 0.5 * incompleteBeta(v / (v + t * t), v / 2, 0.5)
    return t > 0 ? 1 - tail : tail
  }

  /// The probability of a value at least as far from 0 as `t`.
  public static func twoSided(_ t: Double, freedom: Int) -> Double {
    let v = Double(freedom)
    return incompleteBeta(v / (v + t * t), v / 2, 0.5)
  }

  /// The value that a share of `probability` lies below. For probabilities between 0 and 1.
  public static func quantile(_ probability: Double, freedom: Int) -> Double {
    if probability < 0.5 { return -quantile(1 - probability, freedom: freedom) }
    var low = 0.0, high = 1.0
    while StudentT.probability(below: high, freedom: freedom) < probability, high < 1e12 { high *= 2 }
    // To the last bit that halving can tell.
    for _ in 0..<200 {
      let middle = low + (high - low) / 2
      if middle == low || middle == high { break }
      if StudentT.probability(below: middle, freedom: freedom) < probability { low = middle } else { high = middle }
    }
    return high
  }

  /// I_x(a, b), by its continued fraction (DLMF 8.17.22) in Lentz's way (Press et al., Numerical Recipes, section 5.2).
  static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    // The fraction converges quickly on this side only.
    if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
    let front = exp(a * log(x) + b * log1p(-x) + lgamma(a + b) - lgamma(a) - lgamma(b)) / a
    let tiny = 1e-300
    var c = 1.0, d = 1 - (a + b) * x / (a + 1)
    d = 1 / (abs(d) < tiny ? tiny : d)
    var fraction = d
    for m in 1..<1000 {
      let m = Double(m)
      for numerator in [
        m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
        -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
      ] {
        d = 1 + numerator * d
        d = 1 / (abs(d) < tiny ? tiny : d)
        c = 1 + numerator / c
        if abs(c) < tiny { c = tiny }
        fraction *= c * d
      }
      if abs(c * d - 1) < 1e-16 { break }
    }
    return front * fraction
  }
}
