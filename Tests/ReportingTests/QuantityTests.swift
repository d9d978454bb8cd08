import Reporting
import Testing

@Suite struct QuantityTests {
  @Test(
    "fractions have four decimals",
    arguments: [
      (0, "0.0000"), (1, "1.0000"), (0.00005, "0.0001"), (0.99995, "1.0000"), (-0.5, "-0.5000"),
      (-0.00001, "0.0000"), (12.3456789, "12.3457"), (Double.nan, "nan"), (-Double.infinity, "-inf"),
    ])
  func fraction(value: Double, text: String) {
    #expect(Quantity.fraction(value) == text)
  }

  @Test(
    "durations read as people say them",
    arguments: [
      (0, "0.0 s"), (0.04, "0.0 s"), (9.94, "9.9 s"), (9.96, "10 s"), (59.4, "59 s"), (59.6, "1 min 00 s"),
      (200, "3 min 20 s"), (3599.9, "1 h 00 min"), (18_450, "5 h 07 min"), (Double.nan, "?"), (-1, "?"),
      (Double.infinity, "?"),
    ])
  func duration(seconds: Double, text: String) {
    #expect(Quantity.duration(seconds: seconds) == text)
  }

  @Test(
    "large counts are grouped",
    arguments: [(0, "0"), (999, "999"), (1000, "1 000"), (-1_234_567, "-1 234 567"), (14_042, "14 042")])
  func count(value: Int, text: String) {
    #expect(Quantity.count(value) == text)
    #expect(Quantity.count(Double(value) + 0.2) == text)
  }
}
