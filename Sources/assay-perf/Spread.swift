/// What several measurements of one thing came to.
struct Spread: Equatable {
  let values: [Double]
  var minimum: Double { values.min() ?? .nan }
  var maximum: Double { values.max() ?? .nan }

  /// The middle one, or the mean of the middle two.
  var median: Double {
    let sorted = values.sorted(), middle = sorted.count / 2
    guard !sorted.isEmpty else { return .nan }
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  init(_ values: [Double]) { self.values = values }

  func map(_ change: (Double) -> Double) -> Spread { Spread(values.map(change)) }
}
