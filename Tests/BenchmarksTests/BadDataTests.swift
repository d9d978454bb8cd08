import Benchmarks
import Datasets
import Evaluation
import Files
import Testing

/// The fixtures with some files replaced or (nil) taken away.
private func data(_ changes: [String: String?], isOfficial: Bool = false) -> DataDirectory {
  DataDirectory(name: "data", isOfficial: isOfficial) { (path) throws(Diagnostic) in
    if let change = changes[path] { return change.map { Array($0.utf8) } }
    guard try DataDirectory.fixtures.holds(path) else { return nil }
    return try DataDirectory.fixtures.file(path).bytes
  }
}

@Suite("Bad data")
struct BadDataTests {
  private static let arcTest = "arc/ARC-Challenge/ARC-Challenge-Test.jsonl"
  private static let arcTrain = "arc/ARC-Challenge/ARC-Challenge-Train.jsonl"
  private static let good =
    #"{"id": "a", "question": {"stem": "s", "choices": [{"text": "t", "label": "A"}]}, "answerKey": "A"}"#

  @Test(
    "ARC and OpenBookQA: the line and what is wrong with it",
    arguments: [
      ("{", "a member name in quotes was expected"),
      (#"{"id": "a"}"#, "field \"question\" is missing"),
      (#"{"question": {"stem": "s", "choices": []}}"#, "field \"question.choices\" is empty"),
      (
        #"{"question": {"stem": "s", "choices": [{"text": "t", "label": "A"}]}, "id": "a"}"#,
        "field \"answerKey\" is missing"
      ),
      (
        #"{"question": {"choices": [{"text": "", "label": "A"}, {"text": "", "label": "B"}]}, "answerKey": "C"}"#,
        "answerKey \"C\" is none of the labels A, B"
      ),
      (
        #"{"question": {"stem": "s", "choices": [{"text": "t", "label": 1}]}}"#,
        "field \"question.choices[0].label\" is not a text"
      ),
    ])
  func science(line: String, problem: String) {
    let format =
      "each line holds \"id\", \"question\" (\"stem\" and \"choices\", each with \"text\" and \"label\") and "
      + "\"answerKey\""
    for (benchmark, path) in [(Benchmark.arcChallenge, Self.arcTest), (.openBookQA, "openbookqa/test.jsonl")] {
      #expect(throws: Diagnostic("data/\(path):2", problem, expected: format)) {
        try benchmark.items(from: data([path: Self.good + "\n" + line + "\n"]))
      }
    }
  }

  @Test("A training file with too few questions to draw from is named")
  func tooFewExemplars() {
    let wanted = Diagnostic(
      "data/\(Self.arcTrain)", "holds 2 questions", expected: "at least 25, of which the exemplars are drawn")
    #expect(throws: wanted) {
      try Benchmark.arcChallengeLeaderboard.items(from: data([Self.arcTrain: Self.good + "\n" + Self.good]))
    }
  }

  @Test("A benchmark without its file, with an empty file, or with too few items in an official one")
  func missing() {
    let absent = Diagnostic(
      "data/\(Self.arcTest)", "is missing",
      expected:
        "the folder given with --data must hold it in its official format (or packed, as \(Self.arcTest).gz)")
    #expect(throws: absent) { try Benchmark.arcChallenge.items(from: data([Self.arcTest: nil])) }
    let empty = Diagnostic("data", "holds no items of arc_challenge@lm-eval", expected: Self.arcTest)
    #expect(throws: empty) { try Benchmark.arcChallenge.items(from: data([Self.arcTest: "\n"])) }
    let short = Diagnostic(
      "data/\(Self.arcTest)", "holds 12 items of arc_challenge@lm-eval",
      expected: "the official file holds 1172")
    #expect(throws: short) { try Benchmark.arcChallenge.items(from: data([:], isOfficial: true)) }
  }

  @Test(
    "RACE: the line and what is wrong with it",
    arguments: [
      ("\"questions\": [], \"options\": [], \"answers\": []", "field \"questions\" is empty"),
      (
        "\"questions\": [\"q\"], \"options\": [[\"a\", \"b\"]], \"answers\": []",
        "has 1 questions, 1 lists of options and 0 answers"
      ),
      (
        "\"questions\": [\"q\", \"r\"], \"options\": [[\"a\"], [\"a\", \"b\"]], \"answers\": [\"A\", \"C\"]",
        "answer \"C\" of question 2 is none of its 2 options"
      ),
      (
        "\"questions\": [\"q\"], \"options\": [[]], \"answers\": [\"A\"]",
        "answer \"A\" of question 1 is none of its 0 options"
      ),
      (
        "\"questions\": [\"q\"], \"options\": [\"a\"], \"answers\": [\"A\"]",
        "field \"options[0]\" is not a list of texts"
      ),
    ])
  func race(fields: String, problem: String) {
    let format =
      "each line holds \"id\", \"article\", and for its questions \"questions\", \"options\" and "
      + "\"answers\" (A to D)"
    #expect(throws: Diagnostic("data/race/test_high.jsonl:1", problem, expected: format)) {
      try Benchmark.race3.items(
        from: data(["race/test_high.jsonl": "{\"id\": \"1\", \"article\": \"t\", \(fields)}"]))
    }
  }

  @Test("TruthfulQA: labels that make no sense, for each of its three ways to read them")
  func truthfulQA() {
    let format =
      "each record holds \"question\", and \"mc1_targets\" and \"mc2_targets\": "
      + "answers with 1 (true; one stands first) or 0 (false)"
    func expect(_ benchmark: Benchmark, _ field: String, _ answers: String) {
      let text = "[{\"question\": \"q\", \"\(field)\": \(answers)}]"
      let wanted = Diagnostic(
        "data/truthfulqa/v0/mc_task.json, record 1",
        "field \"\(field)\" has not the labels of true and false answers that it needs", expected: format)
      #expect(throws: wanted) { try benchmark.items(from: data(["truthfulqa/v0/mc_task.json": text])) }
    }
    for answers in ["{}", #"{"a": 0, "b": 1}"#, #"{"a": 1, "b": 1}"#, #"{"a": 1, "b": 2}"#, #"{"a": true}"#] {
      expect(.truthfulQAMC1, "mc1_targets", answers)
    }
    for answers in ["{}", #"{"a": 0}"#, #"{"a": 1, "b": 1}"#, #"{"a": 1, "b": null}"#] {
      expect(.truthfulQAMC2, "mc2_targets", answers)
      expect(.truthfulQAMC2Leaderboard, "mc2_targets", answers)
    }
    expect(.truthfulQAMC2Leaderboard, "mc2_targets", #"{"a": 0, "b": 1}"#)
  }

  @Test("TruthfulQA's primer: missing, or in official data another text")
  func primer() {
    let path = "truthfulqa/qa_primer.txt"
    let expectation =
      "the six question-answer pairs that every prompt begins with, published as preset 'qa' in TruthfulQA's "
      + "repository (truthfulqa/presets.py): lines 'Q: …' and 'A: …', an empty line between pairs"
    #expect(throws: Diagnostic("data/\(path)", "is missing", expected: expectation)) {
      try Benchmark.truthfulQAMC1.items(from: data([path: nil]))
    }
    #expect(throws: Diagnostic("data/\(path)", "is not the published text", expected: expectation)) {
      try Benchmark.truthfulQAMC1.items(from: data([:], isOfficial: true))
    }
  }

  @Test("MMLU: rows with other fields, other letters, missing and short files")
  func mmlu() {
    let test = "mmlu/test/anatomy_test.csv"
    let row = "each row holds a question, four choices and the letter of the right one"
    #expect(throws: Diagnostic("data/\(test):2", "has 3 fields", expected: row)) {
      try Benchmark.mmluHarness.items(from: data([test: "q,1,2,3,4,A\nq,1,2\n"]))
    }
    #expect(throws: Diagnostic("data/\(test):3", "answer \"E\" is none of A, B, C, D", expected: row)) {
      try Benchmark.mmluHendrycks.items(from: data([test: "\"q\nq\",1,2,3,4,A\nq,1,2,3,4,E\n"]))
    }
    let dev = "mmlu/dev/anatomy_dev.csv"
    let few = Diagnostic(
      "data/\(dev)", "holds 1 questions", expected: "5 questions, the exemplars of the subject")
    #expect(throws: few) { try Benchmark.mmluHarness.items(from: data([dev: "q,1,2,3,4,A\n"])) }
    let absent = Diagnostic(
      "data/mmlu/dev/abstract_algebra_dev.csv", "is missing",
      expected:
        "the folder given with --data must hold it in its official format (or packed, as "
        + "mmlu/dev/abstract_algebra_dev.csv.gz)")
    #expect(throws: absent) { try Benchmark.mmluHarness.items(from: data([:], isOfficial: true)) }
    let nothing = DataDirectory(name: "empty", isOfficial: false) { (_) throws(Diagnostic) in nil }
    let empty = Diagnostic(
      "empty", "holds no items of mmlu@lm-eval",
      expected:
        "mmlu/test/abstract_algebra_test.csv, mmlu/test/anatomy_test.csv, mmlu/test/astronomy_test.csv, …")
    #expect(throws: empty) { try Benchmark.mmluHarness.items(from: nothing) }
  }
}
