import Glibc

/// The permutation test of paired differences: were both models alike, each difference would as soon have the other sign.
///
/// Exact for few differences, drawn with a fixed seed for more, and the limit of the permutation distribution for very many: there its
/// distance from a normal one is far below what drawing would add.
///
/// Sources: Fisher, The Design of Experiments (1935), chapter 3; Edgeworth's correction by the fourth cumulant as in Hall, The Bootstrap
/// and Edgeworth Expansion (1992), section 2.
public struct SignFlips: Sendable {
  /// Sums over what is exchanged together: items, or clusters of them. Without zeros, which have no sign.
  private let sums: [Double]
  private let seed: UInt64

  /// So many differences and fewer: all signs are gone through.
  static let mostExact = 16
  /// So many and more: the normal limit.
  static let leastNormal = 2000
  static let draws = 19_999

  public init(_ sums: [Double], seed: UInt64 = 0) {
    self.sums = sums.filter { $0 != 0 }
    self.seed = seed
  }

  /// The probability of a sum at least so far below zero, were the second model not worse.
  public var worse: Double { tail(sums.map { -$0 }) }

  /// The same above zero.
  public var better: Double { tail(sums) }

  public var twoSided: Double { min(1, 2 * min(worse, better)) }

  /// The probability of a sum of at least that of `values`.
  private func tail(_ values: [Double]) -> Double {
    if values.isEmpty { return 1 }
    // Sums in another order differ by rounding; what is equal must count as equal.
    let total = values.reduce(0, +), tolerance = 1e-11 * values.reduce(0) { $0 + abs($1) }
    if values.count <= Self.mostExact { return exact(values.map(abs), atLeast: total - tolerance) }
    if values.count >= Self.leastNormal { return limit(values, total) }
    return drawn(values.map(abs), atLeast: total - tolerance)
  }

  private func exact(_ sizes: [Double], atLeast bound: Double) -> Double {
    var count = 0
    for signs in 0..<(1 << sizes.count) {
      var sum = 0.0
      for (index, size) in sizes.enumerated() { sum += signs >> index & 1 == 1 ? size : -size }
      if sum >= bound { count += 1 }
    }
    return Double(count) / Double(1 << sizes.count)
  }

  /// What was observed counts as one of the draws, so that the probability is never 0 and its level is kept (Phipson and Smyth,
  /// Statistical Applications in Genetics and Molecular Biology 9, 2010).
  private func drawn(_ sizes: [Double], atLeast bound: Double) -> Double {
    let all = sizes.reduce(0, +)
    var count = 1, place = 0
    sizes.withUnsafeBufferPointer { sizes in
      for _ in 0..<Self.draws {
        var positive = 0.0, index = 0
        while index < sizes.count {
          var word = KeyedRandom.word(seed, place)
          place += 1
          let end = min(index + 64, sizes.count)
          while index < end {
            // A mask instead of a branch: the bits of the size, or of zero.
            positive += Double(bitPattern: sizes[index].bitPattern & (0 &- (word & 1)))
            word >>= 1
            index += 1
          }
        }
        if 2 * positive - all >= bound { count += 1 }
      }
    }
    return Double(count) / Double(Self.draws + 1)
  }

  private func limit(_ values: [Double], _ total: Double) -> Double {
    let second = values.reduce(0) { $0 + $1 * $1 }
    let fourth = values.reduce(0) { $0 + $1 * $1 * $1 * $1 }
    let z = total / second.squareRoot()
    // Each sign's fourth cumulant is -2.
    let excess = -2 * fourth / (second * second)
    let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
    return min(1, max(0, Normal.probability(above: z) + density * excess / 24 * (z * z * z - 3 * z)))
  }
}
