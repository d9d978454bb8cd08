import Glibc

/// The normal distribution with mean 0 and standard deviation 1.
public enum Normal {
  /// The probability of a value below `z`.
  public static func probability(below z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

  /// The probability of a value above `z`, exact also where it is tiny.
  public static func probability(above z: Double) -> Double { probability(below: -z) }

  /// The value that a share of `probability` lies below; infinite at 0 and 1.
  public static func quantile(_ probability: Double) -> Double {
    guard probability > 0 else { return -.infinity }
    guard probability < 1 else { return .infinity }
    if probability > 0.5 { return -quantile(1 - probability) }
    // To the last bit that halving can tell.
    var low = -40.0, high = 0.0
    for _ in 0..<200 {
      let middle = low + (high - low) / 2
      if middle == low || middle == high { break }
      if Normal.probability(below: middle) < probability { low = middle } else { high = middle }
    }
    return high
  }
}
