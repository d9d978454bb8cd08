/// The difference between two shares of the same items: of right answers, the second model's less the first one's.
///
/// Source: Tango, Statistics in Medicine 17 (1998): the score interval, which has a width also where all answers are the same.
public struct PairedShare: Sendable, Equatable {
  public var lost: Int
  public var gained: Int
  /// All items.
  public var count: Int

  public init(lost: Int, gained: Int, count: Int) {
    self.lost = lost
    self.gained = gained
    self.count = count
  }

  public var difference: Double { Double(gained - lost) / Double(count) }

  /// How far the observed difference is from one of `delta`, in standard errors that hold for that one.
  public func score(_ delta: Double) -> Double {
    let n = Double(count), b = Double(gained), c = Double(lost)
    let deviation = b - c - n * delta
    if deviation == 0 { return 0 }
    // The likeliest share of lost items, were the difference delta: the larger root of a quadratic equation.
    let linear = -b - c + (2 * n - b + c) * delta, constant = -c * delta * (1 - delta)
    let root = max(0, linear * linear - 8 * n * constant).squareRoot()
    let share = max(0, (root - linear) / (4 * n))
    let variance = n * (2 * share + delta * (1 - delta))
    return variance > 0 ? deviation / variance.squareRoot() : deviation * .infinity
  }

  /// The interval of the true difference: a share of `level` lies within, half of the rest on each side.
  public func interval(level: Double) -> ClosedRange<Double> {
    let z = Normal.quantile(0.5 + level / 2)
    return bound(from: -1, score: z)...bound(from: 1, score: -z)
  }

  /// The difference between the end of its range and the observed one whose score is that.
  private func bound(from end: Double, score z: Double) -> Double {
    var outer = end, inner = difference
    guard abs(score(outer)) > abs(z) else { return outer }
    for _ in 0..<200 {
      let middle = outer + (inner - outer) / 2
      if middle == outer || middle == inner { break }
      if abs(score(middle)) > abs(z) { outer = middle } else { inner = middle }
    }
    return outer
  }
}
