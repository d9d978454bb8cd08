import Benchmarks
import Datasets
import Evaluation
import Files
import Testing

@Suite("Fixtures")
struct FixtureTests {
  /// The exact first prompt on the fixtures, read by a person when it was put there: another one asks something else, and needs a
  /// raised version.
  @Test("The first prompt of every protocol is its golden, byte for byte", arguments: Benchmark.all)
  func golden(benchmark: Benchmark) throws {
    let prompt = try #require(try benchmark.items(from: .fixtures).first).prompt()
    let file = "Tests/BenchmarksTests/Goldens/\(benchmark.id).txt"
    // Two long lists of bytes would bury the sentence that says what to do.
    let isGolden = (try? FileSystem.bytes(of: Self.root + file)) == Array(prompt.utf8)
    if !isGolden {
      try FileSystem.makeDirectory(Self.root + ".build/goldens")
      try FileSystem.write(prompt, to: Self.root + ".build/goldens/\(benchmark.id).txt")
    }
    #expect(isGolden, "read .build/goldens/\(benchmark.id).txt; where it is right, it goes to \(file)")
  }

  private static let root = String(#filePath.prefix(#filePath.count - "Tests/BenchmarksTests/FixtureTests.swift".count))

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
    #expect(
      DataDirectory.fixturePaths.sorted() == files.sorted(),
      "Scripts/list-fixtures.sh lists them, which make does before it builds")
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
