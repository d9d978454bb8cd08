import Configuration
import Files
import TestSupport
import Testing

@testable import Leaderboards

/// Published numbers: the files of the repository, the check by counts, and how they stand beside own runs.
@Suite struct PublishedTests {
  private static let root = FileSystem.directory(
    of: FileSystem.directory(of: FileSystem.directory(of: #filePath)))

  private static func file(_ name: String) -> String { "\(root)/benchmarks/published/\(name).yaml" }

  private func board(_ files: [String], _ change: (inout ReportConfiguration) -> Void = { _ in }) throws -> Leaderboard
  {
    var configuration = ReportConfiguration()
    configuration.published = files
    configuration.isPercent = true
    change(&configuration)
    return try Leaderboard(configuration)
  }

  @Test("A percentage is what k of n gives, or is flagged; no n, no flag")
  func counts() {
    #expect(CountCheck.counts(18.29, of: 164, decimals: 2) == [30])
    #expect(
      CountCheck.counts(28.65, of: 164, decimals: 2).isEmpty && CountCheck.counts(28.66, of: 164, decimals: 2) == [47])
    #expect(CountCheck.counts(50.24, of: 14042, decimals: 2) == [7054, 7055])
    #expect(CountCheck.counts(12.2, of: 164, decimals: 1) == [20])
    #expect(CountCheck.counts(100, of: 7, decimals: 2) == [7] && CountCheck.counts(0, of: 7, decimals: 2) == [0])
    #expect(CountCheck.flaw(44.79, of: 1172, decimals: 2) != nil && CountCheck.flaw(44.79, of: 0, decimals: 2) == nil)
    #expect(CountCheck.counts(.nan, of: 7, decimals: 2).isEmpty && CountCheck.counts(-1, of: 7, decimals: 2).isEmpty)
    // Every count is found again in what it is rounded to.
    for items in [1, 7, 164, 817] {
      for count in 0...items {
        let shown = (10_000 * Double(count) / Double(items)).rounded() / 100
        #expect(CountCheck.counts(shown, of: items, decimals: 2).contains(count))
      }
    }
  }

  @Test("All files of the repository are read; the best and the second of table 1 are those that the paper marks")
  func tables() throws {
    for number in 1...7 { #expect(try !PublishedTable(file: Self.file("dtm-table-\(number)")).rows.isEmpty) }
    let board = try board([Self.file("dtm-table-1")])
    func ranked(_ rank: LeaderboardColumn.Cell.Rank) -> [String: [String]] {
      Dictionary(
        uniqueKeysWithValues: board.columns.map { column in
          (
            column.task,
            board.rows.indices.filter { column.cells[$0]?.rank == rank }.map { board.rows[$0].name }
          )
        })
    }
    let best = ranked(.best), second = ranked(.second)
    for task in ["gsm8k", "mmlu", "bbh", "arc_challenge", "openbookqa", "humaneval", "mbpp", "truthfulqa_mc1"] {
      #expect(best[task] == ["DTM"])
    }
    #expect(
      second == [
        "gsm8k": ["Uniform Soup"], "mmlu": ["Uniform Soup"], "bbh": ["L2-norm"], "arc_challenge": ["Vanilla", "EWC"],
        "openbookqa": ["Uniform Soup"], "race": ["DTM"], "humaneval": ["Vanilla"], "mbpp": ["L2-norm"],
        "truthfulqa_mc1": ["EWC"],
      ])
    let flagged = board.columns.flatMap { column in
      column.cells.filter { $0.value.flaw != nil }.map { "\(board.rows[$0.key].name) \(column.task)" }
    }
    #expect(flagged.sorted() == ["Deita arc_challenge", "Deita race", "Deita truthfulqa_mc1"])
    let text = board.text(width: 80)
    #expect(text.contains("Deita, race: 41.43 % as published: no number of right answers of 1045 gives it\n"))
    #expect(text.contains("46.93 2+"))
  }

  @Test("Beside own runs they are marked, in the run's column, and take no rank")
  func beside() throws {
    let tasks = [("mmlu@lm-eval", 0.5), ("gsm8k@lm-eval", 0.3)]
    var published = try PublishedTable(file: Self.file("dtm-table-6")).leaderboardRows("t6")
    published.removeSubrange(2...)
    let rows = [DrawnRuns.row("a", tasks), DrawnRuns.row("b", tasks, seed: 2)] + published
    let board = try Leaderboard(rows, ReportConfiguration())
    let mmlu = try #require(board.columns.first { $0.task == "mmlu" })
    #expect(mmlu.way.id == "mmlu@lm-eval" && mmlu.cells.count == 4)
    for (row, cell) in mmlu.cells {
      #expect(cell.isPublished == (row > 1) && (cell.rank == .other) == (row > 1) && (cell.difference == nil))
    }
    #expect(board.text(width: 100).contains("published, not measured here"))
    // The average is over what was measured here; what only the paper has does not take it away.
    let average = try #require(board.summaries.last)
    #expect(board.summaries.count == 1 && average.members.count == 2 && average.cells.count == 4)
    #expect(average.cells[0]?.isPublished == false && average.cells[2]?.isPublished == true)
    #expect(average.definition.hasSuffix("; of mmlu, gsm8k"))
  }

  @Test("Files that are no tables")
  func wrong() throws {
    let folder = try ScratchDirectory()
    for text in [
      "", "columns: [a]", "columns: [a, a]\nrows: [{name: x, values: [1, 2]}]",
      "columns: [a]\nrows: [{name: x, values: [1, 2]}]",
      "columns: [a]\nrows: [{name: x, values: [101]}]", "columns: [a]\nitems: [1, 2]\nrows: [{name: x, values: [1]}]",
      "columns: [a]\nrows: [{values: [1]}]", "columns: [a]\nrows: [{name: x, values: [b]}]", "what: 1",
    ] {
      try folder.write("t.yaml", text)
      let error = #expect(throws: Diagnostic.self) { try PublishedTable(file: folder["t.yaml"]) }
      #expect(error?.status == .wrongUsage, "\(text)")
    }
    try folder.write("t.yaml", "columns: [a, b]\nrows: [{name: x, values: [1, null]}]")
    #expect(try PublishedTable(file: folder["t.yaml"]).leaderboardRows("t")[0].tasks.count == 1)
  }
}
