import Evaluation
import Files
import Statistics
import Testing

@testable import Gating

@Suite struct FlakinessTests {
  /// Programs of which so many of ten samples pass.
  private static func run(_ place: String, _ rights: [Int]) -> StoredRun {
    let items = rights.enumerated().map { index, right in
      ItemRecord(
        item: "\(index)", ask: SimulatedSuite.ask("\(index)"),
        scores: [1, 5, 10].map { PassAtK.estimate(samples: 10, passed: right, tries: $0) }, right: right)
    }
    let task = TaskRecord(
      id: "programs@sim", name: "programs",
      metrics: ["pass@1", "pass@5", "pass@10"].map { TaskRecord.MetricName(name: $0) }, samples: 10, items: items)
    return SimulatedSuite.run(place, [task])
  }

  private static func policy() -> GatePolicy {
    var policy = GatePolicy()
    var task = GatePolicy.Task()
    task.task = "programs"
    task.metrics = ["pass@1", "pass@5", "pass@10"]
    policy.tasks = [task]
    return policy
  }

  @Test("Each pass@k says how far other samples would move it, or that it has too few")
  func eachMetric() throws {
    let rights = [0, 1, 3, 5, 10, 9]
    let report = try Gate(policy: Self.policy()).report(Self.run("a", rights), Self.run("b", rights.reversed()))
    let own = report.flakiness.filter { !$0.isCandidate }
    #expect(own.map(\.metric) == ["pass@1", "pass@5", "pass@10"] && own.allSatisfy { $0.flaky == 4 && $0.items == 6 })
    let shares: [Double] = rights.map { Double($0) / 10 }
    let first = shares.reduce(0.0) { sum, share in sum + share * (1 - share) / 9 }
    #expect(abs(try #require(own[0].samplingError) - first.squareRoot() / 6) < 1e-12)
    let fifth = rights.reduce(0.0) { sum, right in
      sum + (PassAtK.variance(samples: 10, passed: right, tries: 5) ?? .nan)
    }
    #expect(abs(try #require(own[1].samplingError) - fifth.squareRoot() / 6) < 1e-12)
    #expect(own[2].samplingError == nil)
    #expect(report.text(width: 120).contains("twice as many samples as tries"))
  }

  @Test("A limit on flaky items holds whichever metrics are gated")
  func limit() throws {
    var policy = Self.policy()
    policy.tasks[0].metrics = ["other"]
    policy.flaky = 0
    func run(_ place: String, _ rights: [Int]) -> StoredRun {
      var run = Self.run(place, rights)
      run.tasks[0].metrics[2].name = "other"
      return run
    }
    let report = try Gate(policy: policy).report(run("a", [10, 3, 10]), run("b", [10, 10, 4]))
    #expect(report.flakiness.map(\.flaky) == [1, 1] && report.status == .notComparable)
  }
}
