public import Files
public import Statistics

/// A mean for people; as a mean of paired differences, ours less theirs.
extension SampleMean {
  /// `0.0123 [-0.0010, 0.0256]`
  public var ranged: String {
    guard let interval = interval95 else { return Quantity.fraction(value) }
    let low = Quantity.fraction(interval.lowerBound), high = Quantity.fraction(interval.upperBound)
    return "\(Quantity.fraction(value)) [\(low), \(high)]"
  }

  /// `+0.0123 [-0.0010, 0.0256]`
  public var signed: String { (value < 0 ? "" : "+") + ranged }

  /// Which way it came out, by the interval of 95 %.
  public var verdict: String {
    guard let interval = interval95 else { return "too few items to say" }
    if interval.lowerBound > 0 { return "better" }
    return interval.upperBound < 0 ? "worse" : "no difference shown"
  }

  public var differenceJSON: JSON {
    [
      "difference": .number(value), "low": interval95.map { .number($0.lowerBound) } ?? .null,
      "high": interval95.map { .number($0.upperBound) } ?? .null, "verdict": .string(verdict),
    ]
  }
}
