import Benchmarks
import Datasets
import Evaluation
import Files
import Testing

@Suite("Fixtures")
struct FixtureTests {
  @Test(
    "The first prompt of every protocol, byte for byte",
    arguments: [
      (Benchmark.arcChallenge, PromptGoldens.arcChallenge),
      (.arcChallengeLeaderboard, PromptGoldens.arcChallengeLeaderboard), (.arcEasy, PromptGoldens.arcEasy),
      (.openBookQA, PromptGoldens.openBookQA), (.race2, PromptGoldens.race2), (.race3, PromptGoldens.race3),
      (.truthfulQAMC1, PromptGoldens.truthfulQA), (.truthfulQAMC2, PromptGoldens.truthfulQA),
      (.truthfulQAMC2Leaderboard, PromptGoldens.truthfulQA), (.mmluHarness, PromptGoldens.mmlu),
      (.mmluLeaderboard, PromptGoldens.mmlu), (.mmluHendrycks, PromptGoldens.mmluHendrycks),
      (.gsm8kHarness, PromptGoldens.gsm8k), (.gsm8kOpenInstruct, PromptGoldens.gsm8kOpenInstruct),
      (.gsm8kLeaderboard, PromptGoldens.gsm8kLeaderboard), (.gsm8kCoTHarness, PromptGoldens.gsm8kCoT),
      (.bbhHarness, PromptGoldens.bbh), (.bbhOpenInstruct, PromptGoldens.bbhOpenInstruct),
      (.humanEvalHarness, PromptGoldens.humanEval), (.humanEvalBigCode, PromptGoldens.humanEvalBigCode),
      (.humanEvalPlus, PromptGoldens.humanEvalPlus), (.mbppHarness, PromptGoldens.mbpp),
      (.mbppBigCode, PromptGoldens.mbppBigCode), (.mbppSanitized, PromptGoldens.mbppSanitized),
      (.mbppPlus, PromptGoldens.mbppPlus),
    ])
  func prompts(benchmark: Benchmark, golden: String) throws {
    let item = try #require(try benchmark.items(from: .fixtures).first)
    #expect(Array(item.prompt().utf8) == Array(golden.utf8))
  }

  @Test(
    "Every protocol has at least 12 items, each with an id and a record of its own", arguments: Benchmark.all)
  func items(benchmark: Benchmark) throws {
    let items = try benchmark.items(from: .fixtures)
    #expect(items.count >= 12)
    #expect(Set(items.map(\.id)).count == items.count)
    #expect(Set(items.map { $0.record.text() }).count == items.count)
    #expect(items.allSatisfy { $0.exemplars.count == benchmark.shots })
    #expect(items.allSatisfy { item in item.choices.allSatisfy { $0.first == " " } })
  }

  @Test("MMLU takes the subjects that are there, in alphabetical order")
  func subjects() throws {
    let items = try Benchmark.mmluHarness.items(from: .fixtures)
    let subjects = items.compactMap(\.subtask).reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
    #expect(subjects == ["anatomy", "elementary_mathematics", "high_school_world_history", "sociology"])
    #expect(items.filter { $0.subtask == "sociology" }.map(\.index) == [0, 1, 2, 3])
  }

  @Test(
    "Always right scores 1, always wrong 0, undecided as the first choice has it",
    arguments: Benchmark.all.filter { $0.asking.generation == nil })
  func scripted(benchmark: Benchmark) throws {
    for item in try benchmark.items(from: .fixtures) {
      // Far apart, so that neither a choice's length nor rounding matters.
      let right = item.choices.indices.map { item.gold.contains($0) ? -0.001 : -90_000.0 }
      let wrong = item.choices.indices.map { item.gold.contains($0) ? -90_000.0 : -0.001 }
      for metric in benchmark.choiceMetrics {
        #expect(metric.score(right, item) == 1)
        #expect(metric.score(wrong, item) == 0)
      }
      let first = ChoiceMetric.acc.score(item.choices.map { _ in -3 }, item)
      #expect(first == (item.gold.contains(0) ? 1 : 0))
    }
  }

  @Test("The program holds exactly the files of benchmarks/fixtures, but for their description")
  func embedded() throws {
    let folder =
      String(#filePath.prefix(#filePath.count - "Tests/BenchmarksTests/FixtureTests.swift".count))
      + "benchmarks/fixtures"
    let files = try paths(below: folder).filter { $0 != "README.md" }
    #expect(DataDirectory.fixturePaths.sorted() == files.sorted(), "list it in Sources/CFixtures/fixtures.c")
    for path in files {
      #expect(
        try DataDirectory.fixtures.file(path).bytes == FileSystem.bytes(of: "\(folder)/\(path)"), "\(path)")
    }
  }

  private func paths(below folder: String) throws -> [String] {
    try FileSystem.names(in: folder).flatMap { name in
      let path = "\(folder)/\(name)"
      return FileSystem.isDirectory(path) ? try paths(below: path).map { "\(name)/\($0)" } : [name]
    }
  }
}
