import Datasets
public import Evaluation
import Files

/// ARC, the AI2 Reasoning Challenge: school science questions with 3 to 5 choices (Clark et al., arXiv
/// 1803.05457).
extension Benchmark {
  public static let arcChallenge = Benchmark(
    name: "arc_challenge", variant: "lm-eval", version: 1,
    summary: "hard science questions, 0-shot; the choices' texts are ranked",
    citation: "arXiv 1803.05457; lm-evaluation-harness arc_challenge v1.0",
    itemCount: 1172, files: [ARC.challenge.test], asking: .choice(ChoiceRule(metrics: [.acc, .accNorm])),
    load: { (data) throws(Diagnostic) in try ARC.challenge.items(in: data) }
  )
  .asked(by: .paper(bos: .off), .lmEval, group: "arc")

  public static let arcEasy = Benchmark(
    name: "arc_easy", variant: "lm-eval", version: 1,
    summary: "easier science questions, 0-shot; the choices' texts are ranked",
    citation: "arXiv 1803.05457; lm-evaluation-harness arc_easy v1.0",
    itemCount: 2376, files: [ARC.easy.test], asking: .choice(ChoiceRule(metrics: [.acc, .accNorm])),
    load: { (data) throws(Diagnostic) in try ARC.easy.items(in: data) }
  )
  .asked(by: .paper(bos: .off), .lmEval, group: "arc")

  public static let arcChallengeLeaderboard = Benchmark(
    name: "arc_challenge", variant: "leaderboard-v1", version: 0,
    summary: "hard science questions, 25-shot; the Open LLM Leaderboard (2023) shows acc_norm",
    citation: "arXiv 1803.05457; lm-evaluation-harness b281b092 arc_challenge, --num_fewshot 25",
    shots: 25, bos: .off, itemCount: 1172, files: [ARC.challenge.test],
    asking: .choice(ChoiceRule(metrics: [.accNorm, .acc])),
    load: { (data) throws(Diagnostic) in try ARC.challenge.itemsWithDrawnExemplars(25, in: data) }
  )
  .drawing { (data, shots) throws(Diagnostic) in
    try ARC.challenge.itemsWithDrawnExemplars(shots, in: data)
  }
  .asked(by: .leaderboardV1(column: 1), group: "arc")
}

/// One of the two sets.
private struct ARC {
  let test: OfficialFile
  let trainPath: String

  static let challenge = ARC(name: "ARC-Challenge", itemCount: 1172)
  static let easy = ARC(name: "ARC-Easy", itemCount: 2376)

  init(name: String, itemCount: Int) {
    test = OfficialFile("arc/\(name)/\(name)-Test.jsonl", itemCount: itemCount)
    trainPath = "arc/\(name)/\(name)-Train.jsonl"
  }

  func items(in data: DataDirectory) throws(Diagnostic) -> [Item] {
    try ScienceQuestion.all(of: test.path, in: data).enumerated().map { index, question in
      Self.item(question, index: index, exemplars: [])
    }
  }

  /// The harness of 2023 shuffles the test questions and then, from the same stream of random numbers, draws
  /// the exemplars of each in turn from the training questions: what a question is shown depends on all
  /// questions before it.
  func itemsWithDrawnExemplars(_ count: Int, in data: DataDirectory) throws(Diagnostic) -> [Item] {
    let questions = try ScienceQuestion.all(of: test.path, in: data)
    let exemplars = try ScienceQuestion.all(of: trainPath, in: data).map { question in
      "\(Self.prompt(question)) \(question.choices[question.answer])\n\n"
    }
    var random = PythonRandom(seed: 42)
    var order = Array(questions.indices)
    random.shuffle(&order)
    var items: [Item] = []
    for index in order {
      guard let drawn = random.sample(count, of: exemplars.count) else {
        throw Diagnostic(
          data.place(of: trainPath), "holds \(exemplars.count) questions",
          expected: "at least \(count), of which the exemplars are drawn")
      }
      items.append(Self.item(questions[index], index: index, exemplars: drawn.map { exemplars[$0] }))
    }
    return items
  }

  private static func prompt(_ question: ScienceQuestion) -> String { "Question: \(question.stem)\nAnswer:" }

  private static func item(_ question: ScienceQuestion, index: Int, exemplars: [String]) -> Item {
    Item(
      id: question.id, index: index, exemplars: exemplars, question: prompt(question),
      solution: .choices(question.choices.map { " " + $0 }, right: [question.answer]), record: question.record)
  }
}
