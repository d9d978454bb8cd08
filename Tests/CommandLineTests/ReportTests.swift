import Files
import Glibc
import Pipelines
import TestSupport
import Testing

/// `assay report` as its users run it: two models in a small world, and the formats.
@Suite struct ReportTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    for (name, seed) in [("one", "1"), ("two", "2")] {
      #expect(try Command.run(["import", "random", name, "--seed", seed], in: folder).status == 0)
    }
    let made = try Command.run(
      ["world", "--out", "world", "--seed", "1", "--set", "documents=0", "--set", "items=40"], in: folder)
    #expect(made.status == 0, "\(made.errors)")
  }

  private func assay(_ arguments: String...) throws -> Command { try Command.run(arguments, in: folder) }

  private func score(_ model: String, _ out: String, _ more: String...) throws {
    let arguments = ["score", "--model", model, "--data", "world/data", "--tasks", "arc,openbookqa,race", "--quiet"]
    let scored = try Command.run(arguments + ["--out", out] + more, in: folder)
    #expect(scored.status == 0, "\(scored.errors)")
  }

  @Test(
    "A page has the table's rows and the gate's verdict; a verdict that is none, and one without a page, are wrong usage"
  )
  func page() throws {
    try score("one", "runs/one")
    try score("two", "runs/two")
    #expect(try assay("gate", "runs/one", "runs/two", "--json", "gate.json").status != 64)
    let made = try assay("report", "left=runs/one", "runs/two", "--html", "page.html", "--gate", "gate.json")
    #expect(made.status == 0, "\(made.errors)")
    let html = String(decoding: try FileSystem.bytes(of: folder["page.html"]), as: UTF8.self)
    #expect(html.hasPrefix("<!DOCTYPE html>\n<!-- made by assay report -->\n"))
    #expect(html.contains("Content-Security-Policy") && html.contains("\"left\"") && html.contains("\"gate\""))
    #expect(try assay("report", "runs", "--html", "page.html").status == 0)
    #expect(try assay("report", "runs", "--html", "page.html", "--gate", "runs/one/run.json").status == 64)
    #expect(try assay("report", "runs", "--gate", "gate.json").status == 64)
  }

  @Test("A table of two runs, in every format; files that are something else stay, and --force overrides that")
  func formats() throws {
    try score("one", "runs/one")
    try score("two", "runs/two")
    let shown = try assay(
      "report", "runs", "--against", "one", "--markdown", "t.md", "--csv", "t.csv", "--latex", "t.tex", "--json",
      "t.json")
    #expect(shown.status == 0 && shown.errors.isEmpty, "\(shown.errors)")
    #expect(shown.output.hasPrefix("model") && shown.output.split(separator: "\n")[1].hasPrefix("one"))
    #expect(shown.output.split(separator: "\n").prefix { !$0.hasPrefix("1: ") }.allSatisfy { $0.count <= 80 })
    let json = try JSON(file: folder["t.json"]), results = try JSON(file: folder["runs/two/results.json"])
    let race = try #require(json["columns"]?.array?.first { $0["task"] == "race" }?["cells"]?.array)
    #expect(race[1]["value"]?.number == results["results"]?["race"]?["acc,none"]?.number)
    // What compare says of the two is what stands here.
    let compared = try JSON(parsing: try assay("compare", "runs/one", "runs/two", "--json").output)
    let pair = try #require(compared["pairs"]?.array?.first?["comparisons"]?.array)
    let own = try #require(pair.first { $0["task"]?.string?.hasPrefix("race") == true && $0["metric"] == "acc" })
    expectClose(
      try #require(race[1]["difference"]?["value"]?.number), try #require(own["difference"]?.number), absolute: 1e-12)
    #expect(race[1]["difference"]?["p"]?.number == own["p_two_sided"]?.number)
    let again = try assay(
      "report", "runs", "--against", "one", "--markdown", "t.md", "--csv", "t.csv", "--json", "u.json")
    let (first, second) = (try FileSystem.bytes(of: folder["t.json"]), try FileSystem.bytes(of: folder["u.json"]))
    #expect(again.status == 0 && first == second)
    try folder.write("mine.md", "mine")
    for option in ["--html", "--markdown", "--csv", "--latex", "--model-card", "--eval-results"] {
      let refused = try assay("report", "runs/one", option, "mine.md")
      let kept = try FileSystem.bytes(of: folder["mine.md"])
      #expect(refused.status == 1 && kept == Array("mine".utf8), "\(option)")
    }
    #expect(try assay("report", "runs/one", "--markdown", "t.md", "--csv", "t.md").status == 64)
    #expect(try assay("report", "runs/one", "--markdown", "runs/one/run.json").status != 0)
    #expect(try assay("report", "runs/one", "--markdown", "mine.md", "--force").status == 0)
    #expect(try assay("gate", "accept", "runs/two", "--why", "first", "--by", "Ada").status == 0)
    let reference = try assay("report", "runs/one", "reference.assay")
    #expect(reference.status == 0 && reference.output.split(separator: "\n")[2].hasPrefix("two"))
    #expect(!reference.output.contains("asked differently"))
  }

  @Test("A card, .eval_results and lm-eval's names of one run; several rows need a name")
  func hub() throws {
    try score("one", "runs/one")
    try score("two", "runs/two")
    let card = try assay(
      "report", "runs", "--set", "card.row=two", "--set", "card.license=mit", "--model-card", "card.md",
      "--harness", "harness")
    #expect(card.status == 0 && FileSystem.exists(folder["card.md"]), "\(card.errors)")
    // An invented world is no dataset of the hub.
    let world = try assay("report", "runs/one", "--eval-results", "e.yaml")
    #expect(world.status == 3 && !FileSystem.exists(folder["e.yaml"]))
    #expect(try FileSystem.names(in: folder["harness"]) == ["one", "two"])
    #expect(try assay("report", "runs", "--model-card", "card.md").status == 64)
  }

  @Test("What is wrong with what was asked, and what lies there")
  func errors() throws {
    try score("one", "runs/one")
    #expect(try assay("report").status == 64)
    #expect(try assay("report", "nothing").status == 3)
    #expect(try assay("report", "runs/one", "--against", "two").status == 64)
    #expect(try assay("report", "runs/one", "--tasks", "gsm8k").status == 64)
    #expect(try assay("report", "runs/one", "--average", "median").status == 64)
    try score("two", "runs/two", "--limit", "3", "--bos", "on")
    try FileSystem.remove(folder["runs/two/seal.json"])
    let left = try assay("report", "runs")
    #expect(left.status == 0 && left.errors.hasPrefix("warning: ") && left.errors.contains("is not shown"))
    #expect(try assay("report", "runs/two").status == 3)
  }
}
