import Datasets
public import Evaluation
import Files

/// MMLU: 57 subjects of school, university and profession, four choices, 5 exemplars of the subject
/// (Hendrycks et al., arXiv 2009.03300). The letters are ranked, not the choices' texts.
///
/// Deviation: Hendrycks's code reads the files through pandas, which rewrites cells that look like numbers or
/// like missing values. Here a cell is the text that stands in the file, as in every later copy of the data.
extension Benchmark {
  /// As published, and as the DTM paper ran it.
  public static let mmluHendrycks = mmlu(
    variant: "hendrycks", version: 1,
    summary: "57 subjects, 5-shot, micro average; exemplars are dropped where a prompt is too long",
    citation: "arXiv 2009.03300; hendrycks/test evaluate.py; open-instruct 6df55e82 eval/mmlu",
    bos: .on, overflow: .dropExemplars(limit: 2048), boundary: .lastTokenAlone,
    categories: MMLUSubject.categories(\.category), style: .hendrycks
  )
  .asked(by: .paper(bos: .on))

  public static let mmluHarness = mmlu(
    variant: "lm-eval", version: 1,
    summary: "57 subjects, 5-shot, micro average",
    citation: "arXiv 2009.03300; lm-evaluation-harness mmlu v1.0, --num_fewshot 5",
    categories: MMLUSubject.categories(\.harnessCategory), style: .harness
  )
  .asked(by: .lmEval)

  public static let mmluLeaderboard = mmlu(
    variant: "leaderboard-v1", version: 1,
    summary: "57 subjects, 5-shot, macro average over subjects, as the Open LLM Leaderboard (2023) shows it",
    citation: "arXiv 2009.03300; lm-evaluation-harness b281b092 hendrycksTest v1, --num_fewshot 5",
    bos: .off, aggregation: .macro, categories: MMLUSubject.categories(\.harnessCategory), style: .harness
  )
  .asked(by: .leaderboardV1(column: 2))

  private static func mmlu(
    variant: String, version: Int, summary: String, citation: String, bos: BOSPolicy? = nil,
    overflow: Overflow = .truncateLeft, boundary: LikelihoodRequest.Boundary = .jointEncoding,
    aggregation: Aggregation = .micro, categories: [Category], style: MMLUStyle
  ) -> Benchmark {
    let files = MMLUSubject.all.map { subject in
      OfficialFile("mmlu/test/\(subject.name)_test.csv", subtask: subject.name, itemCount: subject.testCount)
    }
    let read: @Sendable (DataDirectory, Excerpt) throws(Diagnostic) -> [Item] = { (data, excerpt) throws(Diagnostic) in
      var items: [Item] = []
      for (subject, file) in zip(MMLUSubject.all, files) where excerpt.wants(subject.name) {
        // A miniature need not have all subjects.
        let isThere = try data.holds(file.path)
        if !isThere && !data.isOfficial { continue }
        items += try style.items(of: subject, test: file.path, in: data)
      }
      return items
    }
    var benchmark = Benchmark(
      name: "mmlu", variant: variant, version: version, summary: summary, citation: citation, shots: 5,
      bos: bos, itemCount: 14042, files: files, overflow: overflow,
      asking: .choice(ChoiceRule(boundary: boundary, metrics: [.acc])),
      aggregation: aggregation, categories: categories,
      load: { (data) throws(Diagnostic) in try read(data, Excerpt()) })
    benchmark.loadExcerpt = read
    return benchmark
  }
}

/// The two ways to write a question down. They differ in white space only, which is enough to change scores.
private struct MMLUStyle: Sendable {
  /// What stands between "about" and the subject: Hendrycks's code doubles the space.
  let gap: String
  let stripsQuestion: Bool

  static let hendrycks = MMLUStyle(gap: "  ", stripsQuestion: false)
  static let harness = MMLUStyle(gap: " ", stripsQuestion: true)

  private static let shots = 5

  func items(of subject: MMLUSubject, test: String, in data: DataDirectory) throws(Diagnostic) -> [Item] {
    let dev = try data.file("mmlu/dev/\(subject.name)_dev.csv")
    let examples = try MMLUQuestion.all(of: dev).prefix(Self.shots)
    guard examples.count == Self.shots else {
      throw Diagnostic(
        dev.name, "holds \(examples.count) questions",
        expected: "\(Self.shots) questions, the exemplars of the subject")
    }
    let header = "The following are multiple choice questions (with answers) about\(gap)\(subject.words).\n\n"
    let exemplars = examples.map { "\(prompt($0)) \(MMLUQuestion.letters[$0.answer])\n\n" }
    return try MMLUQuestion.all(of: data.file(test)).enumerated().map { index, question in
      Item(
        id: "\(subject.name)/\(index)", index: index, subtask: subject.name, header: header,
        exemplars: exemplars,
        question: prompt(question), solution: .choices(MMLUQuestion.letters.map { " " + $0 }, right: [question.answer]),
        record: question.record(subject: subject.name))
    }
  }

  private func prompt(_ question: MMLUQuestion) -> String {
    let text = stripsQuestion ? question.text.strippedAsInPython() : question.text
    let choices = zip(MMLUQuestion.letters, question.choices).map { "\n\($0). \($1)" }
    return text + choices.joined() + "\nAnswer:"
  }
}

/// A row of an MMLU file.
private struct MMLUQuestion {
  let text: String
  let choices: [String]
  let answer: Int

  static let letters = ["A", "B", "C", "D"]

  init(_ row: CSV.Row, place: String) throws(Diagnostic) {
    let expectation = "each row holds a question, four choices and the letter of the right one"
    guard row.fields.count == 6 else {
      throw Diagnostic(place, "has \(row.fields.count) fields", expected: expectation)
    }
    guard let answer = Self.letters.firstIndex(of: row.fields[5].strippedAsInPython()) else {
      throw Diagnostic(place, "answer \"\(row.fields[5])\" is none of A, B, C, D", expected: expectation)
    }
    text = row.fields[0]
    choices = Array(row.fields[1...4])
    self.answer = answer
  }

  static func all(of file: DataFile) throws(Diagnostic) -> [MMLUQuestion] {
    var questions: [MMLUQuestion] = []
    for row in try CSV.rows(of: file) {
      questions.append(try MMLUQuestion(row, place: "\(file.name):\(row.line)"))
    }
    return questions
  }

  /// The record as the harness's copy of the data has it.
  func record(subject: String) -> JSON {
    [
      "question": .string(text), "subject": .string(subject), "choices": .array(choices.map { .string($0) }),
      "answer": .integer(answer),
    ]
  }
}
