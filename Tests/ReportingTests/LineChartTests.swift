import Reporting
import Testing

@Suite struct LineChartTests {
  @Test(
    "Values that hardly differ, lie as far apart as numbers do, or are tiny, come to an end",
    arguments: [
      [1e12, 1e12], [1e300, 1e300], [-1e308, 1e308], [.leastNonzeroMagnitude, .leastNonzeroMagnitude], [0, 1e-300],
      [-7e15, -7e15 + 2], [3, 3],
    ] as [[Double]])
  func extremes(values: [Double]) {
    var chart = LineChart(title: "t", across: "x", upward: "y")
    chart.add(LineChart.Series("a", [(values[0], values[1]), (values[1], values[0])]))
    let svg = chart.svg
    #expect(svg.hasPrefix("<svg") && svg.utf8.count < 20_000 && !svg.contains("nan"), "\(values)")
  }
}
