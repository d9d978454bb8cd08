import Files

/// Numbers with three significant digits, as measurements deserve them.
enum Digits {
  static func text(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return "?" }
    if value == value.rounded(), value.magnitude < 1000 { return String(Int(saturating: value)) }
    var decimals = 0
    while decimals < 4, (value.magnitude * power(decimals)).rounded() < 100 { decimals += 1 }
    let scaled = Int(saturating: (value.magnitude * power(decimals)).rounded())
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return sign + String(scaled) }
    let unit = Int(saturating: power(decimals))
    let fraction = String(scaled % unit)
    return "\(sign)\(scaled / unit)." + String(repeating: "0", count: decimals - fraction.count) + fraction
  }

  private static func power(_ exponent: Int) -> Double {
    (0..<exponent).reduce(1.0) { power, _ in power * 10 }
  }
}
