import Statistics
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
}
