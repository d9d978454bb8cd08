import Evaluation
import Files
import Reporting
import Statistics
import TestSupport
import Testing

@testable import Gating

@Suite struct ReferenceFileTests {
  private func reference(_ run: StoredRun, why: String = "first") -> ReferenceFile {
    ReferenceFile(run: run, history: []).accepting(
      run, date: "2026-01-02T03:04:05Z", by: "Ada", why: why, commit: "0123456789abcdef")
  }

  @Test("What a reference holds is what the run found, but for digits that it does not keep")
  func roundTrip() throws {
    let scratch = try ScratchDirectory(), path = scratch["reference.assay"]
    var run = SimulatedSuite(seed: 2, sizes: [300, 40]).runs().reference
    for index in 0..<300 {
      run.tasks[0].items[index].gold = -3 * KeyedRandom.uniform(1, index)
      run.tasks[0].items[index].subtask = index % 2 == 0 ? "even" : "odd"
    }
    run.tasks[0].items[3].gold = nil
    run.tasks[1].items[5].scores = [nil]
    run.tasks[1].items[6].scores = [0.1 + 0.2]
    run.tasks[1].samples = 4
    for index in 0..<40 { run.tasks[1].items[index].right = index % 5 }
    let file = reference(run, why: "first,\nof main")
    try FileSystem.write(file.text, to: path)
    let read = try ReferenceFile(path)
    #expect(read.history == file.history && read.history[0].why == "first, of main")
    #expect(read.run.digest == run.digest && read.run.identity == run.identity && read.run.model == run.model)
    for (task, old) in zip(read.run.tasks, run.tasks) {
      #expect(task.id == old.id && task.metrics == old.metrics && task.samples == old.samples)
      for (item, before) in zip(task.items, old.items) {
        #expect(item.item == before.item && item.scores == before.scores && item.subtask == before.subtask)
        #expect(before.ask.hasPrefix(item.ask) && item.right == before.right)
        #expect((item.gold == nil) == (before.gold == nil))
        if let gold = item.gold, let exact = before.gold { expectClose(gold, exact, absolute: 0.5 / 1024 + 1e-12) }
      }
    }
    // The same run beside its reference is identical; so is its reference beside it.
    var gate = Gate()
    gate.policy.allowedUnscored = 1
    #expect(try gate.report(read.run, run).isIdentical && gate.report(run, read.run).isIdentical)
  }

  @Test("The head is for people: what was accepted, by whom and why, and before that")
  func head() throws {
    let runs = SimulatedSuite(seed: 2, sizes: [300]).runs()
    let twice = reference(runs.reference).accepting(
      runs.candidate, date: "2026-02-02T03:04:05Z", by: "Grace", why: "a better one", commit: "f00")
    let head = twice.text.split(separator: "\n").prefix(9).map(String.init)
    #expect(head[0] == "assay reference 1" && head[1] == "accepted: 2026-02-02T03:04:05Z" && head[2] == "by: Grace")
    #expect(head[3] == "why: a better one" && head[4] == "commit: f00")
    #expect(head.contains { $0.hasPrefix("task0@sim: acc 0.") && $0.hasSuffix("300 items") })
    #expect(head.contains { $0.hasPrefix("before: 2026-01-02T03:04:05Z by Ada: first (commit 0123456789ab") })
    #expect(twice.log.text.contains("Grace") && twice.log.text.contains("Ada"))
  }

  @Test("A file of which anything was changed is not compared with: every byte counts")
  func damage() throws {
    let scratch = try ScratchDirectory(), path = scratch["reference.assay"]
    let bytes = Array(reference(SimulatedSuite(seed: 2, sizes: [50]).runs().reference).text.utf8)
    for round in 0..<400 {
      var damaged = bytes
      let place = Int(KeyedRandom.word(3, round) % UInt64(bytes.count))
      switch round % 4 {
      case 0: damaged[place] ^= 1 << UInt8(KeyedRandom.word(4, round) % 7)
      case 1: damaged.remove(at: place)
      case 2: damaged.insert(damaged[place], at: place)
      default: damaged.removeLast(bytes.count - place)
      }
      guard damaged != bytes else { continue }
      try FileSystem.write(damaged, to: path)
      let status: Files.ExitStatus
      do throws(Diagnostic) {
        _ = try ReferenceFile(path)
        status = .done
      } catch { status = error.status }
      #expect(status == .notComparable, "round \(round), byte \(place)")
    }
  }

  @Test("All nine benchmarks in full fit into 300 kB")
  func size() throws {
    let sizes: [(String, Int, Bool, Int)] = [
      ("gsm8k", 1319, false, 2), ("mmlu", 14_042, true, 1), ("bbh", 6511, false, 1), ("arc_challenge", 1172, true, 2),
      ("arc_easy", 2376, true, 2), ("openbookqa", 500, true, 2), ("race", 1045, true, 1), ("humaneval", 164, false, 1),
      ("mbpp", 500, false, 1), ("truthfulqa_mc1", 817, true, 1), ("truthfulqa_mc2", 817, true, 1),
    ]
    let tasks = sizes.map { name, count, isChoice, metrics in
      TaskRecord(
        id: "\(name)@lm-eval", name: name, metrics: (0..<metrics).map { TaskRecord.MetricName(name: "acc\($0)") },
        items: (0..<count).map { index in
          let key = KeyedRandom.key(KeyedRandom.number(of: name), UInt64(index))
          return ItemRecord(
            item: Self.id(name, index, KeyedRandom.word(key, 9) % 9_999_999),
            subtask: name == "mmlu" ? "subject_\(index % 57)" : nil, ask: SimulatedSuite.ask("\(name) \(index)"),
            scores: (0..<metrics).map { metric in
              name == "truthfulqa_mc2" ? KeyedRandom.uniform(key, 1) : KeyedRandom.uniform(key, metric) < 0.6 ? 1 : 0
            }, gold: isChoice ? -40 * KeyedRandom.uniform(key, 5) : nil)
        })
    }
    let bytes = reference(SimulatedSuite.run("runs/all", tasks)).text.utf8.count
    #expect(bytes <= 300_000, "\(bytes) bytes")
    #expect(bytes > 150_000)
  }

  /// As the official files have them.
  private static func id(_ name: String, _ index: Int, _ number: UInt64) -> String {
    switch name {
    case "mmlu": "subject_\(index % 57)/\(index / 57)"
    case "bbh": "task_\(index / 250)/\(index % 250)"
    case "arc_challenge", "arc_easy", "openbookqa": "Mercury_\(number)"
    case "race": "high\(number % 30_000).txt"
    default: "\(index)"
    }
  }

  @Test("Names come back as they were, whatever numbers they hold")
  func names() throws {
    let names = [
      "a/0", "a/1", "HumanEval/12", "007", "x", "", "9223372036854775807", "1\u{1}2", "é3ü", "a/2", "12", "-5",
    ]
    #expect(NumberedNames(NumberedNames(names).json)?.names == names)
    #expect(NumberedNames(["frames": ["a"], "of": [1], "steps": [.null]]) == nil)
    #expect(NumberedNames(["frames": ["a"], "of": [0], "steps": [1]]) == nil)
  }
}
