import Datasets
public import Evaluation
import Files

/// GSM8K: school mathematics in words; the answer is one number (Cobbe et al., arXiv 2110.14168). A model sees worked examples and
/// writes a solution; the protocols differ in the examples, in where a completion ends, and in which number of it counts.
extension Benchmark {
  /// As the DTM paper most likely ran it.
  ///
  /// Deviation: the source stops at the token of a line break; here the text is looked at, as everywhere.
  public static let gsm8kOpenInstruct = gsm8k(
    variant: "open-instruct", version: 1,
    summary: "school mathematics, 8 fixed exemplars; the last number of the line counts",
    citation: "arXiv 2110.14168; open-instruct 6df55e82 eval/gsm; exemplars of arXiv 2201.11903",
    shots: 8, bos: .on,
    rule: AnswerRule(
      generation: GenerationRule(stops: ["\n"], maxTokens: 512, room: .oneToken), extractions: [.gsm8kLastNumber]),
    style: GSM8KStyle(
      header: "Answer the following questions.\n\n", question: "Question: ", answer: "\nAnswer:",
      exemplars: .fixed(.openInstruct), answerOf: \.plainNumber, stripsQuestion: true)
  )
  .asked(by: .paper(bos: .on))

  public static let gsm8kHarness = gsm8k(
    variant: "lm-eval", version: 3,
    summary: "school mathematics, 5 drawn exemplars; the number after ####, or the last number",
    citation: "arXiv 2110.14168; lm-evaluation-harness gsm8k v3.0", shots: 5,
    rule: AnswerRule(
      generation: GenerationRule(stops: ["Question:", "</s>", "<|im_end|>"], maxTokens: 256),
      extractions: [.gsm8kHashes, .gsm8kFlexible]),
    style: GSM8KStyle(
      question: "Question: ", answer: "\nAnswer:", exemplars: .drawn(seed: 1234, shufflesTest: false),
      answerOf: \.solution)
  )
  .asked(by: .lmEval)

  public static let gsm8kCoTHarness = gsm8k(
    name: "gsm8k_cot", variant: "lm-eval", version: 3,
    summary: "school mathematics, 8 fixed exemplars; the number after 'The answer is', or the last number",
    citation: "arXiv 2110.14168; lm-evaluation-harness gsm8k_cot v3.0; exemplars of arXiv 2201.11903", shots: 8,
    rule: AnswerRule(
      generation: GenerationRule(stops: ["Q:", "</s>", "<|im_end|>"], maxTokens: 256),
      extractions: [.gsm8kSentence, .gsm8kFlexible]),
    style: GSM8KStyle(question: "Q: ", answer: "\nA:", exemplars: .fixed(.harness), answerOf: \.number))

  public static let gsm8kLeaderboard = gsm8k(
    variant: "leaderboard-v1", version: 0,
    summary: "school mathematics, 5 drawn exemplars; any colon ends the answer (Open LLM Leaderboard, 2023)",
    citation: "arXiv 2110.14168; lm-evaluation-harness b281b092 gsm8k, --num_fewshot 5", shots: 5, bos: .off,
    rule: AnswerRule(
      generation: GenerationRule(stops: [":", "Question:", "Question"], maxTokens: 256), metric: "acc",
      extractions: [.gsm8kLeaderboard]),
    style: GSM8KStyle(
      question: "Question: ", answer: "\nAnswer:", exemplars: .drawn(seed: 42, shufflesTest: true),
      answerOf: \.solution)
  )
  .asked(by: .leaderboardV1(column: 4))

  private static func gsm8k(
    name: String = "gsm8k", variant: String, version: Int, summary: String, citation: String, shots: Int,
    bos: BOSPolicy? = nil, rule: AnswerRule, style: GSM8KStyle
  ) -> Benchmark {
    let file = OfficialFile("gsm8k/test.jsonl", itemCount: 1319)
    let benchmark = Benchmark(
      name: name, variant: variant, version: version, summary: summary, citation: citation, shots: shots, bos: bos,
      itemCount: file.itemCount, files: [file], asking: .answer(rule),
      load: { (data) throws(Diagnostic) in try style.items(of: file.path, shots: shots, in: data) })
    guard style.drawsExemplars else { return benchmark }
    return benchmark.drawing { (data, shots) throws(Diagnostic) in
      try style.items(of: file.path, shots: shots, in: data)
    }
  }
}

/// How questions and exemplars are written down.
private struct GSM8KStyle: Sendable {
  enum Exemplars {
    case fixed(ChainOfThought)
    /// Of the training questions, as Python draws them; the harness of 2023 shuffled the test questions before.
    case drawn(seed: UInt64, shufflesTest: Bool)
  }

  var header = ""
  let question: String
  let answer: String
  let exemplars: Exemplars
  let answerOf: @Sendable (GSM8KQuestion) -> String
  var stripsQuestion = false

  var drawsExemplars: Bool { if case .drawn = exemplars { true } else { false } }

  func items(of path: String, shots: Int, in data: DataDirectory) throws(Diagnostic) -> [Item] {
    let questions = try GSM8KQuestion.all(of: path, in: data)
    switch exemplars {
    case .fixed(let set):
      let exemplars = try set.exemplars(in: data).map { self.exemplar($0.question, $0.answer) }
      return questions.indices.map { item(questions[$0], index: $0, exemplars: exemplars) }
    case .drawn(let seed, let shufflesTest):
      let trainPath = "gsm8k/train.jsonl"
      let train = try GSM8KQuestion.all(of: trainPath, in: data)
      var random = PythonRandom(seed: seed)
      var order = Array(questions.indices)
      if shufflesTest { random.shuffle(&order) }
      var items: [Item] = []
      for index in order {
        guard let drawn = random.sample(shots, of: train.count) else {
          throw Diagnostic(
            data.place(of: trainPath), "holds \(train.count) questions",
            expected: "at least \(shots), of which the exemplars are drawn")
        }
        let exemplars = drawn.map { exemplar(train[$0].text, train[$0].solution) }
        items.append(item(questions[index], index: index, exemplars: exemplars))
      }
      return items
    }
  }

  private func exemplar(_ text: String, _ solution: String) -> String {
    "\(question)\(text)\(answer) \(solution)\n\n"
  }

  private func item(_ found: GSM8KQuestion, index: Int, exemplars: [String]) -> Item {
    let text = stripsQuestion ? found.text.strippedAsInPython() : found.text
    return Item(
      id: "\(index)", index: index, header: header, exemplars: exemplars, question: question + text + answer,
      solution: .answer(answerOf(found)), record: found.record)
  }
}

/// A record of GSM8K.
private struct GSM8KQuestion: Sendable {
  let text: String
  /// Worked out, with the number after the last `#### `.
  let solution: String
  let record: JSON

  static func all(of path: String, in data: DataDirectory) throws(Diagnostic) -> [GSM8KQuestion] {
    let format = "each line holds \"question\" and \"answer\", which ends in '#### ' and a number"
    var questions: [GSM8KQuestion] = []
    for record in try JSONLines.records(of: data.file(path), format: format) {
      let question = GSM8KQuestion(
        text: try record.string("question"), solution: try record.string("answer"), record: record.value)
      guard GSM8KText.number(after: "#### ", in: question.solution) != nil else {
        throw record.failure("field \"answer\" has no number after '#### '")
      }
      questions.append(question)
    }
    return questions
  }

  /// What stands after the last `####`.
  var number: String { GSM8KText.afterLast("####", in: solution).strippedAsInPython() }

  /// The same without the commas between digits.
  var plainNumber: String { GSM8KText.withoutCommasBetweenDigits(number) }
}
