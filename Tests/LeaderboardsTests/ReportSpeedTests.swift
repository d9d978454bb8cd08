import Files
import Glibc
import Statistics
import TestSupport
import Testing

@testable import Evaluation
@testable import Leaderboards

/// A report of many runs takes seconds.
@Suite struct ReportSpeedTests {
  private static func seconds(_ work: () throws -> Void) rethrows -> Double {
    var start = timespec(), end = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start)
    try work()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end)
    return Double(end.tv_sec - start.tv_sec) + 1e-9 * Double(end.tv_nsec - start.tv_nsec)
  }

  @Test("20 rows of 20,000 items, with all tests against one row and all formats, in 5 s of one processor")
  func rows() throws {
    let rows = (0..<20).map { index -> LeaderboardRow in
      var row = DrawnRuns.row(
        "run \(index)", [("mmlu@lm-eval", 0.5 + 0.01 * Double(index))], items: 14_042, seed: UInt64(index))
      for (id, items, contexts) in [
        ("arc_easy@lm-eval", 2376, nil), ("race@3", 1045, 350), ("gsm8k@lm-eval", 1319, nil),
        ("truthfulqa_mc1@lm-eval", 817, nil), ("humaneval@bigcode", 164, nil), ("mbpp@bigcode", 500, nil),
      ] as [(String, Int, Int?)] {
        row.tasks +=
          DrawnRuns.row("", [(id, 0.4)], items: items, seed: UInt64(index), contexts: contexts).tasks
      }
      return row
    }
    var configuration = ReportConfiguration()
    configuration.against = "run 0"
    configuration.showsDetails = true
    let took = try Self.seconds {
      let board = try Leaderboard(rows, configuration)
      for text in [board.text(width: 80), board.markdown, board.csv, board.latex, board.json.text(pretty: true)] {
        #expect(!text.isEmpty)
      }
    }
    #expect(took < 5, "\(took) s")
  }

  @Test("A run of 20,000 items is read in the twentieth part of what remains of 5 s, twice over for a busy machine")
  func reading() throws {
    let folder = try ScratchDirectory(), tasks = [try RunTask(.plain(items: 20_000))]
    let manifest = RunManifest(
      model: ModelIdentity(name: "m", path: "m"), tasks: tasks, seed: 1, weights: "auto", assayVersion: "0.0.1",
      circumstances: .init(data: "d"))
    var model = ScriptedModel()
    _ = try Run(in: folder["run"], tasks: tasks, manifest: manifest).finish(on: &model)
    let took = try Self.seconds { _ = try LeaderboardRow([folder["run"]], name: nil) }
    #expect(took < 0.5, "\(took) s")
  }
}
