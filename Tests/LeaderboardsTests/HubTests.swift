import Configuration
import Files
import TestSupport
import Testing

@testable import Evaluation
@testable import Leaderboards

/// What goes to the hub, and to lm-evaluation-harness's tools: cards, scores, names of files.
@Suite struct HubTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  private func leaderboard(_ change: (inout ReportConfiguration) -> Void = { _ in }) throws -> Leaderboard {
    var configuration = ReportConfiguration()
    configuration.card.license = "mit"
    configuration.card.languages = ["en"]
    configuration.card.baseModels = ["meta-llama/Llama-2-7b"]
    configuration.card.limits = "Says <b>much</b>: \"always\"."
    change(&configuration)
    var row = DrawnRuns.row("a: \"b\"\n---\nx: [", [("gsm8k@lm-eval", 0.4)], items: 1319)
    row.tasks += DrawnRuns.row("race", [("race@3", 0.5)], items: 1045).tasks
    row.tasks += DrawnRuns.row("others", [("own@1", 0.5), ("openbookqa@lm-eval", 0.5)], items: 20).tasks
    row.model = LeaderboardRow.ModelPlace(path: "models/base", adapters: [folder["merged"]])
    try folder.write(
      "merged/provenance.json",
      #"{"method": "ties", "parameters": {"density": 0.2}, "parents": [{"role": "base", "path": "models/base"}, {"role": "parent", "#
        + #""path": "\#(folder["a"])", "parameters": {"weight": 0.5}}, {"role": "parent", "path": "runs/b"}]}"#)
    try folder.write("a/provenance.json", #"{"method": "lora", "parents": [{"role": "base", "path": "models/base"}]}"#)
    return try Leaderboard([row], configuration)
  }

  /// The front matter of a card, as another reader of YAML takes it.
  private func frontMatter(_ card: String) throws -> [String: JSON] {
    #expect(card.hasPrefix("---\n"))
    let end = try #require(card.dropFirst(4).firstRange(of: "\n---\n"))
    let file = try ConfigurationFile(text: String(card.dropFirst(4)[..<end.lowerBound]), place: "card")
    return Dictionary(uniqueKeysWithValues: file.settings.map { ($0.key, $0.value) })
  }

  @Test("A card has front matter that is YAML, a model-index by the hub's format, parents, settings, scores and limits")
  func card() throws {
    let board = try leaderboard(), text = try ModelCard(board: board, row: 0).text()
    let front = try frontMatter(text)
    #expect(front["license"] == "mit" && front["library_name"] == "peft" && front["base_model_relation"] == "merge")
    #expect(front["language"] == ["en"] && front["tags"]?.array?.contains("merge") == true)
    let index = try #require(front["model-index"]?.array?.first)
    #expect(index["name"]?.string == board.rows[0].name)
    let results = try #require(index["results"]?.array)
    // What the hub has no dataset for, and a part of one, stands in the table alone.
    #expect(results.count == 2 && text.contains("| own | acc |") && text.contains("official dataset: openbookqa, own."))
    for result in results {
      #expect(result["task"]?["type"] == "text-generation" && result["dataset"]?["type"]?.string?.contains("/") == true)
      #expect(result["dataset"]?["name"]?.string != nil && result["dataset"]?["split"]?.string != nil)
      let metric = try #require(result["metrics"]?.array?.first)
      #expect(
        metric["type"]?.string != nil && metric["value"]?.number != nil
          && metric["name"]?.string?.contains("95 %") == true)
    }
    #expect(text.contains("- Method: ties\n") && text.contains("(weight 0.5), made by lora\n  - base: models/base\n"))
    #expect(text.contains("| density | 0.2 |") && text.contains("- Says &lt;b&gt;much&lt;/b&gt;: \"always\".\n"))
    #expect(throws: Diagnostic.self) {
      try folder.write("merged/provenance.json", "{")
      _ = try ModelCard(board: board, row: 0).text()
    }
  }

  @Test("Scores for .eval_results: a list of datasets with values in per cent; a row without any is refused")
  func evalResults() throws {
    let board = try leaderboard(), text = try EvalResults(board: board, row: 0).text()
    let list = try #require(
      try ConfigurationFile(text: "all:\n" + text, place: "e").settings.first?.value.array)
    // The hub's own reader refuses an entry without the id of a registered task.
    #expect(list.count == 1 && list[0]["dataset"] == ["id": "openai/gsm8k", "task_id": "gsm8k"])
    #expect(text.contains("# not here") && text.contains("race") && text.contains("openbookqa"))
    for entry in list {
      let cell = board.columns.compactMap { $0.cells[0]?.estimate.value }.map { (10_000 * $0).rounded() / 100 }
      #expect(entry["value"]?.number.map(cell.contains) == true && entry["notes"]?.string?.contains(", n 1") == true)
      let keys = Set(entry.object?.keys ?? [])
      #expect(keys.isSubset(of: ["dataset", "value", "date", "notes"]))
    }
    let other = try Leaderboard([DrawnRuns.row("a", [("own@1", 0.5)])], ReportConfiguration())
    #expect(throws: Diagnostic.self) { try EvalResults(board: other, row: 0).text() }
    let two = try Leaderboard(
      [DrawnRuns.row("a", [("own@1", 0.5)]), DrawnRuns.row("b", [("own@1", 0.5)])], ReportConfiguration())
    let error = #expect(throws: Diagnostic.self) { try two.cardRow("--model-card") }
    #expect(error?.status == .wrongUsage)
  }

  @Test(
    "lm-eval's names hold the run's date; the files are the run's, but for date and time; nothing foreign is written over"
  )
  func harness() throws {
    let tasks = try [RunTask(.plain(items: 12)), RunTask(.parted())].named()
    let manifest = RunManifest(
      model: ModelIdentity(name: "m", path: "models/m"), tasks: tasks, seed: 1, weights: "auto", assayVersion: "0.0.1",
      circumstances: .init(data: "d", date: "2026-01-02T03:04:05Z"))
    var model = ScriptedModel()
    _ = try Run(in: folder["run"], tasks: tasks, manifest: manifest).finish(on: &model)
    var configuration = ReportConfiguration()
    configuration.runs = ["../x/.y=" + folder["run"]]
    let board = try Leaderboard(configuration), out = HarnessFolder(folder["out"], force: false)
    #expect(try out.write(board).isEmpty)
    let inner = try #require(try FileSystem.names(in: folder["out"]).first)
    #expect(!inner.hasPrefix(".") && !inner.contains("/"))
    let names = try FileSystem.names(in: folder["out/\(inner)"])
    #expect(names.contains("results_2026-01-02T03-04-05.000000.json"))
    #expect(names.contains("samples_plain_2026-01-02T03-04-05.000000.jsonl") && names.count > 3)
    let written = try JSON(file: folder["out/\(inner)/results_2026-01-02T03-04-05.000000.json"])
    let results = try JSON(file: folder["run/results.json"])["results"]
    #expect(written["date"] == 1_767_323_045 && written["results"] == results)
    // Again the same is nothing new; another file of the name is refused.
    #expect(try out.write(board).isEmpty)
    let place = folder["out/\(inner)/samples_plain_2026-01-02T03-04-05.000000.jsonl"]
    try FileSystem.write("mine", to: place)
    #expect(throws: Diagnostic.self) { try out.write(board) }
    #expect(try FileSystem.bytes(of: place) == Array("mine".utf8))
    try FileSystem.remove(folder["run/timing.json"])
    #expect(throws: Diagnostic.self) { try HarnessFolder(folder["other"], force: false).write(board) }
    #expect(!FileSystem.exists(folder["other"]))
  }
}
