import Statistics
import Testing

@Suite struct PassAtKTests {
  @Test(
    "The variance of pass@k is unbiased: its expectation over all draws is the estimate's true variance",
    arguments: 2...12)
  func variance(samples: Int) throws {
    for tries in 1...(samples / 2) {
      for chance in [0.0, 0.1, 0.37, 0.5, 0.9, 1] {
        var mean = 0.0, square = 0.0, told = 0.0
        for passed in 0...samples {
          let share = Binomial.probability(of: passed, of: samples, each: chance)
          let estimate = try #require(PassAtK.estimate(samples: samples, passed: passed, tries: tries))
          mean += share * estimate
          square += share * estimate * estimate
          told += share * (try #require(PassAtK.variance(samples: samples, passed: passed, tries: tries)))
        }
        #expect(abs(told - (square - mean * mean)) < 1e-12, "\(samples), \(tries), \(chance)")
      }
    }
    #expect(PassAtK.variance(samples: samples, passed: 0, tries: samples / 2 + 1) == nil)
  }
}
