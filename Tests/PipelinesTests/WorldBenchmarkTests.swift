import Benchmarks
import CodeExecution
import Datasets
import Evaluation
import Files
import Pipelines
import TestSupport
import Testing
import Worlds

/// A written world, read as any data folder is.
@Suite struct WorldBenchmarkTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    var spec = WorldSpec()
    (spec.documents, spec.items, spec.records) = (600, 24, 30)
    _ = try WriteWorld(World(spec, seed: 5), to: folder["world"]).run()
  }

  private func data() throws -> DataDirectory { try DataDirectory(path: folder["world/data"]) }

  @Test(
    "every benchmark of the paper preset loads, and its folder counts as no official one",
    arguments: Preset.paper.entries.map(\.benchmark))
  func loads(benchmark: Benchmark) throws {
    let data = try data()
    #expect(!data.isOfficial)
    let items = try benchmark.items(from: data)
    #expect(items.count >= 24 && Set(items.map { $0.prompt() }).count == items.count)
    #expect(items.allSatisfy { $0.exemplars.count == benchmark.shots })
  }

  @Test("no question of a benchmark stands in what is learned, as its reader finds it")
  func separation() throws {
    var learned = ""
    for name in [
      "pretraining/corpus", "instruction/alder", "instruction/birch", "instruction/cedar", "instruction/hazel",
    ] {
      let path = folder["world/\(name).jsonl"]
      for (_, value) in try JSONLines.values(of: DataFile(name: path, bytes: FileSystem.bytes(of: path)), format: "") {
        for key in ["text", "instruction", "output"] { learned += (value[key]?.string ?? "") + "\n" }
      }
    }
    let data = try data()
    for benchmark in Preset.paper.entries.map(\.benchmark) {
      for item in try benchmark.items(from: data) {
        // Of a program its name, of a passage the article, of a question with lettered choices the question.
        let asked =
          if case .program(let problem) = item.solution {
            "def \(problem.entryPoint ?? String(item.record["code"]?.string?.split { " (".contains($0) }[1] ?? ""))("
          } else if benchmark.name == "race" {
            String(item.question.split(separator: "\n")[0])
          } else if benchmark.name == "mmlu" {
            String(item.question.split(separator: "\n")[0])
          } else {
            item.question
          }
        #expect(!learned.contains(asked), "\(benchmark.id) \(item.id)")
      }
    }
    // The search finds what is there.
    #expect(learned.contains("Question: ") && learned.contains("def add_"))
  }

  @Test(
    "canonical programs pass in the sandbox, empty ones do not", arguments: [Benchmark.humanEvalBigCode, .mbppBigCode])
  func programs(benchmark: Benchmark) throws {
    let items = try benchmark.items(from: data())
    for report in try ProgramBenchmarkTests.reports(items.map { try #require(ProgramBenchmarkTests.solution(of: $0)) })
    {
      #expect(report.verdict == .passed && report.referenceVerdict == .passed, "\(report)")
    }
    for constant in ["    return True\n", "    return 0\n"] {
      let programs = try items.map { try #require(ProgramBenchmarkTests.program(of: constant, $0)) }
      for report in try ProgramBenchmarkTests.reports(programs) { #expect(report.verdict != .passed, "\(report)") }
    }
  }

  @Test("a truncated file of a world is an error that names both numbers")
  func truncated() throws {
    let path = "openbookqa/test.jsonl"
    let lines = String(decoding: try FileSystem.bytes(of: folder["world/data/\(path)"]), as: UTF8.self).split(
      separator: "\n")
    try FileSystem.write(lines.dropLast().joined(separator: "\n"), to: folder["world/data/\(path)"])
    let data = try DataDirectory(path: folder["world/data"])
    let error = #expect(throws: Diagnostic.self) { try Benchmark.openBookQA.items(from: data) }
    #expect(error?.problem == "holds 23 items of openbookqa@lm-eval")
    #expect(error?.expectation == "24, as \(folder["world/data"])/items.json states")
    #expect(throws: Never.self) { try Benchmark.race2.items(from: data) }
  }

  @Test("counts that are none are refused", arguments: ["{}", #"{"items": {"race/test_high.jsonl": "many"}}"#, "["])
  func badCounts(text: String) throws {
    let folder = try ScratchDirectory()
    try folder.write("items.json", text)
    #expect(throws: Diagnostic.self) { try DataDirectory(path: folder.path) }
  }
}
