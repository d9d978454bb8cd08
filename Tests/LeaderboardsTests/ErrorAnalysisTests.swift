import Evaluation
import Files
import Statistics
import TestSupport
import Testing

@testable import Leaderboards

/// Whose errors are whose: counted by hand, by a naive twin, and with what must hold of any answers.
@Suite struct ErrorAnalysisTests {
  /// `1` right, `0` wrong, `-` without a score.
  private static func row(_ name: String, _ answers: String, id: String = "race@2") -> LeaderboardRow {
    var row = LeaderboardRow(name: name, origin: .run, places: ["runs/\(name)"])
    let records = answers.enumerated().map { index, answer in
      ItemRecord(
        item: "\(index)", ask: DrawnRuns.ask("\(index)"), scores: [answer == "-" ? nil : answer == "1" ? 1 : 0])
    }
    DrawnRuns.add(records, id, to: &row)
    return row
  }

  private func question(_ merges: [String] = [], _ parents: [String] = []) -> ErrorQuestion {
    var question = ErrorQuestion(runs: [])
    (question.merges, question.parents) = (merges, parents)
    return question
  }

  @Test("Ten items, three parents and a merge, counted by hand")
  func byHand() throws {
    let rows = [
      Self.row("base", "1111100000"), Self.row("a", "1110001100"), Self.row("b", "1101001010"),
      Self.row("c", "101100100-"), Self.row("merge", "1111001000"),
    ]
    let analysis = try ErrorAnalysis(rows, question(["merge"], ["a", "b", "c"]))
    let task = try #require(analysis.tasks.first), overlap = try #require(task.overlaps[0])
    let merge = try #require(task.changes.first { $0.row == 4 })
    #expect([merge.kept, merge.lost, merge.gained, merge.counts.bothWrong] == [4, 1, 1, 4] && merge.unscored == 0)
    #expect(task.changes.first { $0.row == 3 }?.unscored == 1)
    // Of items 0 to 8: a misses 3 4 5 8, b 2 4 5 7, c 1 4 5 7 8.
    #expect(overlap.items == 9 && overlap.unscored == 1 && overlap.missedByNone == 2 && overlap.errors == [4, 4, 5])
    let regions = overlap.regions.map { "\($0.models) \($0.items)" }
    #expect(regions == ["[0, 1, 2] 2", "[0] 1", "[1] 1", "[2] 1", "[0, 2] 1", "[1, 2] 1"])
    expectClose(try #require(overlap.commonShare), 2.0 / 7, relative: 1e-14)
    let bins = try #require(overlap.merges.first).bins.bins
    #expect(bins.map(\.items) == [2, 3, 2, 2] && bins.map(\.right) == [2, 3, 0, 0])
    // Left out in turn; cases by the number of the two others that are wrong.
    let leftOut = try #require(overlap.merges.first?.leftOut)
    #expect(leftOut.bins.map(\.cases) == [9, 10, 8])
    #expect(leftOut.bins.map(\.merge) == [9, 6, 0] && leftOut.bins.map(\.parent) == [6, 6, 2])
    #expect(leftOut.disputed?.cases == 10 && leftOut.disputed?.difference?.value == 0)
  }

  @Test(
    "Of drawn answers: regions and the items that none misses are all, so are kept, lost, gained and neither; a naive twin agrees"
  )
  func properties() throws {
    var rows = (0..<5).map {
      DrawnRuns.row(
        "m\($0)", [("mmlu@lm-eval", 0.6), ("race@2", 0.4)], items: 211, seed: UInt64($0), changed: 0.5,
        order: $0 % 2 == 0)
    }
    rows.append(DrawnRuns.row("other", [("race@2", 0.5)], items: 211, seed: 9, changed: 0.9))
    var asked = question(["m4"], ["m0", "m1", "m2", "m3"])
    asked.controls = ["other"]
    let analysis = try ErrorAnalysis(rows, asked)
    #expect(analysis.tasks.count == 2)
    for task in analysis.tasks {
      let overlap = try #require(task.overlaps[0]), merge = try #require(overlap.merges.first)
      #expect(overlap.regions.reduce(overlap.missedByNone) { $0 + $1.items } == 211)
      #expect(overlap.regions.map(\.items) == overlap.regions.map(\.items).sorted(by: >))
      for change in task.changes { #expect(change.kept + change.lost + change.gained + change.counts.bothWrong == 211) }
      #expect(merge.controls.count == (task.id == "race@2" ? 1 : 0))
      // The twin looks each item up by its id.
      let scores = rows.map { row in
        Dictionary(
          uniqueKeysWithValues: row.tasks.filter { $0.way.id == task.id }.flatMap { task -> [(String, Double)] in
            guard case .items(let record) = task.evidence else { return [] }
            return record.items.map { ($0.item, $0.scores[0] ?? -1) }
          })
      }
      var bins = [(items: Int, right: Int)](repeating: (0, 0), count: 5),
        left = [[Int]](repeating: [0, 0, 0], count: 4)
      for index in 0..<211 {
        let item = "\(index)", wrong = (0..<4).filter { scores[$0][item] == 0 }
        bins[wrong.count].items += 1
        if scores[4][item] == 1 { bins[wrong.count].right += 1 }
        for parent in 0..<4 {
          let others = wrong.count { $0 != parent }
          left[others][0] += 1
          left[others][1] += scores[4][item] == 1 ? 1 : 0
          left[others][2] += wrong.contains(parent) ? 0 : 1
        }
      }
      #expect(merge.bins.bins.map(\.items) == bins.map(\.items) && merge.bins.bins.map(\.right) == bins.map(\.right))
      #expect(merge.leftOut?.bins.map { [$0.cases, $0.merge, $0.parent] } == left)
    }
    let text = analysis.text(width: 80)
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(text.contains("0 of 4") && text.contains("less other where the parents disagree"))
    #expect(analysis.json.text(pretty: true).hasPrefix(ErrorAnalysis.beginning))
  }

  @Test("A merge that is one more model of its parents' kind has no lead on the parent that is left out")
  func exchangeable() throws {
    // Right by the item's difficulty alone, each model for itself.
    func drawn(_ seed: UInt64) -> String {
      String(
        (0..<3000).map { item -> Character in
          let difficulty = KeyedRandom.uniform(KeyedRandom.key(77), item)
          return KeyedRandom.uniform(KeyedRandom.key(seed), item) < difficulty ? "1" : "0"
        })
    }
    let rows = (0..<5).map { Self.row("m\($0)", drawn(UInt64($0))) }
    let analysis = try ErrorAnalysis(rows, question(["m4"], ["m0", "m1", "m2", "m3"]))
    let merge = try #require(analysis.tasks.first?.overlaps[0]?.merges.first)
    // The plain table looks like a success of merging: most of what one parent alone misses is right.
    #expect(try #require(merge.bins.bins[1].share) > 0.6)
    let disputed = try #require(merge.leftOut?.disputed?.difference), interval = try #require(disputed.interval)
    #expect(abs(disputed.value) < 0.05 && interval.contains(0), "\(disputed)")
  }

  @Test("Graded scores, and what one row alone was asked, are told and left out; rows of means, too")
  func leftOut() throws {
    var rows = [Self.row("a", "0110"), Self.row("b", "0011")]
    DrawnRuns.add(
      [ItemRecord(item: "0", ask: DrawnRuns.ask("x"), scores: [0.5])], "truthfulqa_mc2@lm-eval", to: &rows[0])
    DrawnRuns.add([ItemRecord(item: "0", ask: DrawnRuns.ask("y"), scores: [1])], "gsm8k@lm-eval", to: &rows[0])
    let analysis = try ErrorAnalysis(rows, question())
    #expect(analysis.tasks.map(\.id) == ["race@2"])
    #expect(
      analysis.notes.contains { $0.contains("graded") } && analysis.notes.contains { $0.contains("one row alone") })
    #expect(analysis.notes.contains { $0.contains("--merge NAME") })
    #expect(analysis.families == [ErrorFamily(parents: [0, 1])])
  }

  @Test("Names that are none, a single parent, a parent that is the merge, and a single row are wrong, with a way out")
  func wrong() throws {
    let rows = [Self.row("a", "01"), Self.row("b", "10"), Self.row("c", "11")]
    for (asked, status) in [
      (question(["d"]), ExitStatus.wrongUsage), (question(["a"]), .wrongUsage), (question(["a"], ["b"]), .wrongUsage),
      (question(["a"], ["a", "b"]), .wrongUsage),
    ] {
      let error = #expect(throws: Diagnostic.self) { try ErrorAnalysis(rows, asked) }
      #expect(error?.status == status && error?.expectation.isEmpty == false, "\(asked)")
    }
    var against = question()
    against.against = "nobody"
    #expect(throws: Diagnostic.self) { try ErrorAnalysis(rows, against) }
    let alone = #expect(throws: Diagnostic.self) { try ErrorAnalysis([rows[0]], question()) }
    #expect(alone?.status == .notComparable)
  }
}
