import Files

/// Whether a published percentage is what some number of right answers gives.
enum CountCheck {
  /// The numbers of right answers of `items` that are shown as this percentage, rounded to so many decimals in either way that a half
  /// may go; empty where there are none, so that the value is an average of something else, cut off instead of rounded, or a slip.
  static func counts(_ percentage: Double, of items: Int, decimals: Int) -> [Int] {
    guard items > 0, percentage.isFinite, (0...100).contains(percentage) else { return [] }
    var step = 1.0
    for _ in 0..<decimals { step /= 10 }
    let tolerance = step / 2 * (1 + 1e-3), middle = Int(saturating: percentage * Double(items) / 100)
    // So many counts lie within one step of the last decimal.
    let reach = min(items, Int(saturating: step * Double(items) / 100) + 2)
    return (max(0, middle - reach)...min(items, middle + reach)).filter {
      abs(100 * Double($0) / Double(items) - percentage) <= tolerance
    }
  }

  /// What is wrong with a value; nil where nothing is, or nothing can be said.
  static func flaw(_ percentage: Double, of items: Int, decimals: Int) -> String? {
    guard items > 0, counts(percentage, of: items, decimals: decimals).isEmpty else { return nil }
    return "no number of right answers of \(items) gives it"
  }
}
