import Datasets
public import Evaluation
import Files

/// MBPP: short Python functions from a sentence and three assertions (Austin et al., arXiv 2108.07732).
extension Benchmark {
  public static let mbppHarness = mbpp(
    variant: "lm-eval", version: 1, summary: "short functions from a sentence and three tests, 3-shot",
    citation: "arXiv 2108.07732; lm-evaluation-harness mbpp v1.0", shots: 3,
    rule: ProgramRule(generation: GenerationRule(stops: ["[DONE]"], maxTokens: 256), metricStem: "pass_at_"),
    file: OfficialFile("mbpp/mbpp.jsonl", itemCount: 500), style: .fewShot
  )
  .asked(by: .lmEval)

  /// One of the two ways in which the DTM paper may have run it, greedily.
  ///
  /// Deviation: the source counts the prompt among its 512 tokens; here 512 are new.
  public static let mbppBigCode = mbpp(
    variant: "bigcode", version: 1, summary: "short functions from a sentence and one test, 0-shot",
    citation: "arXiv 2108.07732; bigcode-evaluation-harness 8fc5bae6 mbpp, --n_samples 1 --do_sample False",
    bos: .on,
    rule: ProgramRule(
      generation: GenerationRule(
        stops: ["\nclass", "\nassert", "\n\"\"\"", "\nprint", "\nif", "\n<|/", "\n```"], maxTokens: 512,
        room: .oneToken)),
    file: OfficialFile("mbpp/mbpp.jsonl", itemCount: 500), style: .docstring
  )
  .asked(by: .paper(bos: .on))

  /// The part of the test problems that people went over by hand, asked as the paper asks.
  public static let mbppSanitized = mbpp(
    name: "mbpp_sanitized", variant: "austin", version: 1,
    summary: "the 257 test problems that were checked by hand, 3-shot",
    citation: "arXiv 2108.07732, section 3.2 and its sanitized data", shots: 3,
    rule: ProgramRule(generation: GenerationRule(stops: ["[DONE]"], maxTokens: 512)),
    file: OfficialFile("mbpp/sanitized-mbpp.json", itemCount: 257), style: .fewShot)

  private static func mbpp(
    name: String = "mbpp", variant: String, version: Int, summary: String, citation: String, shots: Int = 0,
    bos: BOSPolicy? = nil, rule: ProgramRule, file: OfficialFile, style: MBPPStyle
  ) -> Benchmark {
    Benchmark(
      name: name, variant: variant, version: version, summary: summary, citation: citation, shots: shots, bos: bos,
      itemCount: file.itemCount, files: [file], asking: .program(rule),
      load: { (data) throws(Diagnostic) in
        let problems = try MBPPProblem.all(of: data.file(file.path))
        let exemplars = try style.exemplars(problems, place: data.place(of: file.path))
        let tested = problems.filter { MBPPProblem.testIDs.contains($0.id) }
        return tested.enumerated().map { style.item($1, index: $0, exemplars: exemplars) }
      })
  }
}

private enum MBPPStyle {
  case fewShot
  case docstring

  /// The problems that the paper shows, from the part of the data that is set apart for that.
  private static let shown = [2, 3, 4]

  func exemplars(_ problems: [MBPPProblem], place: String) throws(Diagnostic) -> [String] {
    guard case .fewShot = self else { return [] }
    var exemplars: [String] = []
    for id in Self.shown {
      guard let problem = problems.first(where: { $0.id == id }) else {
        throw Diagnostic(
          place, "lacks the problem with task_id \(id)",
          expected: "problems 2, 3 and 4 are the exemplars of every prompt")
      }
      exemplars.append("\(prompt(problem))\(problem.code)\n[DONE]\n\n")
    }
    return exemplars
  }

  func item(_ problem: MBPPProblem, index: Int, exemplars: [String]) -> Item {
    let prompt = prompt(problem)
    // The harness of few shots judges what was written; the other one puts the description before it.
    let opening = exemplars.isEmpty ? prompt : ""
    return Item(
      id: "\(problem.id)", index: index, exemplars: exemplars, question: prompt,
      solution: .program(Problem(opening: opening, tests: problem.judgement, solution: problem.code)),
      record: problem.record)
  }

  private func prompt(_ problem: MBPPProblem) -> String {
    switch self {
    case .fewShot:
      "You are an expert Python programmer, and here is your task: \(problem.text) Your code should pass these tests:"
        + "\n\n\(problem.tests.joined(separator: "\n"))\n[BEGIN]\n"
    case .docstring: "\"\"\"\n\(problem.text)\n\(problem.tests[0])\n\"\"\"\n"
    }
  }
}

/// A record of MBPP, in either of its two publications.
struct MBPPProblem: Sendable {
  let id: Int
  let text: String
  let code: String
  let imports: [String]
  /// At least one.
  let tests: [String]
  let record: JSON

  /// The test part of the data.
  static let testIDs = 11...510

  init(_ record: Record) throws(Diagnostic) {
    id = try record.integer("task_id")
    // The sanitized data call the sentence otherwise, and list what the tests import.
    let isSanitized = record.value["text"] == nil
    text = try record.string(isSanitized ? "prompt" : "text")
    code = try record.string("code")
    imports = isSanitized ? try record.strings("test_imports") : []
    tests = try record.strings("test_list")
    if tests.isEmpty { throw record.failure("field \"test_list\" is empty") }
    self.record = record.value
  }

  static func all(of file: DataFile) throws(Diagnostic) -> [MBPPProblem] {
    let isArray = file.name.hasSuffix(".json") || file.name.hasSuffix(".json.gz")
    let records =
      if isArray {
        try Record.array(
          of: file,
          format: "each record holds \"task_id\", \"prompt\", \"code\", \"test_imports\" and \"test_list\"")
      } else {
        try JSONLines.records(
          of: file, format: "each line holds \"task_id\", \"text\", \"code\" and \"test_list\"")
      }
    var problems: [MBPPProblem] = []
    for record in records { problems.append(try MBPPProblem(record)) }
    return problems
  }

  /// What a program is judged by. `test_setup_code` is left out, as the harnesses do.
  var judgement: String { (imports + tests).joined(separator: "\n") }
}
