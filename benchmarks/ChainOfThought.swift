import Datasets
import Files

/// The eight worked examples of Wei et al. (arXiv 2201.11903) in the wording of one of the programs that use them. They are not
/// ours, so they are read from the data folder.
struct ChainOfThought: Sendable {
  /// Names the list within the file.
  let key: String
  /// The field that holds the worked answer.
  let field: String
  /// SHA-256 of the published questions and answers, each followed by a zero byte.
  let published: String

  static let openInstruct = ChainOfThought(
    key: "gsm8k@open-instruct", field: "cot_answer",
    published: "ff59165c140fe1dfcd741b317520ab486b2c78af593e36b54064dd4c9f4e988a")
  static let harness = ChainOfThought(
    key: "gsm8k_cot@lm-eval", field: "target",
    published: "2284358c94e9f8eb6a100787545c04904ffa229c4f8968d4265da4c59c268b69")

  private static let path = "gsm8k/cot_exemplars.json"
  private static let count = 8

  func exemplars(in data: DataDirectory) throws(Diagnostic) -> [(question: String, answer: String)] {
    let expectation =
      "an object with \"\(key)\": the eight chain-of-thought exemplars of Wei et al. 2022 (arXiv 2201.11903), each with "
      + "\"question\" and \"\(field)\", as published in open-instruct (eval/gsm/examplars.py) and in "
      + "lm-evaluation-harness (lm_eval/tasks/gsm8k/gsm8k-cot.yaml)"
    let record = try Record.object(of: data.file(Self.path, expected: expectation), format: expectation)
    var exemplars: [(question: String, answer: String)] = []
    for exemplar in try record.records(key) {
      exemplars.append((try exemplar.string("question"), try exemplar.string(field)))
    }
    guard exemplars.count == Self.count else {
      throw Diagnostic(
        data.place(of: Self.path), "holds \(exemplars.count) exemplars of \(key)", expected: expectation)
    }
    let whole = exemplars.map { "\($0.question)\0\($0.answer)\0" }.joined()
    guard !data.isOfficial || SHA256.hexadecimal(of: whole) == published else {
      throw Diagnostic(
        data.place(of: Self.path), "does not hold the published text of \(key)", expected: expectation)
    }
    return exemplars
  }
}
