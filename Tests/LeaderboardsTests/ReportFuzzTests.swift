import Configuration
import Files
import TestSupport
import Testing

@testable import Evaluation
@testable import Leaderboards

/// Damaged files, as a report reads them.
@Suite struct ReportFuzzTests {
  private let folder: FuzzFolder

  init() throws {
    folder = try FuzzFolder()
    let tasks = [try RunTask(.plain()), try RunTask(.answered())]
    let manifest = RunManifest(
      model: ModelIdentity(name: "m"), tasks: tasks, seed: 1, weights: "auto", assayVersion: "0.0.1",
      circumstances: .init(data: "d", date: "2026-01-02T03:04:05Z"))
    var model = ScriptedModel()
    _ = try Run(in: folder["runs/a"], tasks: tasks, manifest: manifest).finish(on: &model)
  }

  private func show(_ runs: [String], published: [String] = []) throws {
    var configuration = ReportConfiguration()
    (configuration.runs, configuration.published) = (runs, published)
    let board = try Leaderboard(configuration)
    for text in [board.text(width: 80), board.markdown, board.csv, board.latex, board.json.text()] {
      #expect(!text.isEmpty && !text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
    }
  }

  @Test func reports() throws {
    for (mark, file, text) in [
      ("dtm", "report.json", RowPlacesTests.dtm), ("study", "report.json", RowPlacesTests.study),
      ("search", "search.json", RowPlacesTests.search),
    ] {
      try folder.scratch.write("\(mark)/\(mark).json", mark == "search" ? text : "{}")
      try folder.target("\(mark)-report", "\(mark)/\(file)", text) { path in
        try show([FileSystem.directory(of: path)])
      }.run()
    }
  }

  @Test func runs() throws {
    try folder.target("report-run.json", "runs/a/run.json", [try folder.bytes("runs/a/run.json")]) { path in
      let run = FileSystem.directory(of: path)
      let names = try FileSystem.names(in: run).filter { !["lock", "seal.json", "timing.json"].contains($0) }
      try RunSeal.write(run, files: names)
      try show([run])
    }.run()
  }

  @Test func published() throws {
    let text = """
      source: here
      columns: [gsm8k, race]
      items: [1319, 0]
      rows:
        - {name: one, group: g, values: [13.57, null]}
        - {name: two, values: [18.50, 40.00]}

      """
    try folder.target("published.yaml", "published.yaml", text) { try show([], published: [$0]) }.run()
  }

  @Test func configurations() throws {
    let text = """
      title: t
      runs: [a, b=c]
      rows: [{row: a, name: b, group: c}]
      columns: [{task: race, metric: acc, title: RACE}]
      average: normalised
      alpha: 0.01
      card: {license: mit, languages: [en]}

      """
    try folder.target("report.yaml", "report.yaml", text) {
      _ = try ReportConfiguration(ConfigurationFile(path: $0).settings)
    }.run()
  }

  @Test func tax() throws {
    let lines = (0..<8).map { index in
      #"{"update": \#(5 * index), "task": "race", "metric": "acc", "value": 0.\#(index), "standard_error": 0.1, "items": 9}"#
    }
    try folder.target("tax-probe.jsonl", "t/probe.jsonl", lines.joined(separator: "\n") + "\n") { path in
      let analysis = try TaxAnalysis([FileSystem.directory(of: path)])
      for text in [analysis.text(width: 80), analysis.json.text()] {
        #expect(!text.isEmpty && !text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
      }
    }.run(share: 10)
  }

  @Test func lineage() throws {
    let text = """
      {"method": "linear", "parameters": {"weight": 1}, "parents": [{"role": "base", "path": "x"},
       {"role": "parent", "path": "y", "parameters": {"weight": 0.5}}, {"role": "parent"}]}
      """
    try folder.target("lineage.json", "model/provenance.json", text) { path in
      let lineage = try Lineage(LeaderboardRow.ModelPlace(path: FileSystem.directory(of: path)))
      #expect(lineage.tree.count < 1000)
    }.run()
  }

  @Test func harness() throws {
    var configuration = ReportConfiguration()
    configuration.runs = [folder["runs/a"]]
    let board = try Leaderboard(configuration)
    try folder.target("harness-results.json", "runs/a/results.json", [try folder.bytes("runs/a/results.json")]) { _ in
      _ = try HarnessFolder(folder["harness"], force: true).write(board)
    }.run(share: 10)
  }
}
