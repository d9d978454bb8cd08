public import Statistics

/// A score over steps of training, sizes of the data, or whatever else the points are told by: what is gained on the way up, and lost
/// behind the peak. The paper's Figures 1 to 3, 10 and 11.
public struct TaxCurve: Sendable {
  public var task: String
  public var metric: String
  /// By their x, which differ.
  public var points: [Point]
  /// Between two points by the same items; nil where these are not known.
  var paired: (@Sendable (_ later: Int, _ earlier: Int) -> PairedDifference?)?
  /// The loss against the peak less what having picked the peak adds to it; nil where items are not known.
  public var corrected: PeakLoss?
  public var change: ChangePoint?
  /// `change.probability` by Holm over all curves.
  public var adjusted: Double?

  public struct Point: Sendable, Equatable {
    public var x: Double
    public var value: Double
    public var standardError: Double?
    public var items: Int?
  }

  /// A later point less an earlier one: below 0 is lost.
  public struct Step: Sendable, Equatable {
    /// Places among the points.
    public var later: Int
    public var earlier: Int
    public var value: Double
    /// 95 %.
    public var interval: ClosedRange<Double>?
    /// Whether it is of the same items' differences; else of two standard errors as if the items were others, which is too wide.
    public var isPaired: Bool
    /// Two-sided, of the paired test.
    public var probability: Double?
  }

  /// The highest, the first one of equals.
  public var peak: Int { points.indices.max { (points[$0].value, $1) < (points[$1].value, $0) } ?? 0 }
  public var last: Int { points.count - 1 }

  /// What the last point has lost against the peak; nil where it is the peak.
  public var tax: Step? { peak == last ? nil : step(last, peak) }
  /// Against the first point; nil of a single one.
  public var gain: Step? { points.count > 1 ? step(last, 0) : nil }
  /// Against the point nearest to half of the last one's x: nothing was picked there. nil where that is the first or the last point.
  public var second: Step? {
    let half = points[last].x / 2
    let middle = points.indices.min { abs(points[$0].x - half) < abs(points[$1].x - half) } ?? 0
    return middle == 0 || middle == last ? nil : step(last, middle)
  }

  private func step(_ later: Int, _ earlier: Int) -> Step {
    if let difference = paired?(later, earlier) {
      return Step(
        later: later, earlier: earlier, value: difference.value, interval: difference.interval, isPaired: true,
        probability: difference.probability)
    }
    let value = points[later].value - points[earlier].value
    var step = Step(later: later, earlier: earlier, value: value, interval: nil, isPaired: false, probability: nil)
    if let one = points[later].standardError, let other = points[earlier].standardError, one + other > 0 {
      let half = Normal.quantile(0.975) * (one * one + other * other).squareRoot()
      let low = min(1, max(-1, value - half))
      step.interval = low...max(low, min(1, value + half))
    }
    return step
  }
}

/// How much of a loss against the highest of several points is there because the highest was picked: by drawing items, or clusters of
/// them, again, and picking the peak of each draw.
///
/// Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), section 10.3 (estimate of bias).
public struct PeakLoss: Sendable, Equatable {
  /// Mean of the draws less what was observed, at least 0.
  public let bias: Double
  /// What was observed less the bias, at least 0.
  public let value: Double

  static let draws = 999

  /// nil for fewer than two units or points.
  /// - Parameter sums: of each point what each unit adds to its mean.
  init?(_ sums: [[Double]], seed: UInt64) {
    guard let last = sums.last, sums.count > 1, last.count > 1 else { return nil }
    let key = KeyedRandom.key(seed, 0x7A8), units = last.count
    var total = 0.0
    var counts = [Double](repeating: 0, count: units)
    for draw in 0..<Self.draws {
      for unit in counts.indices { counts[unit] = 0 }
      for place in 0..<units {
        let (unit, _) = KeyedRandom.word(key, draw &* units &+ place).multipliedFullWidth(by: UInt64(units))
        counts[Int(unit)] += 1
      }
      total += Self.loss(sums.map { zip($0, counts).reduce(0) { $0 + $1.0 * $1.1 } })
    }
    let observed = Self.loss(sums.map { $0.reduce(0, +) })
    bias = max(0, total / Double(Self.draws) - observed)
    value = max(0, observed - bias)
  }

  private static func loss(_ means: [Double]) -> Double { (means.max() ?? 0) - (means.last ?? 0) }
}
