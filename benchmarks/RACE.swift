import Datasets
public import Evaluation
import Files

/// RACE-high: an article of a school examination and questions about it (Lai et al., arXiv 1704.04683). The
/// harness asks one item an article: its last question, after the article and the earlier questions with
/// their answers.
extension Benchmark {
  /// As scores before May 2026 were made, the paper's among them: of an earlier question with a blank only `
  /// _  .` is shown before its answer, the sentence around the blank is lost.
  public static let race2 = race(
    version: 2, summary: "the last question about an article, with the harness's old rendering of blanks",
    citation: "arXiv 1704.04683; lm-evaluation-harness 0.4.0 to 0.4.11 race v2.0"
  )
  .asked(by: .paper(bos: .off))

  /// The blank is filled with the answer.
  public static let race3 = race(
    version: 3, summary: "the last question about an article; blanks of earlier questions are filled",
    citation: "arXiv 1704.04683; lm-evaluation-harness 0.4.12 race v3.0"
  )
  .asked(by: .lmEval)

  private static func race(version: Int, summary: String, citation: String) -> Benchmark {
    let file = OfficialFile("race/test_high.jsonl", itemCount: 1045)
    return Benchmark(
      name: "race", variant: "\(version)", version: version, summary: summary, citation: citation,
      itemCount: file.itemCount, files: [file], asking: .choice(ChoiceRule(metrics: [.acc])),
      load: { (data) throws(Diagnostic) in
        var items: [Item] = []
        for record in try JSONLines.records(of: data.file(file.path), format: RaceArticle.format) {
          let article = try RaceArticle(record)
          items.append(article.item(index: items.count, keepsBlank: version < 3))
        }
        return items
      })
  }
}

private struct RaceArticle {
  struct Question {
    let text: String
    let options: [String]
    let answer: Int
  }

  let id: String
  let text: String
  let earlier: [Question]
  let last: Question
  let record: JSON

  static let format =
    "each line holds \"id\", \"article\", and for its questions \"questions\", \"options\" and "
    + "\"answers\" (A to D)"

  init(_ record: Record) throws(Diagnostic) {
    let texts = try record.strings("questions")
    let options = try record.stringLists("options")
    let answers = try record.strings("answers")
    guard texts.count == options.count, texts.count == answers.count else {
      throw record.failure(
        "has \(texts.count) questions, \(options.count) lists of options and \(answers.count) answers")
    }
    var questions: [Question] = []
    for (index, text) in texts.enumerated() {
      let letters = ["A", "B", "C", "D"].prefix(options[index].count)
      guard let answer = letters.firstIndex(of: answers[index]) else {
        throw record.failure(
          "answer \"\(answers[index])\" of question \(index + 1) is none of its \(options[index].count) options"
        )
      }
      questions.append(Question(text: text, options: options[index], answer: answer))
    }
    guard let last = questions.popLast() else { throw record.failure("field \"questions\" is empty") }
    id = try record.string("id")
    self.text = try record.string("article")
    earlier = questions
    self.last = last
    self.record = record.value
  }

  func item(index: Int, keepsBlank: Bool) -> Item {
    let answered = earlier.map { Self.answered($0, keepsBlank: keepsBlank) }.joined()
    return Item(
      id: id, index: index, context: String(SHA256.hexadecimal(of: text).prefix(16)),
      question: "Article: \(text)\n\n\(answered)\(last.text)",
      solution: .choices(last.options.map { " " + $0 }, right: [last.answer]), record: record)
  }

  /// An earlier question with its answer. Blanks are recognized only where they end the question exactly so.
  private static func answered(_ question: Question, keepsBlank: Bool) -> String {
    let answer = question.options[question.answer]
    guard question.text.hasSuffix("  _  .") else { return "Question: \(question.text)\nAnswer: \(answer)\n" }
    let blank = " _  ."
    return (keepsBlank ? blank : String(question.text.dropLast(blank.count))) + answer + "\n"
  }
}
