import Statistics
import TestSupport
import Testing

/// What errors of several models are told by: Wilson's interval, kappa, ratios of sums, and bends of curves.
@Suite struct ErrorStatisticsTests {
  @Test("Wilson's interval of 8 of 10, of none and of all; none of no cases")
  func wilson() throws {
    let some = try #require(Wilson.interval(8, of: 10))
    // Newcombe, Statistics in Medicine 17 (1998), by hand: 0.4902 to 0.9433.
    expectClose(some.lowerBound, 0.4902, absolute: 5e-5)
    expectClose(some.upperBound, 0.9433, absolute: 5e-5)
    let none = try #require(Wilson.interval(0, of: 20)), all = try #require(Wilson.interval(20, of: 20))
    #expect(none.lowerBound == 0 && none.upperBound < 0.17 && all.upperBound == 1)
    expectClose(none.upperBound, 1 - all.lowerBound, absolute: 1e-12)
    #expect(Wilson.interval(0, of: 0) == nil)
  }

  @Test("Cohen's own example has kappa 0.4; who always agree have 1, or none where chance explains all")
  func kappa() throws {
    var table = Agreement()
    for (count, first, second) in [(20, true, true), (5, true, false), (10, false, true), (15, false, false)] {
      for _ in 0..<count { table.add(first, second) }
    }
    #expect(table.count == 50 && table.onlyFirst == 5 && table.onlySecond == 10)
    expectClose(try #require(table.kappa), 0.4, absolute: 1e-12)
    expectClose(try #require(table.jaccard), 0.5, absolute: 1e-12)
    var same = Agreement()
    for value in [true, false, true] { same.add(value, value) }
    #expect(same.kappa == 1 && same.jaccard == 1)
    var all = Agreement()
    all.add(true, true)
    #expect(all.kappa == nil && all.jaccard == nil && Agreement().kappa == nil)
  }

  @Test("A ratio of one case a unit is a mean, with its standard error times √(n / (n - 1)) / √(n / (n - 1))")
  func ratio() throws {
    let values = [0.5, 1, -2, 3, 0.25, 0]
    let ratio = try #require(RatioMean(sums: values, counts: values.map { _ in 1 }))
    let mean = try #require(SampleMean(of: values))
    expectClose(ratio.value, mean.value, relative: 1e-14)
    expectClose(try #require(ratio.standardError), try #require(mean.standardError), relative: 1e-12)
    expectClose(
      try #require(ratio.interval).lowerBound, try #require(mean.interval95).lowerBound, relative: 1e-12)
    // Units without a case are none, and a unit with twice the cases counts twice.
    let uneven = try #require(RatioMean(sums: [2, 0, 0], counts: [2, 1, 0]))
    expectClose(uneven.value, 2.0 / 3, relative: 1e-14)
    #expect(uneven.units == 2)
    #expect(RatioMean(sums: [0], counts: [0]) == nil && RatioMean(sums: [1], counts: [1])?.interval == nil)
  }

  private static func noise(_ seed: Int, _ place: Int) -> Double {
    KeyedRandom.uniform(KeyedRandom.key(UInt64(seed)), place) - 0.5
  }

  @Test("A curve that rises and falls bends where it turns, with the slopes of its two sides")
  func bend() throws {
    let points = (0..<13).map { index -> (x: Double, y: Double) in
      let x = 10 * Double(index), turned = x <= 50 ? x : 100 - x
      return (x: x, y: 0.3 + 0.002 * turned + 0.004 * Self.noise(1, index))
    }
    let found = try #require(ChangePoint(points))
    #expect(found.place == 50 && found.probability < 0.001)
    expectClose(found.before, 0.002, absolute: 1e-4)
    expectClose(found.after, -0.002, absolute: 1e-4)
    #expect(ChangePoint(points) == found && ChangePoint(points.reversed()) == found)
  }

  @Test(
    "A straight line with noise bends by chance as often as it is said; few points and what is no number tell nothing")
  func straight() throws {
    var alarms = 0
    for seed in 0..<120 {
      let points = (0..<9).map { index -> (x: Double, y: Double) in
        (x: Double(index), y: 0.1 * Double(index) + Self.noise(seed, index))
      }
      let found = try #require(ChangePoint(points, seed: UInt64(seed)))
      if found.probability <= 0.05 { alarms += 1 }
    }
    // 6 are expected; 14 and more would come about once in five hundred times.
    #expect(alarms < 14, "\(alarms)")
    let line = (0..<8).map { index -> (x: Double, y: Double) in (x: Double(index), y: 2 * Double(index)) }
    #expect(ChangePoint(line)?.probability == 1)
    #expect(ChangePoint(line.map { (x: $0.x, y: 0.5) })?.probability == 1)
    #expect(ChangePoint(Array(line.prefix(5))) == nil)
    #expect(ChangePoint(line.map { (x: 1, y: $0.y) }) == nil)
    #expect(ChangePoint(line.dropLast() + [(x: 9, y: .nan)]) == nil)
  }
}
