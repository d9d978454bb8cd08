/// What the mean difference might have been with other items of the same kind: items, or clusters of them, drawn again with replacement.
///
/// For very many it is the normal limit, which drawing would only blur. Source: Efron and Tibshirani, An Introduction to the Bootstrap
/// (1993), chapters 8 and 13 (percentile interval).
public struct PairedBootstrap: Sendable {
  /// What each unit adds to the difference: the sum over its items of weight times difference.
  private let parts: [Double]
  private let seed: UInt64

  static let draws = 9_999
  static let leastNormal = 2000

  public init(_ parts: [Double], seed: UInt64 = 0) {
    self.parts = parts
    self.seed = seed
  }

  /// nil for fewer than two units, and where all are the same: that tells nothing of others.
  public func interval(level: Double) -> ClosedRange<Double>? {
    guard parts.count > 1, parts.contains(where: { $0 != parts[0] }) else { return nil }
    let tail = (1 - level) / 2
    if parts.count >= Self.leastNormal {
      let mean = SampleMean(of: parts), error = (mean?.standardError ?? 0) * Double(parts.count)
      let total = parts.reduce(0, +), half = Normal.quantile(1 - tail) * error
      return total - half...total + half
    }
    let sums = sums().sorted()
    let low = Int(exactly: (tail * Double(sums.count)).rounded(.down)) ?? 0, high = sums.count - 1 - low
    return sums[low]...sums[max(low, high)]
  }

  private func sums() -> [Double] {
    let key = KeyedRandom.key(seed, 0xB007)
    return parts.withUnsafeBufferPointer { parts in
      (0..<Self.draws).map { draw in
        var sum = 0.0
        for unit in 0..<parts.count {
          let (place, _) = KeyedRandom.word(key, draw &* parts.count &+ unit)
            .multipliedFullWidth(by: UInt64(parts.count))
          sum += parts[Int(place)]
        }
        return sum
      }
    }
  }
}
