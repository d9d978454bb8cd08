import Datasets
public import Evaluation
import Files

/// TruthfulQA: questions that people often answer wrongly, with true and false answers to be ranked (Lin et
/// al., arXiv 2109.07958). Six question-answer pairs stand before each, the same everywhere; they are not
/// ours, so they are read from the data folder.
extension Benchmark {
  public static let truthfulQAMC1 = truthfulQA(
    "truthfulqa_mc1", variant: "lm-eval", version: 2,
    summary: "the one true answer must be the most likely one",
    citation: "arXiv 2109.07958; lm-evaluation-harness truthfulqa_mc1 v2.0",
    metrics: [.acc], field: "mc1_targets", rightAnswers: TruthfulQA.onlyFirst
  )
  .asked(by: .paper(bos: .off), .lmEval, group: "truthfulqa")

  public static let truthfulQAMC2 = truthfulQA(
    "truthfulqa_mc2", variant: "lm-eval", version: 3,
    summary: "the probability of the true answers among all answers",
    citation: "arXiv 2109.07958; lm-evaluation-harness truthfulqa_mc2 v3.0",
    metrics: [.mc2(named: "acc")], field: "mc2_targets", rightAnswers: TruthfulQA.labelled
  )
  .asked(by: .lmEval, group: "truthfulqa")

  public static let truthfulQAMC2Leaderboard = truthfulQA(
    "truthfulqa_mc2", variant: "leaderboard-v1", version: 1,
    summary: "the probability of the answers before the first false one (Open LLM Leaderboard, 2023)",
    citation: "arXiv 2109.07958; lm-evaluation-harness b281b092 truthfulqa_mc v1",
    bos: .off, metrics: [.mc2()], field: "mc2_targets", rightAnswers: TruthfulQA.beforeFirstFalse
  )
  .asked(by: .leaderboardV1(column: 3), group: "truthfulqa")

  private static func truthfulQA(
    _ name: String, variant: String, version: Int, summary: String, citation: String, bos: BOSPolicy? = nil,
    metrics: [ChoiceMetric], field: String, rightAnswers: @escaping @Sendable ([Bool]) -> [Int]?
  ) -> Benchmark {
    let file = OfficialFile("truthfulqa/v0/mc_task.json", itemCount: 817)
    return Benchmark(
      name: name, variant: variant, version: version, summary: summary, citation: citation, bos: bos,
      itemCount: file.itemCount, files: [file], asking: .choice(ChoiceRule(metrics: metrics)),
      load: { (data) throws(Diagnostic) in
        let primer = try TruthfulQA.primer(in: data)
        var items: [Item] = []
        for record in try Record.array(of: data.file(file.path), format: TruthfulQA.format) {
          items.append(
            try TruthfulQA.item(record, index: items.count, primer: primer, field: field, rightAnswers))
        }
        return items
      })
  }
}

private enum TruthfulQA {
  static let format =
    "each record holds \"question\", and \"mc1_targets\" and \"mc2_targets\": "
    + "answers with 1 (true; one stands first) or 0 (false)"

  /// Which answers are right, given the labels; nil where the labels make no sense.
  static let onlyFirst: @Sendable ([Bool]) -> [Int]? = { labels in
    labels.first == true && !labels.dropFirst().contains(true) ? [0] : nil
  }
  static let labelled: @Sendable ([Bool]) -> [Int]? = { labels in
    Set(labels).count == 2 ? labels.indices.filter { labels[$0] } : nil
  }
  /// Differs from `labelled` for the two questions whose true answers do not all stand first.
  static let beforeFirstFalse: @Sendable ([Bool]) -> [Int]? = { labels in
    labels.firstIndex(of: false).flatMap { $0 > 0 ? Array(0..<$0) : nil }
  }

  static func item(
    _ record: Record, index: Int, primer: String, field: String, _ rightAnswers: ([Bool]) -> [Int]?
  ) throws(Diagnostic) -> Item {
    let question = try record.string("question")
    let answers = try record.members(field)
    let labels = answers.map(\.value.integer)
    guard labels.allSatisfy({ $0 == 0 || $0 == 1 }), let gold = rightAnswers(labels.map { $0 == 1 }) else {
      throw record.failure("field \"\(field)\" has not the labels of true and false answers that it needs")
    }
    return Item(
      id: "\(index)", index: index, header: primer, question: "Q: \(question)\nA:",
      solution: .choices(answers.map { " " + $0.key }, right: gold), record: record.value)
  }

  /// The six pairs, with the empty line that follows them.
  static func primer(in data: DataDirectory) throws(Diagnostic) -> String {
    let path = "truthfulqa/qa_primer.txt"
    let expectation =
      "the six question-answer pairs that every prompt begins with, published as preset 'qa' in "
      + "TruthfulQA's repository (truthfulqa/presets.py): lines 'Q: …' and 'A: …', an empty line between "
      + "pairs"
    let text = try data.file(path, expected: expectation).text().strippedAsInPython()
    guard !data.isOfficial || SHA256.hexadecimal(of: text) == officialPrimer else {
      throw Diagnostic(data.place(of: path), "is not the published text", expected: expectation)
    }
    return text + "\n\n"
  }

  /// SHA-256 of the published pairs.
  private static let officialPrimer = "5c0da5f346e8652c9a85061a6e3aca6bc82e10a8a7dad4596fe980a9c9bae543"
}
