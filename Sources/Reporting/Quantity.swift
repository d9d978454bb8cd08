import Files

/// Numbers as people of this field write them.
public enum Quantity {
  /// Four decimals, rounded half away from zero: `0.4334`. lm-evaluation-harness prints metrics so.
  public static func fraction(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e12 else { return "\(value)" }
    let scaled = Int(saturating: (value.magnitude * 10_000).rounded())
    let decimals = String(scaled % 10_000)
    let sign = value < 0 && scaled > 0 ? "-" : ""
    return "\(sign)\(scaled / 10_000)." + String(repeating: "0", count: 4 - decimals.count) + decimals
  }

  /// `0.4334 ± 0.0145`; without the second part where there is no standard error.
  public static func metric(_ value: Double?, standardError: Double?) -> String {
    guard let value else { return "n/a" }
    return fraction(value) + (standardError.map { " ± " + fraction($0) } ?? "")
  }

  /// `0.4 s`, `12 s`, `3 min 20 s`, `5 h 07 min`.
  public static func duration(seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e10 else { return "?" }
    if seconds < 9.95 {
      let tenths = Int(saturating: (seconds * 10).rounded())
      return "\(tenths / 10).\(tenths % 10) s"
    }
    let whole = Int(saturating: seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(twoDigits(whole % 60)) s" }
    return "\(whole / 3600) h \(twoDigits(whole % 3600 / 60)) min"
  }

  /// Rounded, with a space between groups of three digits: `12 345`.
  public static func count(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return "\(value)" }
    return count(Int(saturating: value.rounded()))
  }

  public static func count(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    var text = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { text += " " }
      text.append(digit)
    }
    return text
  }

  private static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
