/// Vanilla's update times a factor, from nothing to more than all of it: what can be had for nothing between skill and knowledge.
/// Straight between the factors that were scored.
struct ScaledLine {
  struct Point: Equatable {
    var factor: Double
    /// Held-out loss.
    var loss: Double
    /// Mean over tasks.
    var mean: Double
  }

  /// What an endpoint calls it.
  static let label = "vanilla line"

  /// In the order of their factors.
  let points: [Point]

  init(_ points: [Point]) { self.points = points.sorted { $0.factor < $1.factor } }

  /// The best mean of all points whose loss is at most this. Where there is none, that of the point of least loss, which is less
  /// skilled than what it is compared with. nil without points.
  func mean(atLoss limit: Double) -> (mean: Double, isAsSkilled: Bool)? {
    var best: Double?
    func consider(_ mean: Double) { best = max(best ?? mean, mean) }
    for point in points where point.loss <= limit { consider(point.mean) }
    for (one, other) in zip(points, points.dropFirst()) where (one.loss <= limit) != (other.loss <= limit) {
      let part = (limit - one.loss) / (other.loss - one.loss)
      consider(one.mean + part * (other.mean - one.mean))
    }
    if let best { return (best, true) }
    return points.min { $0.loss < $1.loss }.map { ($0.mean, false) }
  }
}
