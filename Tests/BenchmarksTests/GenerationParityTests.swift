import Benchmarks
import CodeExecution
import Datasets
import Evaluation
import Files
import TestSupport
import Testing

/// Compares answer and program benchmarks with what lm-evaluation-harness 0.4.13 asked, extracted and computed
/// (../shared/golden/lmeval).
@Suite(
  "Parity of generation with lm-evaluation-harness",
  .enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"))
struct GenerationParityTests {
  static let tasks: [(golden: String, benchmark: Benchmark)] = [
    ("gsm8k", .gsm8kHarness), ("gsm8k_cot", .gsm8kCoTHarness), ("bbh_cot_fewshot", .bbhHarness),
  ]

  @Test("Prompts, stops and right answers of every recorded item, BBH's 27 tasks included", arguments: tasks)
  func prompts(golden: String, benchmark: Benchmark) throws {
    let items = try Self.items(of: benchmark)
    let rule = try #require(benchmark.asking.generation)
    var compared: [String: Int] = [:]
    for model in ["stories260K-hf", "parity-llama-32k", "scripted"] {
      for line in try Self.lines(golden, model: model) {
        let item = try #require(items[line.key], "\(line.key)")
        #expect(Array(item.prompt().utf8) == Array(try #require(line.json["prompt"]?.string).utf8), "\(item.id)")
        #expect(item.target == line.json["target"]?.string, "\(item.id)")
        #expect(rule.stops == line.json["until"]?.array?.compactMap(\.string))
        compared[model, default: 0] += 1
      }
    }
    #expect(compared["scripted"] == ["bbh_cot_fewshot": 189, "gsm8k": 48, "gsm8k_cot": 48][golden] ?? 6)
    #expect((compared["stories260K-hf"] ?? 0) >= 20 && compared["parity-llama-32k"] == compared["stories260K-hf"])
  }

  @Test("What is extracted from every recorded completion, and its score, for each filter", arguments: tasks)
  func extractions(golden: String, benchmark: Benchmark) throws {
    guard case .answer(let rule) = benchmark.asking else {
      Issue.record("\(benchmark.id) does not ask for answers")
      return
    }
    let items = try Self.items(of: benchmark)
    var scores: [Double] = []
    for model in ["stories260K-hf", "parity-llama-32k", "scripted"] {
      for line in try Self.lines(golden, model: model) {
        let item = try #require(items[line.key])
        let raw = try #require(line.json["raw"]?.string)
        #expect(rule.extractions.map(\.name).sorted() == line.json["filtered"]?.object?.keys.sorted())
        for extraction in rule.extractions {
          let filtered = try #require(line.json["filtered"]?[extraction.name]?.string)
          let extracted = extraction.extract(raw) ?? Extraction.nothing
          #expect(
            Array(extracted.utf8) == Array(filtered.utf8), "\(item.id) \(extraction.name) of \(JSON.string(raw).text())"
          )
          let score = extraction.score(raw, item)
          #expect(
            score == line.json["metrics"]?[extraction.name]?[rule.metric]?.number, "\(item.id) \(extraction.name)")
          scores.append(score)
        }
      }
    }
    #expect(scores.contains(0) && scores.contains(1))
  }

  static let programTasks: [(golden: String, benchmark: Benchmark)] = [
    ("humaneval", .humanEvalHarness), ("mbpp", .mbppHarness),
  ]

  @Test("Prompts, stops and tests of every recorded program, and the program itself", arguments: programTasks)
  func programs(golden: String, benchmark: Benchmark) throws {
    guard case .program(let rule) = benchmark.asking else {
      Issue.record("\(benchmark.id) does not ask for programs")
      return
    }
    let items = try Self.items(of: benchmark)
    var compared: [String: Int] = [:]
    for model in ["stories260K-hf", "parity-llama-32k", "scripted"] {
      for line in try Self.lines(golden, model: model) {
        let item = try #require(items[line.key], "\(line.key)")
        #expect(Array(item.prompt().utf8) == Array(try #require(line.json["prompt"]?.string).utf8), "\(item.id)")
        #expect(item.target == line.json["target"]?.string, "\(item.id)")
        #expect(rule.generation.stops == line.json["until"]?.array?.compactMap(\.string))
        guard case .program(let problem) = item.solution else { continue }
        let program = problem.program(of: try #require(line.json["raw"]?.string))
        let filtered = try #require(line.json["filtered"]?[rule.filter])
        let recorded = try #require(filtered.string ?? filtered.array?.first?.string)
        #expect(Array(program.candidate.utf8) == Array(recorded.utf8), "\(item.id)")
        #expect(program.tests == line.json["target"]?.string)
        compared[model, default: 0] += 1
      }
    }
    #expect(compared == ["stories260K-hf": 20, "parity-llama-32k": 20, "scripted": 6])
  }

  static func items(of benchmark: Benchmark) throws -> [String: Item] {
    let items = try benchmark.items(from: Official.data())
    let keys = items.map { item in
      "\(benchmark.subtaskStem ?? benchmark.name)\(item.subtask.map { "_" + $0 } ?? "")#\(item.index)"
    }
    return Dictionary(uniqueKeysWithValues: zip(keys, items))
  }

  static func lines(_ golden: String, model: String) throws -> [(key: String, json: JSON)] {
    var lines: [(key: String, json: JSON)] = []
    for file in try FileSystem.names(in: Official.golden(model)) where file.hasSuffix(".jsonl.gz") {
      let name = String(file.prefix { $0 != "." })
      guard name == golden || (golden == "bbh_cot_fewshot" && name.hasPrefix(golden)) else { continue }
      for line in try TestSupport.lines(of: Official.golden("\(model)/\(file)")) {
        lines.append(("\(line["task"]?.string ?? name)#\(line["id"]?.integer ?? -1)", line))
      }
    }
    return lines
  }
}
