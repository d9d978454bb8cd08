import Files
import Statistics
import Testing

@testable import Gating

@Suite struct GatePlanTests {
  private func plan(_ sizes: [Int]) -> (GatePlan, [GatePlan.Entry]) {
    var policy = GatePolicy()
    policy.margin = 0.05
    let plan = GatePlan(policy: policy, discordance: 0.2)
    return (plan, plan.entries(of: SimulatedSuite(seed: 1, sizes: sizes).runs().reference, budget: nil))
  }

  @Test("What is needed is told whether a task has so many items or not, and is asked as far as it has")
  func needed() throws {
    let (_, entries) = plan([100, 5000])
    let needed = try #require(entries[0].needed)
    #expect(entries[1].needed == needed && needed > 100 && needed < 5000)
    #expect(entries.map(\.chosen) == [100, needed])
    let rule = NonInferiority(level: 0.05 / 3, margin: 0.05, bound: 0.05)
    #expect(rule.power(drop: 0.05, count: needed, discordance: 0.2) >= 0.8)
    #expect(rule.power(drop: 0.05, count: needed * 9 / 10, discordance: 0.2) < 0.8)
    #expect(try #require(entries[0].detectable) > 0.05)
    #expect(try #require(entries[1].detectable) <= 0.0501)
  }

  @Test("The mean over tasks is found by so many items as it says, and a single task has none")
  func mean() throws {
    let (plan, entries) = plan([1000, 400, 2000])
    let mean = try #require(plan.mean(of: entries)), needed = try #require(mean.needed)
    #expect(mean.chosen == entries.reduce(0) { $0 + $1.chosen } && mean.margin == 0.01)
    let times = Double(needed) / Double(mean.chosen)
    let error = entries.reduce(0.0) { $0 + 0.2 / (Double($1.chosen) * times) }.squareRoot() / 3
    let rule = NonInferiority(level: 0.05 / 4, margin: 0.01, bound: 0.05)
    #expect(rule.power(drop: 0.01, standardError: error, units: needed) >= 0.799)
    #expect(rule.power(drop: 0.01, standardError: error * 1.05, units: needed) < 0.8)
    #expect(plan.mean(of: Array(entries.prefix(1))) == nil)
  }

  @Test("A plan says what its columns mean, which tasks are too small, and all of it as JSON")
  func told() throws {
    let (plan, entries) = plan([100, 5000]), text = plan.text(entries, width: 80)
    #expect(text.contains("mean of 2 tasks") && text.contains("fewer items than needed: task0\n"), "\(text)")
    #expect(text.contains("catches: the smallest true drop") && text.contains("--against RUN measures it"))
    let json = plan.json(entries)
    #expect(
      json["tasks"]?.array?.count == 2 && json["mean"]?["chosen"]?.integer == entries[0].chosen + entries[1].chosen)
    #expect(json["tasks"]?.array?[0]["needed"]?.integer == entries[0].needed)
  }
}
