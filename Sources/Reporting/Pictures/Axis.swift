import Files
import Glibc

/// From values to places along one side of a picture.
struct Axis {
  let low, high: Double
  let ticks: [Double]
  private let from, to: Double

  /// - Parameter widens: whether the axis ends at round numbers.
  init(_ values: [Double], from: Double, to: Double, widens: Bool, most: Int = 8) {
    let least = values.min() ?? 0, largest = values.max() ?? 1
    let ticks = Self.ticks(from: least, to: largest, most: Double(most))
    low = widens ? min(least, ticks.first ?? least) : least
    high = max(low + max(1e-9, 1e-9 * abs(low)), widens ? max(largest, ticks.last ?? largest) : largest)
    self.ticks = ticks
    self.from = from
    self.to = to
  }

  /// By halves, which are exact, so that no difference is too large for a number.
  func place(_ value: Double) -> Double { from + (value / 2 - low / 2) / (high / 2 - low / 2) * (to - from) }

  /// Those within.
  var inner: [Double] { ticks.filter { $0 >= low && $0 <= high } }

  /// Round numbers, nine at most; none where the values lie farther apart than a number can say.
  private static func ticks(from low: Double, to high: Double, most: Double) -> [Double] {
    // Large numbers that hardly differ: a step must be more than their last digit.
    let span = max(high - low, 1e-9, 1e-9 * max(abs(low), abs(high))), magnitude = pow(10, floor(log10(span)))
    let step = [0.1, 0.2, 0.5, 1, 2].map { $0 * magnitude }.first { span / $0 <= most } ?? magnitude
    let first = (low / step).rounded(.down) * step
    guard span.isFinite, first.isFinite else { return [] }
    return (0..<12).map { first + Double($0) * step }.filter { $0 <= high + step * 0.999 }
  }

  static func label(_ number: Double) -> String {
    let rounded = (number * 1e6).rounded() / 1e6
    return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int(saturating: rounded)) : "\(rounded)"
  }
}
