import Evaluation
import Files
import Statistics
import TestSupport
import Testing

@testable import Gating

@Suite struct GateTests {
  @Test("Runs of the same digest pass at once, whatever could be seen")
  func identical() throws {
    let run = SimulatedSuite(seed: 1, sizes: [5]).runs().reference
    let report = try Gate().report(run, run)
    #expect(report.isIdentical && report.verdict == .pass && report.status == .done)
    #expect(report.text(width: 80).contains("identical"))
  }

  @Test(
    "Nothing changed in 20 benchmarks of 400 items with correlated answers: it passes, where others are inconclusive")
  func unchangedSuite() throws {
    var verdicts: [MetricComparison.Verdict: Int] = [:]
    for seed in 0..<25 {
      let (reference, candidate) = SimulatedSuite(seed: UInt64(seed), sizes: .init(repeating: 400, count: 20)).runs()
      verdicts[try Gate().report(reference, candidate).verdict, default: 0] += 1
    }
    // One in twenty may be red by the policy, and as many cannot be told where chance takes a point off the mean.
    #expect(verdicts[.pass, default: 0] >= 22, "\(verdicts)")
    #expect(verdicts[.regression, default: 0] <= 4, "\(verdicts)")
  }

  @Test("A real drop of one task is red, exit code 2, and says which items were lost")
  func regression() throws {
    let (reference, candidate) = SimulatedSuite(seed: 3, sizes: [1000, 1000, 1000], drop: 0.1, worse: [1]).runs()
    let report = try Gate().report(reference, candidate)
    #expect(report.verdict == .regression && report.status == .regression)
    let red = report.comparisons.filter { $0.verdict == .regression && $0.kind == .share }
    #expect(red.map(\.task) == ["task1@sim"])
    #expect(report.flips.contains { $0.task == "task1@sim" && $0.isLost })
  }

  @Test("A small drop everywhere, which no task alone shows, is red in the mean")
  func smallDropEverywhere() throws {
    let (reference, candidate) = SimulatedSuite(
      seed: 5, sizes: .init(repeating: 400, count: 20), correlation: 0.95, drop: 0.02, worse: Set(0..<20)
    ).runs()
    let report = try Gate().report(reference, candidate)
    #expect(report.verdict == .regression)
    #expect(report.comparisons.last?.kind == .suite && report.comparisons.last?.verdict == .regression)
    #expect(report.comparisons.dropLast().count { $0.verdict == .regression } <= 2)
  }

  @Test("A metric that has nothing to lose cannot pass: a reference at 0 says nothing")
  func floor() throws {
    var (reference, candidate) = SimulatedSuite(seed: 8, sizes: [500]).runs()
    for index in 0..<500 {
      reference.tasks[0].items[index].scores = [index < 2 ? 1 : 0]
      candidate.tasks[0].items[index].scores = [0]
    }
    let report = try Gate().report(reference, candidate)
    let comparison = try #require(report.comparisons.first)
    #expect(comparison.verdict == .cannotTell && comparison.detectable == nil && report.status == .notComparable)
    #expect(report.warnings.contains { $0.contains("leaves no room for a drop of 0.0200") })
  }

  @Test("The mean over the tasks leaves out what has nothing to lose: its gain hides no other task's drop")
  func floorInMean() throws {
    var (reference, candidate) = SimulatedSuite(
      seed: 5, sizes: [2000, 2000, 500], correlation: 0.95, drop: 0.03, worse: [0, 1]
    ).runs()
    for index in 0..<500 {
      reference.tasks[2].items[index].scores = [0]
      candidate.tasks[2].items[index].scores = [index < 50 ? 1 : 0]
    }
    let report = try Gate().report(reference, candidate)
    let mean = try #require(report.total)
    #expect(mean.metric == "mean of 2 tasks" && mean.items == 4000)
    #expect(mean.difference < -0.02 && mean.verdict == .regression && report.status == .regression)
    #expect(report.warnings.contains { $0.contains("the mean leaves it out") })
    let all = try #require(try Gate(meanLeavesOut: false).report(reference, candidate).total)
    #expect(all.metric == "mean of 3 tasks" && all.difference > mean.difference + 0.02)
    let onlyOne = try Gate().report(
      SimulatedSuite.run("reference", Array(reference.tasks.suffix(2))),
      SimulatedSuite.run("candidate", Array(reference.tasks[1...1]) + candidate.tasks.suffix(1)))
    #expect(onlyOne.comparisons.allSatisfy { $0.kind != .suite } && onlyOne.status == .done)
    #expect(onlyOne.warnings.allSatisfy { !$0.contains("the mean") })
  }

  @Test("Log-likelihoods that are equal to the bit pass where they gate, and nothing is said of what they would catch")
  func equalLikelihoods() throws {
    var (reference, candidate) = SimulatedSuite(seed: 5, sizes: [2000, 400]).runs()
    candidate.tasks[0] = reference.tasks[0]
    for index in 0..<2000 {
      reference.tasks[0].items[index].gold = -Double(index % 7) - 0.5
      candidate.tasks[0].items[index].gold = -Double(index % 7) - 0.5
    }
    var policy = GatePolicy()
    policy.likelihood = .gate
    let gold = try #require(
      try Gate(policy: policy).report(reference, candidate).comparisons.first { $0.kind == .likelihood })
    #expect(gold.isUnchanged && gold.verdict == .pass && gold.caught == "n/a")
    candidate.tasks[0].items[3].gold = -4
    let other = try #require(
      try Gate(policy: policy).report(reference, candidate).comparisons.first { $0.kind == .likelihood })
    #expect(!other.isUnchanged && other.caught != "n/a")
  }

  @Test("What both runs have in common alone is said in every report")
  func intersectionIsTold() throws {
    let (reference, candidate) = SimulatedSuite(seed: 5, sizes: [200]).runs()
    var part = candidate
    part.tasks[0].items.removeLast(40)
    let report = try Gate(intersects: true).report(reference, part)
    for text in [
      report.text(width: 80), MarkdownReport(report).text, report.json.text(), JUnitReport(report).text,
      GitHubAnnotations(report).text,
    ] {
      #expect(text.contains("what both have is compared"), "\(text)")
    }
    let few = SimulatedSuite(seed: 5, sizes: [40], correlation: 0.3).runs(),
      open = try Gate().report(few.reference, few.candidate)
    #expect(open.status == .notComparable && JUnitReport(open).text.contains(#"<error type="cannot tell""#))
  }

  @Test("A drop that does not matter passes where there are items enough to know that")
  func withinMargin() throws {
    let (reference, candidate) = SimulatedSuite(
      seed: 6, sizes: [20_000], correlation: 0.95, drop: 0.008, worse: [0]
    ).runs()
    let report = try Gate().report(reference, candidate)
    let comparison = try #require(report.comparisons.first)
    #expect(comparison.adjusted < 0.001 && comparison.difference < 0)
    #expect(report.verdict == .pass && report.status == .done)
  }

  @Test("Too few items to tell: not green, but 3, and it says what it would have caught")
  func cannotTell() throws {
    let (reference, candidate) = SimulatedSuite(seed: 8, sizes: [60]).runs()
    var gate = Gate()
    let report = try gate.report(reference, candidate)
    #expect(report.verdict == .cannotTell && report.status == .notComparable)
    #expect(try #require(report.comparisons.first?.detectable) > 0.05)
    gate.policy.suiteCannotTell = .warn
    let warned = try gate.report(reference, candidate)
    #expect(warned.status == .done && !warned.warnings.isEmpty)
    #expect(warned.headline.contains("lets pass"))
  }

  @Test("Answers that did not change say nothing certain of others: the bound is Tango's, not zero")
  func noZeroWidth() throws {
    var (reference, candidate) = SimulatedSuite(seed: 9, sizes: [50], correlation: 1).runs()
    candidate.digest = "other"
    let report = try Gate().report(reference, candidate)
    let comparison = try #require(report.comparisons.first)
    #expect(comparison.difference == 0 && (comparison.largestDrop ?? 0) > 0.02)
    #expect(!report.isIdentical && report.verdict == .cannotTell)
    reference.tasks[0].items = reference.tasks[0].items.map { item in
      var item = item
      item.scores = [0.5]
      return item
    }
    candidate.tasks = reference.tasks
    let graded = try Gate().report(reference, candidate)
    #expect(try #require(graded.comparisons.first?.interval).upperBound > 0.02)
  }

  @Test(
    "The log-likelihood of the right choice sees what the answers do not; it warns, or gates where the policy says so")
  func likelihood() throws {
    var (reference, candidate) = SimulatedSuite(seed: 10, sizes: [2000], correlation: 1).runs()
    candidate.digest = "other"
    for index in reference.tasks[0].items.indices {
      reference.tasks[0].items[index].gold = -1 - KeyedRandom.uniform(1, index)
      candidate.tasks[0].items[index].gold = -1.1 - KeyedRandom.uniform(1, index) - 0.1 * KeyedRandom.uniform(2, index)
    }
    let warned = try Gate().report(reference, candidate)
    #expect(warned.status == .done && warned.warnings.contains { $0.contains("log-likelihood fell") })
    var gate = Gate()
    gate.policy.likelihood = .gate
    #expect(try gate.report(reference, candidate).status == .regression)
    gate.policy.likelihood = .off
    #expect(try gate.report(reference, candidate).comparisons.count == 1)
  }

  @Test("Items of one article are one piece of evidence: they are exchanged together")
  func clusters() throws {
    var (reference, candidate) = SimulatedSuite(seed: 11, sizes: [400], correlation: 1, drop: 0, worse: []).runs()
    // Ten articles of forty questions; in three of them everything is lost.
    for index in 0..<400 {
      reference.tasks[0].items[index].context = "\(index / 40)"
      reference.tasks[0].items[index].scores = [1]
      candidate.tasks[0].items[index].scores = [index / 40 < 3 ? 0 : 1]
    }
    candidate.digest = "other"
    let report = try Gate().report(reference, candidate), comparison = try #require(report.comparisons.first)
    // Three signs of the same kind: 1/8.
    expectClose(comparison.worse, 0.125, absolute: 1e-12)
    #expect(comparison.units == 10 && comparison.split?.lost == 120 && report.verdict == .cannotTell)
    var gate = Gate()
    var task = GatePolicy.Task()
    task.task = "task0"
    task.cluster = .item
    gate.policy.tasks = [task]
    #expect(try gate.report(reference, candidate).verdict == .regression)
  }

  @Test("A mean of subtasks' means is compared as one, each subtask counting once")
  func macro() throws {
    var (reference, candidate) = SimulatedSuite(seed: 12, sizes: [110], correlation: 1).runs()
    for index in 0..<110 {
      reference.tasks[0].items[index].subtask = index < 10 ? "small" : "large"
      reference.tasks[0].items[index].scores = [1]
      candidate.tasks[0].items[index].scores = [index < 5 ? 0 : 1]
    }
    reference.tasks[0].aggregation = .macro
    candidate.tasks[0].aggregation = .macro
    candidate.digest = "other"
    let comparison = try #require(try Gate().report(reference, candidate).comparisons.first)
    expectClose(comparison.difference, -0.25, absolute: 1e-12)
    #expect(comparison.test == "sign flips")
  }
}
