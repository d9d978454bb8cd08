import Statistics
import TestSupport
import Testing

@Suite struct IntervalTests {
  @Test("An interval is as wide as its sample is uncertain, and absent where nothing is known")
  func interval() throws {
    let mean = try #require(SampleMean(of: [1, 2, 3, 4, 5, 6, 7]))
    let interval = try #require(mean.interval95)
    // Standard deviation 2.1602, over √7, times 2.4469.
    #expect(abs(interval.lowerBound - (4 - 1.9979)) < 1e-3 && abs(interval.upperBound - (4 + 1.9979)) < 1e-3)
    #expect(SampleMean(of: [1])?.interval95 == nil)
  }

  @Test(
    "Equal values claim no certainty: Wilson's interval of a share, the rule of three of anything in a range, or none")
  func equalValues() throws {
    let none = try #require(SampleMean(of: [0, 0]))
    #expect(none.standardError == 0 && none.interval95 == nil && none.detectable() == nil)
    let low = try #require(none.interval95(within: 0...1)), z = 1.959963984540054
    #expect(low.lowerBound == 0 && abs(low.upperBound - z * z / (2 + z * z)) < 1e-15)
    let all = try #require(SampleMean(of: [1, 1])?.interval95(within: 0...1))
    #expect(all.upperBound == 1 && abs(all.lowerBound - 2 / (2 + z * z)) < 1e-15)
    let differences = try #require(SampleMean(of: [Double](repeating: 0, count: 100))?.interval95(within: -1...1))
    // 3 / 100, about.
    #expect(abs(differences.upperBound - 0.02951) < 1e-5 && differences.lowerBound == -differences.upperBound)
    // A third is no binary number: rounding must not pass for spread.
    let third = try #require(SampleMean(of: [Double](repeating: 1.0 / 3, count: 7)))
    let wide = try #require(third.interval95(within: 0...1))
    #expect(third.isOfEqualValues && third.interval95 == nil && wide.lowerBound > 0 && wide.upperBound < 1)
    #expect(wide.contains(1.0 / 3) && wide.upperBound - wide.lowerBound > 0.3)
    #expect(SampleMean(of: [-3, -3])?.interval95(within: 0...1) == nil)
    let spread = try #require(SampleMean(of: [0, 1, 1]))
    #expect(spread.interval95(within: 0...1) == spread.interval95 && !spread.isOfEqualValues)
  }

  @Test("Means of means count each once")
  func means() throws {
    let one = SampleMean(value: 1, standardError: 0.3, count: 10),
      two = SampleMean(value: 3, standardError: 0.4, count: 90)
    let both = try #require(SampleMean(ofMeans: [one, two]))
    #expect(both.value == 2 && both.count == 100)
    #expect(abs((both.standardError ?? 0) - 0.25) < 1e-12)
    #expect(SampleMean(ofMeans: []) == nil)
    #expect(SampleMean(ofMeans: [one, SampleMean(value: 0, standardError: nil, count: 1)])?.standardError == nil)
  }

  @Test("In a mean over tasks a task of equal scores adds its own interval, not nothing")
  func equalParts() throws {
    let z = 1.959963984540054, width = z * z / (2 + z * z)
    let right = try #require(SampleMean(of: [1, 1])), wrong = try #require(SampleMean(of: [0, 0]))
    // Wilson's of each: [1 - w, 1] and [0, w]; the mean may be less by w / 2 and more by w / 2.
    let both = try #require(SampleMean(ofMeans: [right, wrong]))
    let wide = try #require(both.interval95(within: 0...1))
    #expect(both.value == 0.5 && both.standardError == 0 && both.interval95 == nil && both.detectable() == nil)
    expectClose(wide.lowerBound, 0.5 - width / 2, absolute: 1e-12)
    expectClose(wide.upperBound, 0.5 + width / 2, absolute: 1e-12)
    // Two tasks of two right answers: nothing above 1, and below w √2 / 2.
    let all = try #require(SampleMean(ofMeans: [right, right])?.interval95(within: 0...1))
    #expect(all.upperBound == 1)
    expectClose(all.lowerBound, 1 - width * 2.0.squareRoot() / 2, absolute: 1e-12)
    // Beside a task of [0, 1, 1]: 2/3, standard error 1/3, and t = 2.7764451 for 4 degrees of freedom.
    let spread = try #require(SampleMean(of: [0, 1, 1]))
    let mixed = try #require(SampleMean(ofMeans: [right, spread])), half = 2.7764451 / 3
    let interval = try #require(mixed.interval95(within: 0...1))
    expectClose(interval.lowerBound, 5.0 / 6 - (half * half + width * width).squareRoot() / 2, absolute: 1e-7)
    // Student's interval of the other task would leave the range.
    #expect(interval.upperBound == 1 && 5.0 / 6 + half / 2 > 1)
    #expect(mixed.interval95 == nil && mixed.twoSidedProbability == nil && mixed.hasEqualParts)
    // Differences that are all zero: the rule of three, 1 - √0.05 of two.
    let same = try #require(SampleMean(of: [0, 0])), other = try #require(SampleMean(of: [-1, 0, 0, 1]))
    let zero = try #require(SampleMean(ofMeans: [same, other])?.interval95(within: -1...1))
    let rule = 1 - 0.05.squareRoot(), error = 2.5705818 * (2.0 / 3).squareRoot() / 2
    expectClose(zero.upperBound, (rule * rule + error * error).squareRoot() / 2, absolute: 1e-7)
    #expect(zero.lowerBound == -zero.upperBound)
    // Means over subtasks, and means over such means.
    let macro = try #require(SampleMean(macroOf: [[1, 1], [0, 0]]))
    #expect(macro.interval95(within: 0...1) == wide)
    let nested = try #require(SampleMean(ofMeans: [macro, spread])?.interval95(within: 0...1))
    let outer = StudentT.quantile(0.975, freedom: 6) / 3
    let reach = (width * width / 4 + outer * outer).squareRoot() / 2
    #expect(nested.upperBound == min(1, 7.0 / 12 + reach))
    expectClose(nested.lowerBound, max(0, 7.0 / 12 - reach), absolute: 1e-12)
    // Without such a part nothing is different.
    let usual = try #require(SampleMean(ofMeans: [spread, other]))
    #expect(!usual.hasEqualParts && usual.interval95(within: -1...1) == usual.interval95 && usual.interval95 != nil)
  }
}
