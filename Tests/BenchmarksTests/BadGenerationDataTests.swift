import Benchmarks
import Datasets
import Evaluation
import Files
import Testing

/// What is wrong with the files of the benchmarks that generate text.
@Suite("Bad data of answers and programs")
struct BadGenerationDataTests {
  @Test(
    "The exemplars of others: missing, too few, or in official data another text",
    arguments: [
      (Benchmark.gsm8kOpenInstruct, "gsm8k@open-instruct", "cot_answer"),
      (.gsm8kCoTHarness, "gsm8k_cot@lm-eval", "target"),
    ])
  func chainsOfThought(benchmark: Benchmark, key: String, field: String) {
    let path = "gsm8k/cot_exemplars.json"
    let expectation =
      "an object with \"\(key)\": the eight chain-of-thought exemplars of Wei et al. 2022 (arXiv 2201.11903), each with "
      + "\"question\" and \"\(field)\", as published in open-instruct (eval/gsm/examplars.py) and in "
      + "lm-evaluation-harness (lm_eval/tasks/gsm8k/gsm8k-cot.yaml)"
    func wanted(_ problem: String) -> Diagnostic { Diagnostic("data/\(path)", problem, expected: expectation) }
    #expect(throws: wanted("is missing")) { try benchmark.items(from: changed([path: nil])) }
    let one = "{\"\(key)\": [{\"question\": \"q\", \"\(field)\": \"a\"}]}"
    #expect(throws: wanted("holds 1 exemplars of \(key)")) { try benchmark.items(from: changed([path: one])) }
    #expect(throws: wanted("does not hold the published text of \(key)")) {
      try benchmark.items(from: changed([:], isOfficial: true))
    }
    #expect(throws: Diagnostic.self) { try benchmark.items(from: changed([path: "{}"])) }
  }

  @Test("BBH's worked examples: missing, of another form, or in official data another text")
  func workedExamples() {
    let path = "bbh/cot-prompts/boolean_expressions.txt"
    let expectation =
      "the three worked examples of the task, published as cot-prompts/boolean_expressions.txt in BIG-Bench Hard's "
      + "repository (suzgunmirac/BIG-Bench-Hard): two lines, the second '-----', then what the task is about, and 'Q: …', "
      + "'A: …' three times, an empty line between"
    func wanted(_ problem: String) -> Diagnostic { Diagnostic("data/\(path)", problem, expected: expectation) }
    for benchmark in [Benchmark.bbhHarness, .bbhOpenInstruct] {
      #expect(throws: wanted("is missing")) { try benchmark.items(from: changed([path: nil])) }
      #expect(throws: wanted("has no line '-----' as its second one")) {
        try benchmark.items(from: changed([path: "canary\nAbout.\n\nQ: q\nA: a"]))
      }
      #expect(throws: wanted("is not the published text")) {
        try benchmark.items(from: changed([:], isOfficial: true))
      }
    }
  }

  @Test(
    "GSM8K: the line and what is wrong with it; an answer without its number",
    arguments: [
      (#"{"question": "q"}"#, "field \"answer\" is missing"),
      ("{\"question\": 3, \"answer\": \"#### 1\"}", "field \"question\" is not a text"),
      (#"{"question": "q", "answer": "one"}"#, "field \"answer\" has no number after '#### '"),
    ])
  func schoolMathematics(line: String, problem: String) {
    let format = "each line holds \"question\" and \"answer\", which ends in '#### ' and a number"
    let good = "{\"question\": \"q\", \"answer\": \"#### 1\"}"
    for (benchmark, path) in [
      (Benchmark.gsm8kOpenInstruct, "gsm8k/test.jsonl"), (.gsm8kHarness, "gsm8k/train.jsonl"),
      (.gsm8kLeaderboard, "gsm8k/train.jsonl"),
    ] {
      #expect(throws: Diagnostic("data/\(path):2", problem, expected: format)) {
        try benchmark.items(from: changed([path: "\(good)\n\(line)\n"]))
      }
    }
    let few = Diagnostic(
      "data/gsm8k/train.jsonl", "holds 1 questions", expected: "at least 5, of which the exemplars are drawn")
    #expect(throws: few) { try Benchmark.gsm8kHarness.items(from: changed(["gsm8k/train.jsonl": good])) }
  }

  @Test("Programs: the record and what is wrong with it; exemplars that are not there")
  func programs() {
    let humanEval = "humaneval/HumanEval.jsonl"
    #expect(
      throws: Diagnostic(
        "data/\(humanEval):1", "field \"entry_point\" is missing",
        expected:
          "each line holds \"task_id\", \"prompt\", \"entry_point\" and \"test\", which defines check(candidate)")
    ) {
      try Benchmark.humanEvalHarness.items(from: changed([humanEval: #"{"task_id": "a", "prompt": "p"}"#]))
    }
    let mbpp = "mbpp/mbpp.jsonl"
    let format = "each line holds \"task_id\", \"text\", \"code\" and \"test_list\""
    func record(_ id: Int, _ tests: String) -> String {
      "{\"task_id\": \(id), \"text\": \"t\", \"code\": \"c\", \"test_list\": \(tests)}"
    }
    #expect(throws: Diagnostic("data/\(mbpp):1", "field \"test_list\" is empty", expected: format)) {
      try Benchmark.mbppBigCode.items(from: changed([mbpp: record(11, "[]")]))
    }
    #expect(
      throws: Diagnostic(
        "data/\(mbpp)", "lacks the problem with task_id 3",
        expected: "problems 2, 3 and 4 are the exemplars of every prompt")
    ) {
      try Benchmark.mbppHarness.items(
        from: changed([mbpp: [2, 4, 11].map { record($0, "[\"assert c\"]") }.joined(separator: "\n")]))
    }
    let plus = "mbpp/mbppplus.json"
    #expect(throws: Diagnostic.self) {
      try Benchmark.mbppPlus.items(from: changed([plus: #"[{"task_id": "Mbpp/x"}]"#]))
    }
  }

  /// The fixtures with some files replaced or (nil) taken away.
  private func changed(_ changes: [String: String?], isOfficial: Bool = false) -> DataDirectory {
    DataDirectory(name: "data", isOfficial: isOfficial) { (path) throws(Diagnostic) in
      if let change = changes[path] { return change.map { Array($0.utf8) } }
      guard try DataDirectory.fixtures.holds(path) else { return nil }
      return try DataDirectory.fixtures.file(path).bytes
    }
  }
}
