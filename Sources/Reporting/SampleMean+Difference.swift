public import Files
public import Statistics

/// A mean for people; as a mean of paired differences, ours less theirs.
extension SampleMean {
  /// `0.0123 [-0.0010, 0.0256]`. Where all values are the same there is an interval if the range that they may lie in is known.
  public func ranged(within range: ClosedRange<Double>? = nil) -> String {
    guard let interval = interval95(in: range) else { return Quantity.fraction(value) }
    let low = Quantity.fraction(interval.lowerBound), high = Quantity.fraction(interval.upperBound)
    return "\(Quantity.fraction(value)) [\(low), \(high)]"
  }

  /// `+0.0123 [-0.0010, 0.0256]`
  public func signed(within range: ClosedRange<Double>? = nil) -> String {
    (value < 0 ? "" : "+") + ranged(within: range)
  }

  /// Which way it came out, by the interval of 95 %.
  public func verdict(within range: ClosedRange<Double>? = nil) -> String {
    guard let interval = interval95(in: range) else {
      if isOfEqualValues { return "the same in all items, no interval" }
      return hasEqualParts ? "the same in all items of a task, no interval" : "too few items to say"
    }
    if interval.lowerBound > 0 { return "better" }
    return interval.upperBound < 0 ? "worse" : "no difference shown"
  }

  public func differenceJSON(within range: ClosedRange<Double>? = nil) -> JSON {
    let interval = interval95(in: range)
    return [
      "difference": .number(value), "low": interval.map { .number($0.lowerBound) } ?? .null,
      "high": interval.map { .number($0.upperBound) } ?? .null, "verdict": .string(verdict(within: range)),
    ]
  }

  private func interval95(in range: ClosedRange<Double>?) -> ClosedRange<Double>? {
    range.map { interval95(within: $0) } ?? interval95
  }
}

/// Where values may lie.
extension ClosedRange<Double> {
  /// What an item is scored with.
  public static var scores: ClosedRange<Double> { 0...1 }
  /// Differences of scores.
  public static var scoreDifferences: ClosedRange<Double> { -1...1 }
}
