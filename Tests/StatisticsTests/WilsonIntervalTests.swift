import Statistics
import Testing

@Suite struct WilsonIntervalTests {
  @Test("8 of 10 has the interval of the textbooks")
  func textbook() throws {
    let interval = try #require(WilsonInterval(successes: 8, trials: 10))
    #expect(abs(interval.lower - 0.490_162_5) < 1e-6)
    #expect(abs(interval.upper - 0.943_317_8) < 1e-6)
  }

  @Test("none and all of n have a width and end at 0 and 1")
  func ends() throws {
    let none = try #require(WilsonInterval(successes: 0, trials: 20))
    let all = try #require(WilsonInterval(successes: 20, trials: 20))
    #expect(none.lower == 0 && none.upper > 0.1 && none.upper < 0.2)
    #expect(all.upper == 1 && abs((1 - all.lower) - none.upper) < 1e-12)
  }

  @Test("the interval holds its proportion and narrows with n")
  func holds() throws {
    var width = 1.0
    for trials in [5, 50, 500, 5000] {
      let interval = try #require(WilsonInterval(successes: trials / 5, trials: trials))
      #expect(interval.lower < 0.2 && 0.2 < interval.upper)
      #expect(interval.upper - interval.lower < width)
      width = interval.upper - interval.lower
    }
  }

  @Test("impossible counts have no interval", arguments: [(1, 0), (-1, 5), (6, 5), (0, 0)])
  func impossible(successes: Int, trials: Int) {
    #expect(WilsonInterval(successes: successes, trials: trials) == nil)
  }
}
