import Files
import TestSupport
import Testing

/// `assay analyze` as its users run it.
@Suite struct AnalyzeTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    let made = try Command.run(
      ["world", "--out", "world", "--seed", "1", "--set", "documents=0", "--set", "items=30"], in: folder)
    #expect(made.status == 0, "\(made.errors)")
    for (name, seed) in [("one", "1"), ("two", "2"), ("three", "3")] {
      #expect(try Command.run(["import", "random", name, "--seed", seed], in: folder).status == 0)
      let scored = try Command.run(
        [
          "score", "--model", name, "--data", "world/data", "--tasks", "arc,race", "--quiet", "--out", "runs/" + name,
        ], in: folder)
      #expect(scored.status == 0, "\(scored.errors)")
    }
  }

  private func assay(_ arguments: String...) throws -> Command { try Command.run(arguments, in: folder) }

  @Test("errors: what compare counts stands here, too; JSON; roles by name; what lies there stays")
  func errors() throws {
    let shown = try assay(
      "analyze", "errors", "a=runs/one", "b=runs/two", "c=runs/three", "--merge", "c", "--parent", "a", "--parent", "b",
      "--json", "e.json")
    #expect(shown.status == 0 && shown.errors.isEmpty, "\(shown.errors)")
    #expect(shown.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(shown.output.contains("c, made of") && shown.output.contains("2 of 2"))
    let json = try JSON(file: folder["e.json"])
    let change = try #require(
      json["tasks"]?.array?.first { $0["protocol"]?.string?.hasPrefix("race") == true }?["changes"]?.array?.first)
    let compared = try JSON(parsing: try assay("compare", "runs/one", "runs/two", "--json").output)
    let own = try #require(
      compared["pairs"]?.array?.first?["comparisons"]?.array?.first {
        $0["task"]?.string?.hasPrefix("race") == true && $0["metric"] == "acc"
      })
    for (key, other) in [("kept", "both_right"), ("lost", "lost"), ("gained", "gained"), ("both_wrong", "both_wrong")] {
      #expect(change[key] == own[other], "\(key)")
    }
    #expect(change["p"]?.number == own["p_two_sided"]?.number)
    try folder.write("mine.json", "mine")
    #expect(try assay("analyze", "errors", "runs/one", "runs/two", "--json", "mine.json").status == 1)
    #expect(try FileSystem.bytes(of: folder["mine.json"]) == Array("mine".utf8))
    #expect(try assay("analyze", "errors", "runs", "--json", "e.json").status == 0)
    #expect(try assay("analyze", "tax", "1=runs/one", "2=runs/two", "--json", "e.json").status == 1)
  }

  @Test(
    "errors: the report's page, which counts for itself, shows the same overlaps",
    .enabled(if: Chromium.isInstalled, "skipped: chromium and chromium-driver are not installed"))
  func page() throws {
    let runs = ["a=runs/one", "b=runs/two", "c=runs/three"]
    let told = try Command.run(
      ["analyze", "errors"] + runs + ["--merge", "c", "--parent", "a", "--parent", "b", "--json", "overlap.json"],
      in: folder)
    #expect(told.status == 0 && told.errors.isEmpty, "\(told.errors)")
    #expect(try Command.run(["report"] + runs + ["--html", "overlap.html"], in: folder).status == 0)
    let driven = try Chromium.drive(folder["overlap.html"], "overlap", folder["overlap.json"])
    #expect(driven == "", "\(driven)")
  }

  @Test("errors: one run, a run that is none, names and tasks that are none: a sentence, a way out, an exit code")
  func wrong() throws {
    for (arguments, status) in [
      (["runs/one"], Int32(3)), (["nothing", "runs/one"], 3), (["runs", "--against", "x"], 64),
      (["runs", "--tasks", "gsm8k"], 64), (["runs", "--merge", "one"], 64), (["runs", "--parent", "one"], 64), ([], 64),
      (["runs", "--control", "x"], 64), ([""], 64),
    ] {
      let refused = try Command.run(["analyze", "errors"] + arguments, in: folder)
      let lines = refused.errors.split(separator: "\n")
      #expect(refused.status == status && refused.output.isEmpty, "\(arguments) \(refused.status) \(refused.errors)")
      #expect(lines.count >= 2 && lines[0].hasPrefix("error: ") && lines[1].hasPrefix("       "), "\(refused.errors)")
    }
  }

  @Test("tax: runs as points, and trainings with probes; without any exit code 3")
  func tax() throws {
    let shown = try assay("analyze", "tax", "0=runs/one", "10=runs/two", "20=runs/three", "--json", "t.json")
    #expect(shown.status == 0, "\(shown.errors)")
    #expect(shown.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let curve = try #require(try JSON(file: folder["t.json"])["groups"]?.array?.first?["curves"]?.array?.first)
    #expect(curve["points"]?.array?.compactMap { $0["x"]?.number } == [0, 10, 20])
    #expect(curve["last_less_first"]?["paired"] == true)
    for (arguments, status) in [
      (["runs/one"], Int32(3)), (["nothing"], 3), (["1=runs/one", "runs/two"], 64), (["1=runs/one"], 64),
      (["1=runs/one", "1=runs/two"], 64), (["1=runs/one", "2=nothing"], 3), ([], 64),
    ] {
      let refused = try Command.run(["analyze", "tax"] + arguments, in: folder)
      #expect(refused.status == status && refused.output.isEmpty, "\(arguments) \(refused.status) \(refused.errors)")
      #expect(refused.errors.hasPrefix("error: "))
    }
  }

  @Test("report: pictures, logs and the wide table; a place for two things is wrong usage")
  func outputs() throws {
    let made = try assay(
      "report", "runs", "--svg", "svg", "--inspect-log", "logs", "--wide-csv", "w.csv", "--csv", "l.csv")
    #expect(made.status == 0 && made.errors.isEmpty, "\(made.errors)")
    #expect(try FileSystem.names(in: folder["svg"]).contains("leaderboard-average.svg"))
    #expect(try FileSystem.names(in: folder["logs"]).count == 9)
    let wide = String(decoding: try FileSystem.bytes(of: folder["w.csv"]), as: UTF8.self).split(separator: "\n")
    #expect(wide.count == 4 && wide[0].hasPrefix("model,group,origin,path,arc_"))
    #expect(try assay("report", "runs", "--svg", "svg", "--inspect-log", "svg").status == 64)
    #expect(try assay("report", "runs", "--csv", "w.csv").status == 1)
    try folder.write("mine/note", "mine")
    #expect(try assay("report", "runs", "--svg", "mine").status == 0)
    #expect(try FileSystem.names(in: folder["mine"]).contains("note"))
    #expect(try assay("report", "runs", "--svg", "runs/one").status != 0)
    try folder.write("bad/task-race.svg", "mine")
    let refused = try assay("report", "runs", "--svg", "bad")
    let kept = try FileSystem.names(in: folder["bad"])
    #expect(refused.status == 1 && kept == ["task-race.svg"])
  }
}
