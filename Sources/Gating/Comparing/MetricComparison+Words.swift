import Files
import Reporting

/// A comparison in words and numbers for people.
extension MetricComparison {
  /// `arc_challenge@lm-eval acc`; the suite's own name.
  var name: String { kind == .suite ? metric : "\(task) \(metric)" }

  /// The size of a drop: `0.0210`, and for log-likelihoods in nats.
  func points(_ size: Double) -> String { Quantity.fraction(size) + (kind == .likelihood ? " nats" : "") }

  /// `-0.0210 [-0.0312, -0.0108]`.
  var change: String {
    let sign = difference > 0 ? "+" : ""
    guard let interval else { return sign + Quantity.fraction(difference) }
    return "\(sign)\(Quantity.fraction(difference)) [\(Quantity.fraction(interval.lowerBound)), "
      + "\(Quantity.fraction(interval.upperBound))]"
  }

  /// Four decimals, and below that how small it is.
  static func probability(_ value: Double) -> String {
    if value >= 0.00005 || value == 0 { return Quantity.fraction(value) }
    var exponent = 0, mantissa = value
    while mantissa < 1 {
      mantissa *= 10
      exponent -= 1
    }
    return "\(Int(saturating: mantissa.rounded(.down)))e\(exponent)"
  }

  /// The least drop that would be red, as a cell of a table.
  var caught: String {
    // Nothing differs from which it could be said.
    if kind == .likelihood, isUnchanged { return "n/a" }
    return detectable.map(Quantity.fraction) ?? "nothing"
  }

  /// `pass`, `REGRESSION`, `cannot tell`; in brackets where it does not decide.
  var answer: String { isGated ? verdict.shown : "(\(verdict.shown))" }
}

extension MetricComparison.Verdict {
  public var words: String {
    switch self {
    case .pass: "pass"
    case .regression: "regression"
    case .cannotTell: "cannot tell"
    }
  }

  /// What must not be overlooked is in capitals.
  var shown: String { self == .regression ? words.uppercased() : words }
}
