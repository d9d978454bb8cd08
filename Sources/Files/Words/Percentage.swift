/// A part of a whole, for people.
public enum Percentage {
  /// `0.1234` as `12.3 %`; `n/a` for what is no number.
  public static func text(_ part: Double) -> String {
    guard part.isFinite else { return "n/a" }
    let tenths = Int(saturating: (part * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10) %"
  }
}
