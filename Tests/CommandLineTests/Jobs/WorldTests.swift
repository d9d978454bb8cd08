import Files
import TestSupport
import Testing

/// `assay world` as its users run it.
@Suite struct WorldTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  private func world(_ arguments: [String]) throws -> Command {
    let small = ["documents=20", "items=10", "records=5", "people=40", "creatures=20"].flatMap { ["--set", $0] }
    return try Command.run(["world"] + small + arguments, in: folder)
  }

  @Test("a world can be scored as any data folder, is written once, and is the same again")
  func scored() throws {
    let first = try world(["--out", "one", "--seed", "3"])
    #expect(first.status == 0 && first.output.hasPrefix("one: "), "\(first.errors)")
    let again = try world(["--out", "two", "--seed", "3"])
    #expect(again.status == 0, "\(again.errors)")
    #expect(try FileSystem.bytes(of: folder["one/world.json"]) == FileSystem.bytes(of: folder["two/world.json"]))
    let report = try JSON(file: folder["one/world.json"])
    #expect(report["separation"]?["found_in_learned"]?.integer == 0)
    #expect((report["separation"]?["held_out_instructions"]?.integer ?? 0) > 5)
    #expect((report["separation"]?["questions"]?.integer ?? 0) > 100)
    for file in try #require(report["files"]?.array) {
      let path = try #require(file["path"]?.string)
      let bytes = try FileSystem.bytes(of: folder["one/" + path])
      #expect(file["sha256"]?.string == bytes.withUnsafeBytes { SHA256.hexadecimal(of: $0) })
    }

    let model = try Command.run(["import", "random", "model"], in: folder)
    #expect(model.status == 0, "\(model.errors)")
    let run = try Command.run(
      ["score", "--model", "model", "--data", "one/data", "--tasks", "arc,openbookqa,race", "--out", "run"], in: folder)
    #expect(run.status == 0, "\(run.errors)")

    let refused = try world(["--out", "one"])
    #expect(refused.status == 1 && refused.errors.hasPrefix("error: one: is there already\n"), "\(refused.errors)")
  }

  /// The committed base is the one that worlds/README.md speaks of, and was made of the world that the generator makes today:
  /// pre-training documents aside, world 1 is asked as it is.
  @Test("the committed base knows world 1")
  func base() throws {
    let worlds = FileSystem.directory(of: #filePath) + "/../../../worlds"
    let readme = String(decoding: try FileSystem.bytes(of: worlds + "/README.md"), as: UTF8.self)
    for name in ["model.safetensors", "tokenizer.model"] {
      let digest = try FileSystem.bytes(of: worlds + "/base/" + name).withUnsafeBytes { SHA256.hexadecimal(of: $0) }
      #expect(readme.contains(digest), "\(name)")
    }
    let made = try Command.run(["world", "--out", "one", "--seed", "1", "--set", "documents=0"], in: folder)
    #expect(made.status == 0, "\(made.errors)")
    let run = try Command.run(
      [
        "score", "--model", worlds + "/base", "--data", "one/data", "--preset", "paper", "--limit", "25", "--out",
        "run",
        "--tasks", "openbookqa,truthfulqa_mc1,gsm8k,humaneval,mbpp",
      ], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let results = try #require(try JSON(file: folder["run/results.json"])["results"]?.object)
    #expect(results.members.count == 5)
    for (task, values) in results.members {
      let scores = ["acc,none", "exact_match,none", "pass@1,none", "pass@1,create_test"].compactMap {
        values[$0]?.number
      }
      #expect(scores.count == 1 && scores.allSatisfy { $0 >= 0.7 }, "\(task) \(scores)")
    }
  }

  @Test(
    "what is wrong is said",
    arguments: [
      (["--out", "x", "--set", "peeple=50"], "error: --set peeple: there is no key \"peeple\"\n"),
      (["--out", "x", "--set", "people=many"], "error: --set people: "),
      (
        ["--out", "x", "--set", "people=3"], "error: --set people: people is 3\n       a whole number from 40 to 1000\n"
      ),
      (["--out", "x", "--set", "noise=2"], "error: --set noise: noise is 2.0\n"),
      (["--seed", "1"], "error: --out: is missing\n"),
      (["--out", "x", "--spec", "none.yaml"], "error: none.yaml: "),
    ])
  func wrong(arguments: [String], sentence: String) throws {
    let result = try world(arguments)
    #expect(result.status != 0 && result.errors.hasPrefix(sentence), "\(result.errors)")
    #expect(!FileSystem.exists(folder["x"]))
  }

  @Test("a task that wants the model's whole context is named and left out; where there is no other, nothing is asked")
  func noRoom() throws {
    let base = FileSystem.directory(of: #filePath) + "/../../../worlds/base"
    let score = { (tasks: String) in
      try Command.run(
        ["score", "--model", base, "--preset", "lm-eval", "--tasks", tasks, "--limit", "1", "--out", "run"], in: folder)
    }
    let refused = try score("bbh"), problem = "wants 1024 new tokens, the model's whole context has 1024"
    #expect(refused.status == 1, "\(refused.errors)")
    #expect(
      refused.errors.hasPrefix("error: bbh@lm-eval: \(problem)\n       --max-new-tokens"), "\(refused.errors)")
    #expect(!FileSystem.exists(folder["run"]))
    let rest = try score("arc_easy,bbh")
    #expect(rest.status == 0 && rest.errors.contains("bbh@lm-eval: not asked: \(problem); --max"), "\(rest.errors)")
    #expect(rest.output.contains("\nbbh@lm-eval: not asked: \(problem)\n"), "\(rest.output)")
    let results = try JSON(file: folder["run"] + "/results.json")
    #expect(results["assay"]?["not_asked"] == [["task": "bbh@lm-eval", "reason": .string(problem)]])
    #expect(results["results"]?.object?.keys == ["arc_easy"])
    // The same question finds the same run.
    #expect(try score("arc_easy,bbh").errors.contains("1 of them finished before"))
  }
}
