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

  /// Sentence and question share a word, so that a small model can find the one by the other.
  private static let parts = [
    Part(
      sentence: "The place of the day was the {v}.", question: "What was the place of the day?",
      values: ["market", "river", "forest", "harbour", "school", "mill", "garden", "tower"]),
    Part(sentence: "The friend of {n} was {v}.", question: "Who was the friend of {n}?", values: World.firstNames),
    Part(
      sentence: "The meal was {v}.", question: "What was the meal?",
      values: ["bread", "soup", "rice", "plums", "cheese", "honey", "fish", "cake"]),
    Part(
      sentence: "The hat of {n} was {v}.", question: "Which colour was the hat of {n}?",
      values: ["red", "blue", "green", "black", "white", "brown", "yellow", "pink"]),
    Part(
      sentence: "The lost thing was the {v}.", question: "What was the lost thing?",
      values: ["key", "ring", "coin", "book", "shoe", "bell", "rope", "map"]),
  ]

  /// Words of all stories.
  static let words = parts.flatMap(\.values)

  static func drawn(_ random: inout WorldRandom) -> Passage {
    let name = random.one(of: World.firstNames)
    var sentences: [String] = [], questions: [Question] = []
    for part in random.shuffled(parts) {
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
