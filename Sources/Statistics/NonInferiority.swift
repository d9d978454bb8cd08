import Glibc

/// When a drop is red, and how often a true drop would be: it is worse with a probability of error of at most `level`, and a drop of
/// `margin` is not excluded at `bound`. The second keeps a drop that does not matter from being red however many items there are.
public struct NonInferiority: Sendable, Equatable {
  /// One-sided, of the test whether it is worse; what correction leaves of it where there are several.
  public var level: Double
  /// Above 0: the least drop that matters.
  public var margin: Double
  /// One-sided, of the bound that excludes the margin.
  public var bound: Double

  public init(level: Double, margin: Double, bound: Double) {
    self.level = level
    self.margin = margin
    self.bound = bound
  }

  /// The least true drop of a share that is red with a probability of `power`, where the two models' answers differ on a share of
  /// `discordance` of `count` items; nil where no drop is.
  public func detectable(count: Int, discordance: Double, isMidP: Bool = true, power: Double = 0.8) -> Double? {
    var red = RedShares(self, count: count, isMidP: isMidP)
    guard red.probability(drop: 1, discordance: 1) >= power else { return nil }
    var low = 0.0, high = 1.0
    for _ in 0..<30 {
      let middle = (low + high) / 2
      if red.probability(drop: middle, discordance: discordance) >= power { high = middle } else { low = middle }
    }
    return high
  }

  /// The probability that such a drop of a share is red.
  public func power(drop: Double, count: Int, discordance: Double, isMidP: Bool = true) -> Double {
    var red = RedShares(self, count: count, isMidP: isMidP)
    return red.probability(drop: drop, discordance: discordance)
  }

  /// The same of a mean whose difference has a standard error, of so many units that are exchanged (`SignFlips`): by the normal limit.
  public func detectable(standardError error: Double, units: Int, power: Double = 0.8) -> Double? {
    leastRed(standardError: error, units: units).map { $0 + Normal.quantile(power) * error }
  }

  public func power(drop: Double, standardError error: Double, units: Int) -> Double {
    guard let least = leastRed(standardError: error, units: units) else { return 0 }
    if error == 0 { return drop >= least ? 1 : 0 }
    return Normal.probability(below: (drop - least) / error)
  }

  /// The least observed drop that is red. The permutation's spread holds the drop itself, which is why few units may never be.
  private func leastRed(standardError error: Double, units: Int) -> Double? {
    let z = -Normal.quantile(level), share = z * z / Double(max(1, units))
    guard share < 1, units > 1 else { return nil }
    return max(z * error / (1 - share).squareRoot(), margin + Normal.quantile(bound) * error)
  }
}

/// Which splits of the items on which two models differ are red.
private struct RedShares {
  let rule: NonInferiority
  let count: Int
  let isMidP: Bool
  /// What `leastLost` found, by the number of differing items.
  private var known: [Int: Int?] = [:]

  init(_ rule: NonInferiority, count: Int, isMidP: Bool) {
    self.rule = rule
    self.count = count
    self.isMidP = isMidP
  }

  mutating func probability(drop: Double, discordance: Double) -> Double {
    guard count > 0 else { return 0 }
    let differing = min(1, max(discordance, drop)), lost = differing > 0 ? (1 + drop / differing) / 2 : 0.5
    let mean = Double(count) * differing, deviation = (mean * (1 - differing)).squareRoot()
    func whole(_ value: Double) -> Int { Int(exactly: value.rounded(.down)) ?? 0 }
    let low = max(0, whole(mean - 6 * deviation) - 1), high = min(count, whole(mean + 6 * deviation) + 1)
    // Not each number where there are many: neighbours hardly differ.
    let step = max(1, (high - low) / 96)
    var sum = 0.0, weight = 0.0
    for discordant in stride(from: low, through: high, by: step) {
      let share = Binomial.probability(of: discordant, of: count, each: differing)
      weight += share
      guard share > 0, let least = leastLost(of: discordant) else { continue }
      sum += share * Binomial.probability(atLeast: least, of: discordant, each: lost)
    }
    return weight > 0 ? sum / weight : 0
  }

  private mutating func leastLost(of discordant: Int) -> Int? {
    if let least = known[discordant] { return least }
    let least = searchedLeastLost(of: discordant)
    known[discordant] = .some(least)
    return least
  }

  private func searchedLeastLost(of discordant: Int) -> Int? {
    guard let worse = McNemar.criticalLoss(of: discordant, level: rule.level, isMidP: isMidP) else { return nil }
    let z = -Normal.quantile(rule.bound)
    func isExcluded(_ lost: Int) -> Bool {
      PairedShare(lost: lost, gained: discordant - lost, count: count).score(-rule.margin) > z
    }
    guard isExcluded(worse) else { return worse }
    var low = worse, high = discordant + 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if isExcluded(middle) { low = middle } else { high = middle }
    }
    return high <= discordant ? high : nil
  }
}
