import Datasets
import Files
import Pipelines
import TestSupport
import Testing
import Worlds

/// The gate as CI runs it: score, accept, gate; on a random model in a small world, and on one that was damaged.
@Suite struct GateTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    try DemoModel.write(to: folder["main"])
    try DemoModel.write(to: folder["branch"], seed: 2)
    let made = try Command.run(
      ["world", "--out", folder["world"], "--seed", "1", "--set", "documents=0", "--set", "items=40"], in: folder)
    #expect(made.status == 0, "\(made.errors)")
  }

  private func assay(_ arguments: String..., shell: String? = nil) throws -> Command {
    try Command.run(arguments, in: folder, shell: shell)
  }

  private func score(_ model: String, _ out: String, tasks: String = "arc,openbookqa", _ more: [String] = []) throws {
    let arguments = ["score", "--model", folder[model], "--data", folder["world"] + "/data", "--tasks", tasks]
    let command = try Command.run(arguments + ["--out", folder[out], "--quiet"] + more, in: folder)
    #expect(command.status == 0, "\(command.errors)")
  }

  @Test("Score, accept, gate: the same model is green, another one is not, another protocol and a part of it are 3")
  func story() throws {
    try score("main", "runs/main")
    let accepted = try assay("gate", "accept", "runs/main", "--why", "the first", "--by", "Ada", "--commit", "abc")
    #expect(accepted.status == 0, "\(accepted.errors)")
    try score("main", "runs/same", ["--threads", "1", "--batch-tokens", "9"])
    let same = try assay("gate", "reference.assay", "runs/same")
    #expect(same.status == 0 && same.output.hasPrefix("gate: pass: identical"), "\(same.output)\(same.errors)")
    try score("branch", "runs/branch")
    let other = try assay(
      "gate", "reference.assay", "runs/branch", "--junit", "g.xml", "--markdown", "g.md", "--json", "g.json")
    #expect([2, 3].contains(other.status), "\(other.output)")
    let json = try JSON(file: folder["g.json"])
    #expect(json["exit_code"]?.integer == Int(other.status) && json["comparisons"]?.array?.isEmpty == false)
    #expect(String(decoding: try FileSystem.bytes(of: folder["g.xml"]), as: UTF8.self).hasSuffix("</testsuites>\n"))
    #expect(String(decoding: try FileSystem.bytes(of: folder["g.md"]), as: UTF8.self).hasPrefix("## assay gate: "))
    try score("main", "runs/part", ["--limit", "5"])
    let part = try assay("gate", "reference.assay", "runs/part", "--junit", "g.xml")
    #expect(part.status == 3 && part.errors.contains("--limit was not set, is 5"), "\(part.errors)")
    #expect(
      String(decoding: try FileSystem.bytes(of: folder["g.xml"]), as: UTF8.self).contains(
        "<error type=\"not comparable\""))
    try score("main", "runs/race2", tasks: "race@2")
    try score("main", "runs/race3", tasks: "race@3")
    let race = try assay("gate", "runs/race2", "runs/race3")
    #expect(race.status == 3 && race.errors.contains("the reference was asked race@2, the candidate race@3"))
    let log = try assay("gate", "log", "reference.assay")
    #expect(log.status == 0 && log.output.contains("Ada") && log.output.contains("the first"))
  }

  @Test("A report that cannot be written and a policy that cannot be read are no green: 1 and 64")
  func failures() throws {
    try score("main", "runs/main", tasks: "openbookqa")
    for shell in [#"exec "$@" > /dev/full"#, #"exec "$@" >&-"#] {
      let command = try assay("gate", "runs/main", "runs/main", shell: shell)
      #expect(command.status != 0 || shell.hasSuffix(">&-"), "\(shell): \(command.status)")
    }
    #expect(try assay("gate", "runs/main", "runs/main", "--policy", "none.yaml").status == 64)
    try folder.write("policy.yaml", "margin: 0.01\nmargni: 1\n")
    let typo = try assay("gate", "runs/main", "runs/main", "--policy", "policy.yaml")
    #expect(typo.status == 64 && typo.errors.contains("policy.yaml:2") && typo.errors.contains("did you mean margin?"))
    try folder.write("mine.md", "my own notes\n")
    let foreign = try assay("gate", "runs/main", "runs/main", "--markdown", "mine.md")
    #expect(foreign.status == 1 && foreign.output.isEmpty)
    #expect(try assay("gate", "runs/main", "nothing").status == 3)
    #expect(try assay("gate", "accept", "nothing").status == 3)
    let summary = try assay(
      "gate", "runs/main", "runs/main", "--github",
      shell: #"GITHUB_STEP_SUMMARY="$PWD/summary.md" exec "$@""#)
    #expect(summary.status == 0 && summary.output.contains("::notice title=assay gate::pass"), "\(summary.output)")
    #expect(FileSystem.exists(folder["summary.md"]))
  }

  @Test("Reports are told what went wrong, too; each has a file of its own; the keys of a policy need no runs")
  func reports() throws {
    try folder.write(
      "gate.xml", #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n" + #"<testsuites name="assay gate" tests="1">"#)
    let typo = try assay("gate", "a", "b", "--set", "margni=1", "--junit", "gate.xml")
    let report = String(decoding: try FileSystem.bytes(of: folder["gate.xml"]), as: UTF8.self)
    #expect(typo.status == 64 && report.contains("margni") && report.contains("errors=\"1\""), "\(report)")
    let twice = try assay("gate", "a", "b", "--junit", "x", "--json", "x")
    #expect(twice.status == 64 && twice.errors.contains("x is written by --junit, too"), "\(twice.errors)")
    #expect(try assay("gate", "a", "b", "--json", "-").status == 64)
    for command in [["gate", "--help-config"], ["gate", "plan", "--help-config"]] {
      let help = try Command.run(command, in: folder)
      #expect(help.status == 0 && help.output.contains("suite_margin"), "\(help.errors)")
    }
    #expect(try assay("gate").status == 64 && assay("gate", "a").status == 64 && assay("gate", "plan").status == 64)
  }

  @Test("A plan chooses items, score asks exactly these, and they are part of what the run is")
  func plan() throws {
    try score("main", "runs/main")
    let plan = try assay("gate", "plan", "runs/main", "--margin", "0.3", "--discordance", "0.4", "--items", "items.txt")
    #expect(plan.status == 0 && plan.output.contains("needed"), "\(plan.output)\(plan.errors)")
    let json = try assay("gate", "plan", "runs/main", "--json")
    #expect(try JSON(parsing: json.output)["tasks"]?.array?.isEmpty == false)
    let lines = String(decoding: try FileSystem.bytes(of: folder["items.txt"]), as: UTF8.self).split(separator: "\n")
      .dropFirst()
    try score("branch", "runs/branch", ["--items", folder["items.txt"]])
    let journal = try FileSystem.bytes(of: folder["runs/branch"] + "/journal.jsonl").count { $0 == UInt8(ascii: "\n") }
    #expect(journal == lines.count && !lines.isEmpty)
    let refused = try assay("gate", "runs/main", "runs/branch")
    #expect(refused.status == 3 && refused.errors.contains("a list of items"), "\(refused.errors)")
    let both = try assay(
      "gate", "runs/main", "runs/branch", "--intersect", "--set", "suite_cannot_tell=pass")
    #expect(both.status == 0 && both.output.contains("what both have is compared"), "\(both.output)\(both.errors)")
    try folder.write("items.txt", "openbookqa@lm-eval nothing\n")
    let stranger = try Command.run(
      [
        "score", "--model", folder["main"], "--data", folder["world"] + "/data", "--tasks", "openbookqa", "--items",
        "items.txt",
      ],
      in: folder)
    #expect(stranger.status == 64 && stranger.errors.contains("has no item 'nothing'"), "\(stranger.errors)")
  }

  @Test("compare and items show what changed and what was asked")
  func people() throws {
    try score("main", "runs/a", tasks: "openbookqa,gsm8k")
    try score("branch", "runs/b", tasks: "openbookqa,gsm8k")
    let two = try assay("compare", "runs/a", "runs/b")
    #expect(
      two.status == 0 && two.output.contains("openbookqa acc") && two.output.contains("lost"),
      "\(two.output)\(two.errors)")
    let three = try assay("compare", "runs/a", "runs/b", "runs/a")
    #expect(three.status == 0 && three.output.contains("group 1"))
    let json = try assay("compare", "runs/a", "runs/b", "--json")
    #expect(try JSON(parsing: json.output)["pairs"]?.array?.count == 1)
    let flipped = try assay("compare", "runs/a", "runs/b", "--items", "flipped", "--task", "openbookqa", "--show", "2")
    #expect(
      flipped.status == 0 && flipped.output.contains("A: acc") && flipped.output.contains("B: acc"), "\(flipped.output)"
    )
    #expect(try assay("items", "runs/a", "--id", "nope").errors.contains("the run has no item 'nope'"))
    let wrong = try assay("items", "runs/a", "--task", "gsm8k", "--wrong", "--show", "1")
    #expect(wrong.output.contains("answer:") && wrong.output.contains("right:"), "\(wrong.output)")
    #expect(try assay("items", "runs/a", "--task", "mmlu").status == 64)
    #expect(try assay("items", "runs/a", "--right", "--wrong").status == 64)
    #expect(try assay("compare", "runs/a").status == 64)
  }
}
