import Benchmarks
import Datasets
import Evaluation
import Files
import TestSupport
import Testing

/// Compares with what lm-evaluation-harness 0.4.13 asked and computed on the official files
/// (../shared/golden/lmeval).
@Suite(
  "Parity with lm-evaluation-harness",
  .enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"))
struct ParityTests {
  static let tasks: [(golden: String, benchmark: Benchmark)] = [
    ("arc_challenge", .arcChallenge), ("arc_easy", .arcEasy), ("openbookqa", .openBookQA), ("race", .race3),
    ("truthfulqa_mc1", .truthfulQAMC1), ("truthfulqa_mc2", .truthfulQAMC2), ("mmlu", .mmluHarness),
  ]

  @Test("Prompts, choices and answers of every recorded item, with and without BOS", arguments: tasks)
  func prompts(golden: String, benchmark: Benchmark) throws {
    let items = try Official.items(of: benchmark)
    var compared = 0
    for model in ["stories260K-hf", "parity-llama-32k", "scripted"] {
      for file in try Official.goldenFiles(of: golden, model: model) {
        for line in try TestSupport.lines(of: file.path) {
          let index = try #require(line["id"]?.integer)
          let item = try #require(
            items["\(line["task"]?.string ?? file.task)#\(index)"], "\(file.path) \(index)")
          #expect(Array(item.prompt().utf8) == Array(try #require(line["prompt"]?.string).utf8), "\(item.id)")
          #expect(item.choices == line["choices"]?.array?.compactMap { $0.string }, "\(item.id)")
          try expectTarget(line["target"], item, benchmark)
          compared += 1
        }
      }
    }
    #expect(compared >= 100)
  }

  @Test("Scores from made-up log-likelihoods, item by item and as means", arguments: tasks)
  func scores(golden: String, benchmark: Benchmark) throws {
    let items = try Official.items(of: benchmark)
    var scores: [String: [String: [Double]]] = [:]
    for line in try TestSupport.lines(of: Official.golden("scripted/\(golden).jsonl.gz")) {
      let task = try #require(line["task"]?.string)
      let item = try #require(items["\(task)#\(line["id"]?.integer ?? -1)"])
      let sums = try #require(line["ll"]?.array?.compactMap { $0.number })
      for metric in benchmark.choiceMetrics {
        let score = try #require(metric.score(sums, item))
        scores[task, default: [:]][metric.name, default: []].append(score)
        guard let expected = line[metric.name]?.number else {
          // The harness's sum of exponentials underflowed; a number is right here.
          #expect(line[metric.name]?.string == "nan" && benchmark.name == "truthfulqa_mc2")
          #expect((0...1).contains(score))
          continue
        }
        expectClose(score, expected, absolute: 1e-12, "\(item.id) \(metric.name)")
      }
    }
    let results = try JSON(file: Official.golden("scripted/results.json"))
    for (task, byMetric) in scores {
      let expected = try #require(results["tasks"]?[task]?["results"])
      for (metric, values) in byMetric {
        guard let mean = expected["\(metric),none"]?.number else { continue }
        let own = values.reduce(0, +) / Double(values.count)
        expectClose(own, mean, absolute: 1e-12, "\(task) \(metric)")
        let squares = values.reduce(0) { $0 + ($1 - own) * ($1 - own) }
        let error = (squares / Double(values.count - 1) / Double(values.count)).squareRoot()
        expectClose(
          error, try #require(expected["\(metric)_stderr,none"]?.number), absolute: 1e-12, "\(task)")
      }
    }
    #expect(scores.count == (golden == "mmlu" ? 57 : 1))
  }

  /// The harness stores a number, or for TruthfulQA's MC2 and MMLU what its task file names as the target.
  private func expectTarget(_ target: JSON?, _ item: Item, _ benchmark: Benchmark) throws {
    let target = try #require(target)
    if benchmark.name == "truthfulqa_mc2" {
      #expect(target.integer == 0 || target.string == "0", "\(item.id)")
    } else {
      #expect(target.integer == item.gold[0] || target.string == "\(item.gold[0])", "\(item.id) \(target)")
      #expect(item.gold.count == 1)
    }
  }
}

extension Benchmark {
  /// Empty where nothing is ranked.
  var choiceMetrics: [ChoiceMetric] { if case .choice(let rule) = asking { rule.metrics } else { [] } }
}

/// The official files and the goldens beside them.
enum Official {
  static func data() throws -> DataDirectory {
    try DataDirectory(path: try #require(TestSupport.shared) + "/data")
  }

  static func golden(_ name: String) throws -> String {
    try #require(TestSupport.shared) + "/golden/lmeval/" + name
  }

  /// Items by the harness's task name and document number.
  static func items(of benchmark: Benchmark) throws -> [String: Item] {
    let items = try benchmark.items(from: data())
    let keys = items.map { item in
      "\(benchmark.name)\(item.subtask.map { "_" + $0 } ?? "")#\(item.index)"
    }
    return Dictionary(uniqueKeysWithValues: zip(keys, items))
  }

  static func goldenFiles(of name: String, model: String) throws -> [(path: String, task: String)] {
    try FileSystem.names(in: golden(model)).compactMap { file in
      guard file.hasSuffix(".jsonl.gz") else { return nil }
      let task = String(file.prefix { $0 != "." })
      guard task == name || (name == "mmlu" && task.hasPrefix("mmlu_")) else { return nil }
      return (try golden("\(model)/\(file)"), task)
    }
  }
}
