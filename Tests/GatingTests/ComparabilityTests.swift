import Evaluation
import Files
import TestSupport
import Testing

@testable import Gating

/// What is not known to be the same is not compared: exit code 3, and a sentence that a person understands.
@Suite struct ComparabilityTests {
  private let runs = SimulatedSuite(seed: 1, sizes: [500, 300]).runs()

  private func refusal(
    _ reference: StoredRun, _ candidate: StoredRun, _ gate: Gate = Gate()
  ) throws -> Diagnostic {
    let error = try #require(throws: Diagnostic.self) { _ = try gate.report(reference, candidate) }
    #expect(error.status == .notComparable)
    return error
  }

  @Test("The five cases in which another gate says GO")
  func failsClosed() throws {
    let empty = SimulatedSuite.run("empty", [])
    #expect(try refusal(empty, empty).problem.contains("holds no items"))
    var candidate = runs.candidate
    candidate.tasks.remove(at: 1)
    #expect(try refusal(runs.reference, candidate).problem.contains("the candidate was not asked task1@sim"))
    candidate = runs.candidate
    for index in candidate.tasks[0].items.indices {
      candidate.tasks[0].items[index].ask = SimulatedSuite.ask("\(index)")
    }
    #expect(try refusal(runs.reference, candidate).problem.contains("they were asked other questions"))
    candidate = runs.candidate
    candidate.tasks[0].items = Array(candidate.tasks[0].items.prefix(60))
    #expect(
      try refusal(runs.reference, candidate).problem.contains(
        "of task0@sim 60 items are in both, 440 in the reference alone, 0 in the candidate alone"))
  }

  @Test("Another protocol, beginning token, budget, seed of draws or sandbox: the sentence says which")
  func conditions() throws {
    var candidate = runs.candidate
    candidate.tasks[1].id = "task1@new"
    #expect(
      try refusal(runs.reference, candidate).problem.contains(
        "the reference was asked task1@sim, the candidate task1@new"))
    func changed(_ run: StoredRun, _ key: String, _ value: JSON) -> StoredRun {
      var run = run, identity = run.identity.object ?? [:]
      var tasks = identity["tasks"]?.object ?? [:], task = tasks["task0@sim"]?.object ?? [:]
      task[key] = value
      tasks["task0@sim"] = .object(task)
      identity["tasks"] = .object(tasks)
      run.identity = .object(identity)
      return run
    }
    let sentences: [(String, JSON, String)] = [
      ("version", 2, "the version was 1 in the reference, is 2"),
      ("bos", "off", "the begin-of-sequence token was on in the reference, is off"),
      ("generation", ["most_tokens": 5], "max tokens was not set in the reference, is 5"),
      ("verdicts", "reference", "the verdicts was not set in the reference, is reference"),
      ("sandbox", ["python": "3.12"], "were judged by other sandboxes (python not set and 3.12)"),
    ]
    for (key, value, sentence) in sentences {
      let problem = try refusal(runs.reference, changed(runs.candidate, key, value)).problem
      #expect(problem.contains(sentence), "\(problem)")
    }
    let drawn: JSON = ["temperature": 0.8, "samples": 4]
    var other = changed(runs.candidate, "generation", drawn), identity = other.identity.object ?? [:]
    identity["seed"] = 1
    other.identity = .object(identity)
    let reference = changed(runs.reference, "generation", drawn)
    #expect(try refusal(reference, other).problem.contains("seed 0 in the reference, with 1 in the candidate"))
    var gate = Gate()
    gate.policy.seeds = .any
    #expect(throws: Never.self) { _ = try gate.report(reference, other) }
  }

  @Test("Miniatures, items without a score, and tasks that a policy requires")
  func unusable() throws {
    var candidate = runs.candidate
    candidate.isMiniature = true
    #expect(try refusal(runs.reference, candidate).problem.contains("miniatures"))
    candidate = runs.candidate
    candidate.tasks[0].items[7].scores = [nil]
    #expect(try refusal(runs.reference, candidate).problem.contains("1 items of task0@sim have no acc"))
    var gate = Gate()
    gate.policy.allowedUnscored = 1
    #expect(try gate.report(runs.reference, candidate).notes.contains { $0.contains("are left out") })
    gate.policy.required = ["gsm8k"]
    #expect(try refusal(runs.reference, runs.candidate, gate).problem.contains("the policy requires gsm8k"))
    gate.policy.required = []
    var task = GatePolicy.Task()
    task.task = "mmlu"
    gate.policy.tasks = [task]
    #expect(try refusal(runs.reference, runs.candidate, gate).problem.contains("the policy speaks of mmlu"))
    task.task = "task0"
    task.metrics = ["f1"]
    gate.policy.tasks = [task]
    let error = #expect(throws: Diagnostic.self) { _ = try gate.report(runs.reference, runs.candidate) }
    #expect(error?.status == .wrongUsage && error?.expectation == "of its metrics: acc")
  }

  @Test("--intersect compares what both have, and every output says so")
  func intersection() throws {
    var candidate = runs.candidate
    candidate.tasks.remove(at: 1)
    candidate.tasks[0].items.removeFirst(100)
    let report = try Gate(intersects: true).report(runs.reference, candidate)
    #expect(report.comparisons.filter { $0.kind == .share }.map(\.items) == [400])
    for text in [report.text(width: 80), MarkdownReport(report).text, report.json.text()] {
      #expect(text.contains("400 items are in both"))
      #expect(text.contains("task1@sim is in the reference alone"))
    }
    var policy = GatePolicy()
    policy.allowedMissing = 100
    #expect(
      try refusal(runs.reference, candidate, Gate(policy: policy)).problem.contains("was not asked task1@sim"))
  }

  @Test("Items are paired by what was asked: their order and ids say nothing")
  func pairing() throws {
    var candidate = runs.candidate
    candidate.tasks[0].items.reverse()
    for index in candidate.tasks[0].items.indices { candidate.tasks[0].items[index].item = "renamed \(index)" }
    let straight = try Gate().report(runs.reference, runs.candidate),
      turned = try Gate().report(runs.reference, candidate)
    #expect(straight.comparisons == turned.comparisons)
    // The same question twice: by id, then in order.
    let twice = [ItemRecord(item: "a", ask: "x", scores: [1]), ItemRecord(item: "b", ask: "x", scores: [0])]
    let pairs = ItemPairs(twice, twice.reversed())
    #expect(pairs.candidate.map(\.item) == ["a", "b"] && pairs.isWhole)
    #expect(ItemPairs(twice, [twice[1]]).onlyReference.map(\.item) == ["a"])
  }
}
