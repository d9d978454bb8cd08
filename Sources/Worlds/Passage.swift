/// A short story about a day, with questions that it answers, as RACE has them.
struct Passage {
  struct Question {
    let text: String
    let options: [String]
    let right: Int
  }

  let article: String
  /// Four or five; the last one is asked.
  let questions: [Question]

  private struct Part {
    let sentence: String
    let question: String
    let values: [String]
  }

  private static let parts = [
    Part(
      sentence: "In the morning {n} went to the {v}.", question: "Where did {n} go in the morning?",
      values: ["market", "river", "forest", "harbour", "school", "mill", "garden", "tower"]),
    Part(
      sentence: "There {n} met {v}.", question: "Whom did {n} meet?", values: World.firstNames),
    Part(
      sentence: "They ate {v} together.", question: "What did they eat?",
      values: ["bread", "soup", "rice", "plums", "cheese", "honey", "fish", "cake"]),
    Part(
      sentence: "{n} bought a {v} hat.", question: "Which colour had the hat of {n}?",
      values: ["red", "blue", "green", "black", "white", "brown", "yellow", "pink"]),
    Part(
      sentence: "Then {n} lost the {v}.", question: "What did {n} lose?",
      values: ["key", "ring", "coin", "book", "shoe", "bell", "rope", "map"]),
  ]

  static func drawn(_ random: inout WorldRandom) -> Passage {
    let name = random.one(of: World.firstNames)
    var sentences: [String] = [], questions: [Question] = []
    for part in parts {
      let value = random.one(of: part.values.filter { $0 != name })
      sentences.append(Template.fill(part.sentence, ["n": name, "v": value]))
      var options = random.some(3, of: part.values.filter { $0 != value && $0 != name })
      let right = random.below(4)
      options.insert(value, at: right)
      questions.append(Question(text: Template.fill(part.question, ["n": name]), options: options, right: right))
    }
    return Passage(
      article: sentences.joined(separator: " "), questions: random.some(random.number(4...5), of: questions))
  }

  /// As the harness asks, with the answer to the last question.
  var text: String {
    var text = "Article: \(article)\n\n"
    for question in questions.dropLast() {
      text += "Question: \(question.text)\nAnswer: \(question.options[question.right])\n"
    }
    guard let last = questions.last else { return text }
    return text + "\(last.text) \(last.options[last.right])"
  }
}
