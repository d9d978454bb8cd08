import Configuration
import Files
import Statistics
import TestSupport
import Testing

@testable import Evaluation
@testable import Leaderboards

/// What is found at the places that a person names: runs, references, reports, folders of them, and what is none of these.
@Suite struct RowPlacesTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    for name in ["a", "b"] { try run("runs/\(name)") }
  }

  private func run(_ name: String, data: String = "data", failsAfter: Int? = nil) throws {
    let tasks = try [RunTask(.plain(items: 12)), RunTask(.parted())].named()
    let manifest = RunManifest(
      model: ModelIdentity(name: "m", path: "models/\(name)", adapterPaths: ["runs/alpaca/adapter"]), tasks: tasks,
      seed: 1,
      weights: "auto", assayVersion: "0.0.1", circumstances: .init(data: data))
    var model = ScriptedModel(failsAfter: failsAfter)
    _ = try Run(in: folder[name], tasks: tasks, manifest: manifest).finish(on: &model)
  }

  private func leaderboard(_ runs: [String]) throws -> Leaderboard {
    var configuration = ReportConfiguration()
    configuration.runs = runs.map { $0.contains("=") ? $0 : folder[$0] }
    return try Leaderboard(configuration)
  }

  @Test("A run's row has the name of its model and adapter, its digest, and the run's own mean")
  func runs() throws {
    let board = try leaderboard(["runs/a"])
    #expect(board.rows.map(\.name) == ["a + alpaca LoRA"] && board.rows[0].digests.count == 1)
    #expect(board.rows[0].model.adapters == ["runs/alpaca/adapter"])
    let results = try JSON(file: folder["runs/a/results.json"])
    for column in board.columns {
      #expect(column.cells[0]?.estimate.value == results["results"]?[column.task]?["acc,none"]?.number)
      #expect(column.cells[0]?.estimate.standardError == results["results"]?[column.task]?["acc_stderr,none"]?.number)
    }
  }

  @Test(
    "Folders and patterns give what they hold; what is not finished, damaged or named twice is told, and refused by its name"
  )
  func folders() throws {
    #expect(throws: Diagnostic.self) { try run("runs/dead", failsAfter: 5) }
    try run("runs/hurt")
    let items = folder["runs/hurt/items.jsonl"]
    try FileSystem.write(try FileSystem.bytes(of: items).dropLast(3) + [48, 10], to: items)
    for place in ["runs", "runs/*"] {
      let board = try leaderboard([place, "runs/a"])
      #expect(board.rows.count == 2)
      #expect(
        board.warnings.count { $0.contains("is not shown") } == 2
          && board.warnings.contains { $0.contains("named twice") })
      #expect(board.text(width: 80).contains("holds a run that is not finished, and is not shown"))
    }
    for place in ["runs/dead", "runs/hurt", "nothing", "runs/x*"] {
      let error = #expect(throws: Diagnostic.self) { try leaderboard([place]) }
      #expect(error?.status == .notComparable, "\(place)")
    }
    try FileSystem.makeDirectory(folder["empty"])
    #expect(throws: Diagnostic.self) { try leaderboard(["empty"]) }
    let named = try leaderboard(["first=" + folder["runs/a"], "runs/b"])
    #expect(named.rows.map(\.name) == ["first", "b + alpaca LoRA"])
    #expect(named.warnings == ["first and b + alpaca LoRA have the same outcomes, to the bit"])
    let error = #expect(throws: Diagnostic.self) { try leaderboard(["two=" + folder["runs/[ab]"]]) }
    #expect(error?.status == .wrongUsage)
  }

  @Test("Miniatures are marked, and are never the best")
  func miniatures() throws {
    try run("mini", data: "fixtures")
    let board = try leaderboard(["mini", "runs/a"])
    #expect(board.warnings.contains { $0.contains("the numbers mean nothing") })
    #expect(board.text(width: 120).contains("(miniatures)"))
    #expect(board.columns.allSatisfy { $0.cells[0]?.rank != .best })
  }

  static let dtm = """
    {"miniatures": false, "models": [
      {"name": "base", "model": {"path": "models/base", "adapters": [], "ensemble": []}, "runs": ["../runs/a"]},
      {"name": "random, linear", "model": {"path": "models/base", "adapters": ["artefacts/m/merged"]}, "runs": ["gone/run-0"],
       "tasks": [{"task": "plain", "metric": "acc", "value": 0.5, "standard_error": 0.1, "items": 12}]}]}
    """
  static let study = """
    {"worlds": [1, 2, 3], "metrics": {"gsm8k": "exact_match", "race": "acc"}, "conditions": [
      {"label": "base", "k": null, "dose": null, "tasks": {
        "gsm8k": {"value": 0.2, "low": 0.1, "high": 0.3, "worlds": [0.1, 0.2, 0.3]},
        "race": {"value": 0.4, "low": 0.1, "high": 0.3, "worlds": [0.4, 0.4, 0.4]}}, "models": []},
      {"label": "random, linear", "k": 4, "dose": "clean", "tasks": {
        "gsm8k": {"value": 0.32, "low": 0.1, "high": 0.3, "worlds": [0.21, 0.32, 0.43]},
        "race": {"value": 0.3, "worlds": [0.3, null, 0.3]}},
       "models": [{"world": 1, "seed": 1, "path": "models/base", "adapters": ["x"]}]}]}
    """
  static let search = """
    {"miniatures": false, "models": [{"name": "base", "model": null, "test_metrics": [
      {"task": "plain", "metric": "acc", "value": 0.25, "standard_error": 0.1, "items": 8}]},
      {"name": "best", "model": {"path": "m", "adapters": ["merged"], "ensemble": []}, "test_metrics": [
      {"task": "plain", "metric": "acc", "value": 0.5, "standard_error": null, "items": 8}]}]}
    """

  @Test("Rows of dtm are those of its table, with the items of its runs where these are there")
  func dtm() throws {
    try folder.write("dtm/dtm.json", "{}")
    let unfinished = #expect(throws: Diagnostic.self) { try leaderboard(["dtm"]) }
    #expect(unfinished?.problem.contains("not finished") == true)
    try folder.write("dtm/report.json", Self.dtm)
    let board = try leaderboard(["dtm"])
    #expect(board.rows.map(\.name) == ["base", "random, linear"] && board.rows[0].model.path == "models/base")
    #expect(board.rows[0].tasks.count == 2 && board.rows[1].tasks.count == 1)
    #expect(board.warnings.contains { $0.contains("the runs of random, linear are not there") })
    // The report's mean is not what the run asked, so far as anybody knows: it has a column of its own.
    #expect(board.columns.count == 3)
  }

  @Test("Rows of study are over worlds, and so are their tests")
  func study() throws {
    try folder.write("study/study.json", "{}")
    try folder.write("study/report.json", Self.study)
    var configuration = ReportConfiguration()
    configuration.runs = [folder["study"]]
    configuration.against = "base"
    let board = try Leaderboard(configuration)
    #expect(board.rows.map(\.name) == ["base", "clean: K = 4: random, linear"])
    let gsm8k = try #require(board.columns.first { $0.task == "gsm8k" }?.cells)
    let mean = try #require(SampleMean(of: [0.11, 0.12, 0.13]))
    let difference = try #require(gsm8k[1]?.difference)
    #expect(abs(difference.value - 0.12) < 1e-12 && difference.test == "Student's t over worlds")
    #expect(abs((difference.probability ?? 1) - (mean.twoSidedProbability ?? 0)) < 1e-9)
    #expect(board.columns.first { $0.task == "race" }?.cells[1]?.difference == nil)
  }

  @Test("The paper's table 1 from the small world's study, by the configuration that the repository has")
  func table() throws {
    let tasks = ["gsm8k", "mmlu", "bbh", "arc_challenge", "openbookqa", "race", "humaneval", "mbpp", "truthfulqa_mc1"]
    let labels =
      [
        (nil, "base"), (nil, "vanilla"), (4, "norm-matched vanilla (random, linear)"), (4, "uniform soup"),
        (4, "random, linear"),
      ] as [(Int?, String)]
    let conditions = labels.enumerated().map { row, label -> JSON in
      let cells = tasks.enumerated().map { place, task in
        (
          key: task,
          value: [
            "value": 0.3, "worlds": .array([0, 1].map { .number(0.3 + 0.01 * Double((row * 7 + place) % 5 + $0)) }),
          ] as JSON
        )
      }
      return [
        "label": .string(label.1), "k": label.0.map { .integer($0) } ?? .null, "dose": .null,
        "tasks": .object(JSONObject(cells)),
        "models": [],
      ]
    }
    let report: JSON = ["worlds": [1, 2], "metrics": [:], "conditions": .array(conditions)]
    try folder.write("study/study.json", "{}")
    try folder.write("study/report.json", report.text())
    let root = FileSystem.directory(of: FileSystem.directory(of: FileSystem.directory(of: #filePath)))
    var configuration = try ReportConfiguration(
      ConfigurationFile(path: root + "/benchmarks/reports/dtm-table-1.yaml").settings)
    configuration.runs = [folder["study"]]
    let board = try Leaderboard(configuration)
    let head = "{} & GSM8K & MMLU & BBH & ARC{-}c & OBQA & RACE & HumanEval & MBPP & TruthfulQA \\\\\n"
    #expect(board.latex.contains(head) && board.latex.contains("\n{}DTM & "))
    #expect(
      board.markdown.contains("| model | GSM8K | MMLU | BBH | ARC-c | OBQA | RACE | HumanEval | MBPP | TruthfulQA |\n"))
    #expect(board.rows.map(\.name) == ["Base", "Vanilla", "Vanilla, norm-matched", "Uniform Soup", "DTM"])
    // Ties are shown alike: 5 rows, 9 columns, each with a best one.
    #expect(board.columns.allSatisfy { $0.cells.values.contains { $0.rank == .best } })
    for name in ["dtm-columns", "dtm-table-1", "dtm-nine-rows"] {
      _ = try ReportConfiguration(ConfigurationFile(path: root + "/benchmarks/reports/\(name).yaml").settings)
    }
  }

  @Test("Rows of search, without a test")
  func search() throws {
    try folder.write("search/search.json", Self.search)
    let board = try leaderboard(["search"])
    #expect(board.rows.map(\.name) == ["base", "best"] && board.columns[0].cells[1]?.rank == .best)
    #expect(board.columns[0].cells[1]?.isLikeBest == false && board.rows[1].model.adapters == ["merged"])
  }
}
