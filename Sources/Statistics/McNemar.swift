/// Two models' right and wrong answers to the same items: were one as good as the other, an item that only one of them answers would be
/// either's with the same probability.
///
/// Sources: McNemar, Psychometrika 12 (1947); the mid-p value by Fagerland, Lydersen and Laake, BMC Medical Research Methodology 13
/// (2013), who find that it keeps its level in practice and wastes less of it than the exact test.
public struct McNemar: Sendable, Equatable {
  /// Items that only the first, and only the second model answers.
  public var lost: Int
  public var gained: Int
  /// Whether half the probability of what was observed is left out.
  public var isMidP: Bool

  public init(lost: Int, gained: Int, isMidP: Bool = true) {
    self.lost = lost
    self.gained = gained
    self.isMidP = isMidP
  }

  /// Items on which the two differ.
  public var discordant: Int { lost + gained }

  /// The probability of losing at least as many of the differing items, were the second model not worse.
  public var worse: Double { tail(lost) }

  /// The same, were it not better.
  public var better: Double { tail(gained) }

  /// The probability of at least so uneven a split.
  public var twoSided: Double { min(1, 2 * min(worse, better)) }

  private func tail(_ count: Int) -> Double {
    if discordant == 0 { return 1 }
    let whole = Binomial.probability(atLeast: count, of: discordant)
    return isMidP ? whole - 0.5 * Binomial.probability(of: count, of: discordant) : whole
  }

  /// The least number of lost items among so many differing ones for which `worse` is at most `level`; nil where even all of them
  /// are too few.
  public static func criticalLoss(of discordant: Int, level: Double, isMidP: Bool = true) -> Int? {
    func worse(_ lost: Int) -> Double { McNemar(lost: lost, gained: discordant - lost, isMidP: isMidP).worse }
    guard discordant > 0, worse(discordant) <= level else { return nil }
    var low = 0, high = discordant
    while high - low > 1 {
      let middle = (low + high) / 2
      if worse(middle) <= level { high = middle } else { low = middle }
    }
    return high
  }
}
