import Files
import Glibc
import Pipelines
import TestSupport
import Testing

/// Several models in one call of score, parts of benchmarks, and other numbers of exemplars, as people ask for them.
@Suite struct SeveralModelsTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    try DemoModel.write(to: folder["one"])
    try DemoModel.write(to: folder["two"], seed: 2)
  }

  private func score(_ models: [String], _ more: [String], kill: Command.Kill? = nil) throws -> Command {
    try Command.run(["score"] + models.flatMap { ["--model", $0] } + more, in: folder, kill: kill)
  }

  private func digest(_ run: String) throws -> String {
    String(decoding: try FileSystem.bytes(of: folder[run] + "/digest").dropLast(), as: UTF8.self)
  }

  @Test("each model has a run of its own, which is that of a call with it alone; one table stands at the end")
  func several() throws {
    let tasks = ["--tasks", "arc_easy,mmlu_anatomy", "--limit", "3"]
    let both = try score(["one", "two"], tasks + ["--out", "runs"])
    #expect(both.status == 0, "\(both.errors)")
    #expect(both.errors.hasPrefix("model 1 of 2: one\nrun runs/one: 6 items\n"), "\(both.errors)")
    #expect(both.errors.contains("\nmodel 2 of 2: two\nrun runs/two: 6 items\n"))
    for name in ["one", "two"] {
      #expect(try score([name], tasks + ["--out", "alone-\(name)"]).status == 0)
      #expect(try digest("runs/\(name)") == digest("alone-\(name)"))
      #expect(try both.output.contains("\n\(name): run runs/\(name), digest \(digest("alone-\(name)"))\n"))
      for file in ["run.json", "results.json", "items.jsonl"] {
        #expect(
          try FileSystem.bytes(of: folder["runs/\(name)/\(file)"])
            == FileSystem.bytes(of: folder["alone-\(name)/\(file)"]), "\(file)")
      }
    }
    let lines = both.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    let first = try #require(lines.firstIndex { $0.first == "arc_easy@lm-eval" })
    #expect(lines[first][2] == "one" && lines[first + 1][0] == "two", "\(both.output)")
    #expect(both.output.contains("mmlu_anatomy@lm-eval") && both.output.contains("mean of 2 tasks"))
    let again = try score(["one", "two"], tasks + ["--out", "runs"])
    #expect(again.status == 0 && again.output.contains("one: all items were finished in an earlier session"))
  }

  @Test("a model that fails is told, and loses none of the others; the exit code says it")
  func failing() throws {
    try folder.write("broken/config.json", "{}")
    let tasks = ["--tasks", "arc_easy", "--limit", "2", "--out", "runs"]
    let found = try score(["one", "broken", "two"], tasks)
    #expect(found.status == 1)
    #expect(found.output.contains("\nbroken: not scored: broken"), "\(found.output)")
    #expect(found.output.contains("\none: run runs/one, digest ") && found.output.contains("\ntwo: run runs/two, "))
    #expect(
      found.errors.hasSuffix(
        "error: score: 1 of 3 models could not be scored\n       "
          + "the errors above say why; the same command again asks only what is missing\n"), "\(found.errors)")
    let json = try score(["one", "broken", "two"], tasks + ["--json"])
    let models = try #require(try JSON(parsing: json.output)["models"]?.array)
    #expect(json.status == 1 && models.count == 3)
    #expect(models[0]["results"]?["results"]?["arc_easy"]?["acc,none"]?.number != nil)
    #expect(models[1]["error"]?["what"]?.string != nil && models[1]["results"] == nil)
    #expect(models[2]["run"]?.string == "runs/two")
  }

  @Test("without --out each has the folder that it has alone; models of one name are told apart")
  func places() throws {
    try DemoModel.write(to: folder["a/last"], seed: 3)
    try DemoModel.write(to: folder["b/last"], seed: 4)
    let tasks = ["--tasks", "arc_easy", "--limit", "1"]
    let named = try score(["a/last", "b/last"], tasks + ["--out", "runs/c"])
    #expect(
      named.status == 0 && named.errors.contains("run runs/c/a-last: ") && named.errors.contains("run runs/c/b-last: "))
    let alone = try score(["one"], tasks)
    let both = try score(["one", "two"], tasks)
    #expect(alone.status == 0 && both.status == 0)
    #expect(both.errors.contains(": 1 items, 1 of them finished before\n"), "\(both.errors)")
  }

  @Test("what makes no sense beside several models is refused")
  func refused() throws {
    for (more, place) in [
      (["--model", "one"], "--model: one is named twice"), (["--adapter", "x"], "--adapter: stands beside several"),
      (["--ensemble", "x"], "--ensemble: stands beside several"),
    ] {
      let found = try score(["one", "two"], ["--tasks", "arc_easy"] + more)
      #expect(found.status == 64 && found.errors.hasPrefix("error: \(place)"), "\(found.errors)")
    }
    #expect(try score(["one"], ["--tasks", "arc_easy", "--limit", "1", "--out", "run"]).status == 0)
    let inside = try score(["one", "two"], ["--tasks", "arc_easy", "--limit", "1", "--out", "run"])
    #expect(inside.status == 64 && inside.errors.hasPrefix("error: --out: run is the run of one model\n"))
  }

  @Test("a signal ends the whole, with what is finished shown and kept")
  func signal() throws {
    let tasks = ["--tasks", "arc,race", "--out", "runs"]
    let journal = folder["runs/two/journal.jsonl"]
    let found = try score(
      ["one", "two"], tasks,
      kill: Command.Kill(signal: SIGINT) { ((try? FileSystem.bytes(of: journal)) ?? []).count { $0 == 0x0A } >= 2 })
    #expect(found.status == 130, "\(found.errors)")
    #expect(found.errors.contains("\none: run runs/one, digest "), "\(found.errors)")
    #expect(try score(["one", "two"], tasks).status == 0)
  }

  @Test("fewer exemplars are told in the table, in the report and where runs are compared")
  func shots() throws {
    let tasks = ["--tasks", "mmlu_anatomy", "--limit", "6"]
    let plain = try score(["one"], tasks + ["--out", "plain"])
    let same = try score(["one"], tasks + ["--out", "plain", "--shots", "5"])
    #expect(plain.status == 0 && same.errors.contains("4 of them finished before"), "\(same.errors)")
    let fewer = try score(["one"], tasks + ["--out", "fewer", "--shots", "0"])
    #expect(fewer.output.contains("\nmmlu_anatomy@lm-eval, 0 shots "), "\(fewer.output)")
    #expect(fewer.output.contains("\nmmlu_anatomy: not as the protocol says: 0 exemplars in place of 5\n"))
    let report = try Command.run(["report", "plain", "fewer"], in: folder)
    #expect(report.status == 0 && report.output.contains("mmlu_anatomy, 0 shots"), "\(report.output)\(report.errors)")
    #expect(report.output.contains("0 shots, not as the protocol says (5)") && report.output.contains("5 shots"))
    let compared = try Command.run(["compare", "plain", "fewer"], in: folder)
    let gate = try Command.run(["gate", "plain", "fewer"], in: folder)
    for found in [compared, gate] {
      #expect(found.status == 3)
      #expect(
        (found.output + found.errors).contains(
          "the number of exemplars was as the protocol says in the reference, is 0"), "\(found.output)\(found.errors)")
    }
    let refused = try score(["one"], ["--tasks", "arc_easy", "--shots", "2"])
    #expect(
      refused.status == 64
        && refused.errors.hasPrefix("error: arc_easy@lm-eval: is asked without exemplars, and --shots wants 2\n"))
  }

  @Test("runs of parts are compared, gated and reported like others")
  func parts() throws {
    let world = try Command.run(
      ["world", "--out", "world", "--seed", "1", "--set", "documents=0", "--set", "items=40"], in: folder)
    #expect(world.status == 0, "\(world.errors)")
    let tasks = [
      "--data", "world/data", "--tasks", "mmlu_social_sciences,bbh_navigate", "--limit", "6", "--max-new-tokens", "4",
    ]
    for name in ["one", "two"] { #expect(try score([name], tasks + ["--out", "run-\(name)"]).status == 0) }
    let compared = try Command.run(["compare", "run-one", "run-two"], in: folder)
    #expect(compared.status == 0 && compared.output.contains("mmlu_social_sciences@lm-eval"), "\(compared.errors)")
    let gate = try Command.run(["gate", "run-one", "run-one"], in: folder)
    #expect(gate.output.contains("bbh_navigate@lm-eval"), "\(gate.output)\(gate.errors)")
    let report = try Command.run(["report", "run-one", "run-two"], in: folder)
    #expect(report.status == 0 && report.output.contains("bbh_cot_fewshot_navigate"), "\(report.errors)")
    let listed = try Command.run(["tasks", "mmlu"], in: folder)
    #expect(listed.output.contains("mmlu_stem, mmlu_other, mmlu_abstract_algebra, "))
    let one = try Command.run(["tasks", "mmlu_anatomy", "--shots", "1"], in: folder)
    #expect(one.status == 0 && one.output.contains("exemplars      1, not as the protocol says (5)"), "\(one.output)")
  }
}
