import Datasets
import Files

/// A record in the format of the Allen Institute for AI, in which ARC and OpenBookQA are published.
struct ScienceQuestion {
  let id: String
  let stem: String
  /// The texts of the choices.
  let choices: [String]
  /// The place of the right one.
  let answer: Int
  let record: JSON

  init(_ record: Record) throws(Diagnostic) {
    let question = try record.record("question")
    var choices: [String] = []
    var labels: [String] = []
    for choice in try question.records("choices") {
      choices.append(try choice.string("text"))
      labels.append(try choice.string("label"))
    }
    if choices.isEmpty { throw record.failure("field \"question.choices\" is empty") }
    let key = try record.string("answerKey").strippedAsInPython()
    guard let answer = labels.firstIndex(of: key) else {
      throw record.failure("answerKey \"\(key)\" is none of the labels \(labels.joined(separator: ", "))")
    }
    id = try record.string("id")
    stem = try question.string("stem")
    self.choices = choices
    self.answer = answer
    self.record = record.value
  }

  /// The questions of a file, in its order.
  static func all(of path: String, in data: DataDirectory) throws(Diagnostic) -> [ScienceQuestion] {
    var questions: [ScienceQuestion] = []
    for record in try JSONLines.records(of: data.file(path), format: format) {
      questions.append(try ScienceQuestion(record))
    }
    return questions
  }

  private static let format =
    "each line holds \"id\", \"question\" (\"stem\" and \"choices\", each with \"text\" and \"label\") "
    + "and \"answerKey\""
}
