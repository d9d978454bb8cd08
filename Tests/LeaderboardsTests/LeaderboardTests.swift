import Evaluation
import Files
import Gating
import Statistics
import TestSupport
import Testing

@testable import Leaderboards

/// What stands in a leaderboard: values, ranks, tests, averages, and columns of their own for other ways of asking.
@Suite struct LeaderboardTests {
  private static let two = [("arc_easy@lm-eval", 0.7), ("openbookqa@lm-eval", 0.5)]

  private func cell(_ board: Leaderboard, _ row: String, _ column: String) throws -> LeaderboardColumn.Cell {
    let place = try #require(board.rows.firstIndex { $0.name == row })
    return try #require(board.columns.first { $0.title == column }?.cells[place])
  }

  private func average(_ board: Leaderboard, _ row: String) throws -> LeaderboardColumn.Cell {
    let place = try #require(board.rows.firstIndex { $0.name == row })
    return try #require(board.summaries.last?.cells[place])
  }

  @Test(
    "A cell is the run's own mean, with Student's interval within the range of a score; the average is that of the cells"
  )
  func values() throws {
    let rows = [DrawnRuns.row("a", Self.two), DrawnRuns.row("b", Self.two, seed: 1)]
    let board = try Leaderboard(rows, ReportConfiguration())
    #expect(board.columns.map(\.title) == ["arc_easy", "openbookqa"])
    guard case .items(let record) = rows[1].tasks[0].evidence else { return }
    let mean = try #require(SampleMean(of: record.items.compactMap { $0.scores[0] }))
    let found = try cell(board, "b", "arc_easy").estimate
    #expect(found.value == mean.value && found.standardError == mean.standardError && found.items == 200)
    #expect(found.interval == mean.interval95)
    let other = try cell(board, "b", "openbookqa").estimate
    #expect(try average(board, "b").estimate.value == (found.value + other.value) / 2)
    let interval = try #require(try average(board, "b").estimate.interval)
    let halves = [found, other].compactMap(\.interval).map { ($0.upperBound - $0.lowerBound) / 2 }
    let half = (halves[0] * halves[0] + halves[1] * halves[1]).squareRoot() / 2
    #expect(abs((interval.upperBound - interval.lowerBound) / 2 - half) < 1e-12)
  }

  @Test("The best and the second, ties, what a paired test does not tell apart, and McNemar's probability")
  func ranks() throws {
    let one = [("arc_easy@lm-eval", 0.9)], low = [("arc_easy@lm-eval", 0.4)]
    var rows = [
      DrawnRuns.row("good", one), DrawnRuns.row("like it", one, seed: 1, changed: 0.05),
      DrawnRuns.row("bad", low, seed: 2),
    ]
    rows.append(rows[0])
    rows[3].name = "again"
    var configuration = ReportConfiguration()
    configuration.against = "bad"
    let board = try Leaderboard(rows, configuration)
    let good = try cell(board, "good", "arc_easy"), like = try cell(board, "like it", "arc_easy")
    let values = [good, like].map(\.estimate.value)
    #expect(try cell(board, "again", "arc_easy").rank == good.rank)
    #expect(good.rank == (values[0] >= values[1] ? .best : .second) && good.isLikeBest && like.isLikeBest)
    let bad = try cell(board, "bad", "arc_easy")
    #expect(bad.rank == .other && !bad.isLikeBest && bad.difference == nil)
    let difference = try #require(good.difference)
    guard case .items(let mine) = rows[0].tasks[0].evidence, case .items(let theirs) = rows[2].tasks[0].evidence else {
      return
    }
    let pairs = zip(mine.items, theirs.items).map { ($0.scores[0] ?? 0, $1.scores[0] ?? 0) }
    let gained = pairs.count { $0.0 > $0.1 }, lost = pairs.count { $0.0 < $0.1 }
    #expect(difference.probability == McNemar(lost: lost, gained: gained).twoSided)
    #expect(difference.interval == PairedShare(lost: lost, gained: gained, count: 200).interval(level: 0.95))
    let all = try ["good", "like it", "again"].map { try cell(board, $0, "arc_easy").difference?.probability ?? 2 }
    #expect(good.adjusted == Holm.adjusted(all)[0])
    #expect(board.summaries.isEmpty && board.warnings.contains("good and again have the same outcomes, to the bit"))
  }

  @Test("What gate and compare find of two runs is what the leaderboard finds")
  func agreesWithGate() throws {
    let rows = [DrawnRuns.row("a", Self.two, contexts: 40), DrawnRuns.row("b", Self.two, seed: 4, contexts: 40)]
    var configuration = ReportConfiguration()
    configuration.against = "a"
    let board = try Leaderboard(rows, configuration)
    let runs = rows.map { row in
      StoredRun(
        place: row.name, model: row.name, digest: row.digests[0],
        identity: [
          "tasks": .object(
            JSONObject(
              row.tasks.map { task in
                (
                  task.way.id,
                  ["version": 1, "bos": "off", "ask": "data", "items": .integer(task.way.items)] as JSON
                )
              }))
        ],
        tasks: row.tasks.compactMap { if case .items(let record) = $0.evidence { record } else { nil } })
    }
    let report = try Gate().report(runs[0], runs[1])
    for (column, comparison) in zip(board.columns, report.comparisons) {
      let difference = try #require(column.cells[1]?.difference)
      #expect(abs(difference.value - comparison.difference) < 1e-12)
      #expect(difference.probability == comparison.twoSided && difference.test == "sign flips")
      #expect(column.cells[1]?.estimate.units == 40)
    }
    let suite = try #require(report.comparisons.last), mean = try #require(board.summaries.last?.cells[1]?.difference)
    #expect(abs(mean.value - suite.difference) < 1e-12 && mean.probability == suite.twoSided)
  }

  @Test(
    "Runs that were asked differently have columns and averages of their own, and the reader is told in what they differ"
  )
  func otherWays() throws {
    let rows = [
      DrawnRuns.row("off", Self.two), DrawnRuns.row("on", Self.two, seed: 1, bos: "on"),
      DrawnRuns.row("more", Self.two, items: 201, seed: 2), DrawnRuns.row("reversed", Self.two, seed: 3, order: false),
    ]
    let board = try Leaderboard(rows, ReportConfiguration())
    #expect(board.columns.count == 6 && board.columns[0].cells.keys.sorted() == [0, 3])
    #expect(board.columns.prefix(3).map(\.title) == ["arc_easy (a)", "arc_easy (b)", "arc_easy (c)"])
    #expect(board.summaries.map(\.title) == ["average (a)", "average (b)", "average (c)"])
    #expect(board.summaries.map { $0.cells.keys.sorted() } == [[0, 3], [1], [2]])
    let notes = board.notes.joined(separator: "\n")
    #expect(notes.contains("arc_easy (b) from arc_easy (a), openbookqa (b) from openbookqa (a): BOS on instead of off"))
    #expect(notes.contains("n 201 instead of 200"))
    // The order of a file says nothing: the same answers have no difference.
    let pair = try Leaderboard(
      [DrawnRuns.row("a", Self.two), DrawnRuns.row("b", Self.two, order: false)], ReportConfiguration())
    #expect(
      pair.columns.count == 2 && pair.columns[0].cells[0]?.rank == .best && pair.columns[0].cells[1]?.rank == .best)
  }

  @Test("A row that lacks a task has no average unless that is asked for; then it says of how many")
  func missing() throws {
    let rows = [DrawnRuns.row("a", Self.two), DrawnRuns.row("b", [Self.two[0]], seed: 1)]
    let board = try Leaderboard(rows, ReportConfiguration())
    #expect(board.summaries.last?.cells.keys.sorted() == [0])
    #expect(board.text(width: 80).contains("without an average, for they lack a task: b\n"))
    var configuration = ReportConfiguration()
    configuration.averagesPart = true
    let part = try Leaderboard(rows, configuration)
    #expect(part.summaries.last?.cells.keys.sorted() == [0, 1])
    #expect(part.text(width: 200).contains("(1 of 2)"))
  }

  @Test("Means of categories, and normalised ones, in which chance is 0")
  func averages() throws {
    let tasks = [("arc_easy@lm-eval", 0.7), ("openbookqa@lm-eval", 0.5), ("gsm8k@lm-eval", 0.3)]
    let rows = [DrawnRuns.row("a", tasks), DrawnRuns.row("b", tasks, seed: 1)]
    var configuration = ReportConfiguration()
    configuration.average = .categories
    let board = try Leaderboard(rows, configuration), values = board.columns.map { $0.cells[0]?.estimate.value ?? 0 }
    #expect(board.columns.map(\.task) == ["arc_easy", "openbookqa", "gsm8k"])
    #expect(abs(try average(board, "a").estimate.value - ((values[0] + values[1]) / 2 + values[2]) / 2) < 1e-12)
    configuration.average = .normalised
    let normalised = try Leaderboard(rows, configuration)
    let expected = ((values[0] - 0.25) / 0.75 + (values[1] - 0.25) / 0.75 + values[2]) / 3
    #expect(abs(try average(normalised, "a").estimate.value - expected) < 1e-12)
    configuration.showsCategories = true
    let shown = try Leaderboard(rows, configuration)
    #expect(shown.summaries.map(\.title) == ["reasoning", "mathematics", "normalised average"])
    #expect(shown.text(width: 120).split(separator: "\n")[0].contains("reasoning"))
  }

  @Test("Rows, columns and titles as a configuration wants them; what is not there is wrong usage")
  func choices() throws {
    let rows = [DrawnRuns.row("a", Self.two), DrawnRuns.row("b", Self.two, seed: 1)]
    var configuration = ReportConfiguration()
    configuration.rows = [
      ReportConfiguration.Row(row: "b", name: "Bee", group: "own"), .init(row: "a", name: "", group: ""),
    ]
    configuration.columns = [.init(task: "openbookqa", title: "OBQA"), .init(task: "arc_easy@lm-eval", title: "ARC-e")]
    configuration.isPercent = true
    let board = try Leaderboard(rows, configuration)
    #expect(board.rows.map(\.name) == ["Bee", "a"] && board.columns.map(\.title) == ["OBQA", "ARC-e"])
    for wrong in [
      { $0.rows = [.init(row: "c", name: "", group: "")] }, { $0.columns = [.init(task: "race", title: "")] },
      { $0.tasks = ["race"] }, { $0.against = "c" },
    ] as [(inout ReportConfiguration) -> Void] {
      var other = ReportConfiguration()
      wrong(&other)
      let error = #expect(throws: Diagnostic.self) { try Leaderboard(rows, other) }
      #expect(error?.status == .wrongUsage)
    }
  }
}

extension ReportConfiguration.Row {
  init(row: String, name: String, group: String) {
    self.init()
    (self.row, self.name, self.group) = (row, name, group)
  }
}

extension ReportConfiguration.Column {
  init(task: String, title: String) {
    self.init()
    (self.task, self.title) = (task, title)
  }
}
