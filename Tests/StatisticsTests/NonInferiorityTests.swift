import Statistics
import TestSupport
import Testing

@Suite struct NonInferiorityTests {
  /// Counts by drawing how often a drop is red.
  private func drawn(_ rule: NonInferiority, drop: Double, discordance: Double, count: Int, suites: Int) -> Double {
    let differing = max(drop, discordance)
    var red = 0
    for suite in 0..<suites {
      let key = KeyedRandom.key(77, UInt64(suite))
      var lost = 0, gained = 0
      for item in 0..<count {
        let u = KeyedRandom.uniform(key, item)
        if u < (differing + drop) / 2 { lost += 1 } else if u < differing { gained += 1 }
      }
      let isWorse = McNemar(lost: lost, gained: gained).worse <= rule.level
      let share = PairedShare(lost: lost, gained: gained, count: count)
      if isWorse, -share.interval(level: 1 - 2 * rule.bound).lowerBound >= rule.margin { red += 1 }
    }
    return Double(red) / Double(suites)
  }

  @Test("The power that is told is the one that drawing finds, within two points", arguments: [164, 400, 1172])
  func power(count: Int) throws {
    for (level, discordance) in [(0.05, 0.1), (0.0025, 0.2), (0.05, 0.0)] {
      let rule = NonInferiority(level: level, margin: 0.02, bound: 0.05)
      let drop = try #require(rule.detectable(count: count, discordance: discordance))
      let told = rule.power(drop: drop, count: count, discordance: discordance)
      let seen = drawn(rule, drop: drop, discordance: discordance, count: count, suites: 4000)
      expectClose(told, 0.8, absolute: 0.01)
      #expect(abs(seen - 0.8) < 0.02, "\(count) items, level \(level), discordance \(discordance): \(seen)")
    }
  }

  @Test("Where no drop would be red, none is told")
  func hopeless() {
    let rule = NonInferiority(level: 0.05, margin: 0.02, bound: 0.05)
    #expect(rule.detectable(count: 3, discordance: 0.1) == nil)
    #expect(rule.detectable(count: 0, discordance: 0.1) == nil)
    #expect(rule.detectable(standardError: 0.1, units: 2) == nil)
    #expect(rule.detectable(standardError: 0.1, units: 1) == nil)
  }

  @Test("Of a mean: the smallest red drop and the normal limit around it")
  func means() throws {
    let rule = NonInferiority(level: 0.05, margin: 0.01, bound: 0.05)
    let drop = try #require(rule.detectable(standardError: 0.01, units: 1_000_000))
    expectClose(drop, (1.6448536269514729 + 0.8416212335729143) * 0.01, absolute: 1e-6)
    expectClose(rule.power(drop: drop, standardError: 0.01, units: 1_000_000), 0.8, absolute: 1e-9)
    // With a small standard error the margin must be reached, whatever the test says.
    let precise = try #require(rule.detectable(standardError: 0.001, units: 1_000_000))
    expectClose(precise, 0.01 + (0.8416212335729143 - 1.6448536269514729) * 0.001, absolute: 1e-6)
  }
}
