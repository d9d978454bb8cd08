import Glibc
import Statistics
import TestSupport
import Testing

/// Probabilities of small samples, beside tables and plain integrals.
@Suite struct StudentTTests {
  @Test(
    "Quantiles are those of the tables",
    arguments: [
      (1, 12.7062047), (2, 4.3026527), (3, 3.1824463), (4, 2.7764451), (6, 2.4469119), (10, 2.2281389), (30, 2.0422725),
      (1000, 1.9623391),
    ])
  func quantiles(freedom: Int, expected: Double) {
    expectClose(StudentT.quantile(0.975, freedom: freedom), expected, absolute: 1e-6)
    expectClose(StudentT.quantile(0.025, freedom: freedom), -expected, absolute: 1e-6)
    expectClose(StudentT.twoSided(expected, freedom: freedom), 0.05, absolute: 1e-8)
  }

  @Test("Probabilities are the density's integral", arguments: [1, 2, 5, 40])
  func integral(freedom: Int) {
    let v = Double(freedom)
    let scale = exp(lgamma((v + 1) / 2) - lgamma(v / 2)) / (v * .pi).squareRoot()
    func density(_ x: Double) -> Double { scale * pow(1 + x * x / v, -(v + 1) / 2) }
    for t in [-2.5, -0.3, 0, 0.8, 3.1] {
      // Simpson's rule from 0 to t, and one half below 0.
      let steps = 2000, h = t / Double(steps)
      let sum = (0...steps).reduce(0.0) { sum, i in
        sum + (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2) * density(Double(i) * h)
      }
      expectClose(StudentT.probability(below: t, freedom: freedom), 0.5 + sum * h / 3, absolute: 1e-10)
    }
  }

  @Test("The sign test counts by hand")
  func signs() {
    expectClose(SignTest.twoSided([1, 2, 3, 4, 5]), 2.0 / 32, absolute: 1e-15)
    expectClose(SignTest.twoSided([1, 2, 3, 4, -5]), 2 * 6.0 / 32, absolute: 1e-15)
    #expect(SignTest.twoSided([1, -1, 0]) == 1)
    #expect(SignTest.twoSided([]) == 1)
  }

  @Test("Holm's adjustment, by hand, in any order")
  func holm() {
    let adjusted = Holm.adjusted([0.04, 0.01, 0.03, 0.5])
    for (one, expected) in zip(adjusted, [0.09, 0.04, 0.09, 0.5]) { expectClose(one, expected, absolute: 1e-15) }
    #expect(Holm.adjusted([0.9, 0.8]) == [1, 1])
    #expect(Holm.adjusted([]) == [])
  }

  @Test("A mean's probability fits its interval, and what it could have told its spread")
  func means() throws {
    let mean = try #require(SampleMean(of: [0.1, 0.3, 0.2, 0.4, 0.25]))
    let interval = try #require(mean.interval95), error = try #require(mean.standardError)
    let edge = SampleMean(value: mean.value - interval.lowerBound, standardError: error, count: 5)
    expectClose(try #require(edge.twoSidedProbability), 0.05, absolute: 1e-9)
    // 2.7764 and 0.9410 of the table for 4 degrees of freedom.
    expectClose(try #require(mean.detectable()), error * (2.7764451 + 0.9409646), relative: 1e-6)
    #expect(SampleMean(of: [1])?.twoSidedProbability == nil && SampleMean(of: [1])?.detectable() == nil)
    #expect(
      SampleMean(of: [1, 1, 1])?.twoSidedProbability == 0.25 && SampleMean(of: [0, 0])?.twoSidedProbability == 1)
  }
}
