import Files
import TestSupport
import Testing

@Suite struct ExecuteTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    try folder.write("problems.jsonl", TwoProblems.humanEval("T"))
  }

  @Test("each sample's own line with its result, and pass@k by the unbiased estimate")
  func results() throws {
    try folder.write(
      "samples.jsonl",
      #"""
      {"task_id": "T/0", "completion": "    return 1\n", "mine": [1, 2]}
      {"task_id": "T/1", "completion": "    return x + 1"}
      {"task_id": "T/0", "completion": "    return 2"}
      {"task_id": "T/1", "completion": "    return y"}
      {"task_id": "T/0", "completion": "    return 3"}

      """#)
    let command = try Command.run(
      ["execute", "problems.jsonl", "samples.jsonl", "--k", "1,2", "--json", "--quiet"], in: folder)
    #expect(command.status == 0 && command.errors.isEmpty)
    let result = try JSON(parsing: command.output)
    // T/0: 3 samples, 1 passes; T/1: 2 samples, 1 passes. pass@2: 1 - C(2,2)/C(3,2) and 1.
    let metrics = try #require(result["metrics"])
    #expect(abs((metrics["pass@1"]?.number ?? 0) - (1.0 / 3 + 0.5) / 2) < 1e-12)
    #expect(abs((metrics["pass@2"]?.number ?? 0) - (2.0 / 3 + 1) / 2) < 1e-12)
    #expect(result["differing"]?.integer == 0)
    let lines = try FileSystem.bytes(of: folder["samples.jsonl_results.jsonl"]).split(separator: 10)
    let records = try lines.map { try JSON(parsing: String(decoding: $0, as: UTF8.self)) }
    #expect(records.map { $0["task_id"]?.string } == ["T/0", "T/1", "T/0", "T/1", "T/0"])
    #expect(records.map { $0["passed"]?.bool } == [true, true, false, false, false])
    #expect(
      records.map { $0["result"]?.string } == [
        "passed", "passed", "failed: wrong answer", "failed: exception: NameError: name 'y' is not defined",
        "failed: wrong answer",
      ])
    #expect(records[0].object?.keys.prefix(3) == ["task_id", "completion", "mine"])
    let seed = try #require(result["judge_seed"]?.integer)
    #expect((0..<1 << 53).contains(seed) && records.allSatisfy { $0["judge_seed"]?.integer == seed })
  }

  @Test("--judge-seed gives the same draws again, is recorded, and has a range; changed arguments are marked")
  func judgeSeed() throws {
    try folder.write(
      "draws.jsonl",
      #"""
      {"task_id": 1, "code": "def f(x): return x", "test_list": ["import random", "n = random.randrange(2)", "assert f(n) == 0"]}
      {"task_id": 2, "code": "def g(x): x.sort()", "test_list": ["x = [2, 1]", "g(x)", "assert x == [1, 2]"]}

      """#)
    let coin = #"{"task_id": 1, "completion": "def f(x): return x"}"#
    let lines = (0..<12).map { coin.replacing("return x", with: "return x + \($0 * 0)") }
    try folder.write(
      "samples.jsonl", (lines + [#"{"task_id": 2, "completion": "def g(x): x.sort()"}"#]).joined(separator: "\n") + "\n"
    )
    func results(_ seed: String) throws -> [UInt8] {
      let options = ["execute", "draws.jsonl", "samples.jsonl", "--judge-seed", seed, "--json"]
      let command = try Command.run(options, in: folder)
      #expect(command.status == 0)
      let json = try JSON(parsing: command.output)
      #expect("\(json["judge_seed"]?.integer ?? -1)" == seed && json["passed_with_changed_arguments"]?.integer == 1)
      return try FileSystem.bytes(of: folder["samples.jsonl_results.jsonl"])
    }
    #expect(try results("7") == results("7"))
    let records = try results("9007199254740991").split(separator: 10)
    let marks = try records.map { try JSON(parsing: String(decoding: $0, as: UTF8.self))["changed_arguments"]?.bool }
    #expect(marks == [Bool?](repeating: nil, count: 12) + [true])
    for seed in ["-1", "9007199254740992"] {
      let command = try Command.run(["execute", "draws.jsonl", "samples.jsonl", "--judge-seed=\(seed)"], in: folder)
      #expect(command.status == 64)
      #expect(
        command.errors == """
          error: --judge-seed: \(seed) is out of range
                 numbers from 0 to 9007199254740991

          """)
    }
  }

  @Test("MBPP's problems have numbers; an object that equals everything passes in reference mode only")
  func forgery() throws {
    try folder.write("mbpp.json", #"[{"task_id": 7, "test_list": ["assert f(1) == 2"], "test_imports": []}]"#)
    let forged = "class A:\\n    def __eq__(self, other): return True\\ndef f(x): return A()"
    try folder.write("samples.jsonl", "{\"task_id\": 7, \"completion\": \"\(forged)\"}\n")
    for (mode, strict, reference) in [("strict", "0.0000", false), ("both", "0.0000", true)] {
      let command = try Command.run(
        ["execute", "mbpp.json", "samples.jsonl", "--verdicts", mode, "--threads", "1"], in: folder)
      #expect(command.status == 0)
      #expect(command.output.contains("\npass@1 ") || command.output.hasPrefix("pass@1 "))
      #expect(command.output.contains(strict))
      #expect(command.output.contains("otherwise in reference mode  1, passed there only: 1\n"))
      #expect(command.output.contains("reference_pass@1") == reference)
    }
    let reference = try Command.run(
      ["execute", "mbpp.json", "samples.jsonl", "--verdicts", "reference"], in: folder)
    #expect(reference.output.contains("1.0000"))
  }

  @Test("a program that does not end is timed out at the limit")
  func timeout() throws {
    try folder.write("mbpp.jsonl", #"{"task_id": 7, "test_list": ["assert f()"]}"#)
    try folder.write("samples.jsonl", #"{"task_id": "7", "completion": "def f():\n    while True: pass"}"#)
    let command = try Command.run(
      ["execute", "mbpp.jsonl", "samples.jsonl", "--timeout", "0.2"], in: folder)
    #expect(command.status == 0 && command.output.contains("\ntimed out "))
  }

  @Test(
    "bad input is an error with its place, and leaves the old results alone",
    arguments: [
      ("", [], 1, "samples.jsonl: has no sample for 2 of 2 problems: T/0, T/1\n"),
      (#"{"task_id": "T/0", "completion": ""}"#, [], 1, "samples.jsonl: has no sample for 1 of 2 problems: T/1\n"),
      ("\n{\"task_id\": \"T/9\", \"completion\": \"\"}", [], 1, "samples.jsonl:2: there is no problem T/9\n"),
      (#"{"task_id": "T/0"}"#, [], 1, "samples.jsonl:1: field \"completion\" is missing\n"),
      (#"{"task_id": [], "completion": ""}"#, [], 1, "samples.jsonl:1: field \"task_id\" is not a text\n"),
      ("{", [], 1, "samples.jsonl:1: "),
      ("", ["--k", "0"], 64, "--k: '0' is no list of numbers\n"),
      ("", ["--k", "1,,2"], 64, "--k: '1,,2' is no list of numbers\n"),
      ("", ["--timeout", "0"], 64, "--timeout: 0.0 is out of range\n"),
      ("", ["--verdicts", "lax"], 64, "--verdicts: there is no mode 'lax'\n"),
      (
        "{\"task_id\": \"T/0\", \"completion\": \"\"}\n{\"task_id\": \"T/1\", \"completion\": \"\"}", ["--k", "2"], 64,
        "--k: pass@2 needs 2 samples of every problem, and T/0 has 1\n"
      ),
      (
        "{\"task_id\": \"T/0\", \"completion\": \"\"}\n{\"task_id\": \"T/1\", \"completion\": \"\"}",
        ["--sandbox", "none"], 1, "--sandbox none: the sandbox, assay-sandbox, is not there\n"
      ),
    ] as [(String, [String], Int32, String)])
  func errors(samples: String, options: [String], status: Int32, text: String) throws {
    try folder.write("samples.jsonl", samples)
    try folder.write("samples.jsonl_results.jsonl", "old")
    let command = try Command.run(["execute", "problems.jsonl", "samples.jsonl"] + options, in: folder)
    #expect(command.status == status && command.output.isEmpty)
    #expect(command.errors.hasPrefix("error: " + text))
    #expect(try FileSystem.bytes(of: folder["samples.jsonl_results.jsonl"]) == Array("old".utf8))
    #expect(try FileSystem.names(in: folder.path).filter { $0.hasSuffix(".tmp") }.isEmpty)
  }

  @Test("a file that holds no problems, a problem twice or half of one is an error")
  func problems() throws {
    try folder.write("samples.jsonl", #"{"task_id": "T/0", "completion": ""}"#)
    let problem = #"{"task_id": 1, "test_list": ["assert f()"]}"#
    for (text, problems) in [
      ("holds no problems\n", ""), (":2: the problem 1 is there for the second time\n", problem + "\n" + problem),
      (":1: field \"test\" is missing\n", #"{"task_id": "a", "prompt": "", "entry_point": "f"}"#),
      (":1: field \"test_list\" is empty\n", #"{"task_id": 1, "test_list": []}"#),
    ] {
      try folder.write("problems.jsonl", problems)
      let command = try Command.run(["execute", "problems.jsonl", "samples.jsonl"], in: folder)
      #expect(command.status == 1)
      #expect(command.errors.contains(text), "\(command.errors)")
    }
  }

  @Test("doctor proves the sandbox's layers, and a sandbox that is not there is its fault")
  func doctor() throws {
    let report = try Command.run(["doctor"], in: folder)
    #expect(report.status == 0)
    for layer in ["system-call filter", "resource limits", "audit hook"] {
      #expect(report.output.contains("ok       sandbox: \(layer) "))
    }
    let without = try Command.run(["doctor", "--sandbox", "none"], in: folder)
    #expect(without.status == 1)
    #expect(without.errors == "error: doctor: sandbox is missing\n       every line must say ok or absent\n")
  }
}
