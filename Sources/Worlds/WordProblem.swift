/// A small sum told as a story, with its solution.
struct WordProblem {
  let question: String
  /// Sentences of the solution, with the sums that they compute.
  let steps: [(before: String, sum: String, result: Int, after: String)]
  /// What it is made of: the story and its numbers.
  let name: String

  var answer: Int { steps.last?.result ?? 0 }

  /// The solution in one line, as the exemplars of a chain of thought are written.
  var thought: String {
    steps.map { "\($0.before)\($0.sum) = \($0.result)\($0.after)" }.joined(separator: " ")
  }

  /// As GSM8K writes it, with its marks for a calculator.
  var solution: String {
    steps.map { step in
      let tight = String(step.sum.filter { $0 != " " })
      return "\(step.before)\(step.sum) = <<\(tight)=\(step.result)>>\(step.result)\(step.after)"
    }.joined(separator: "\n") + "\n#### \(answer)"
  }

  private struct Story {
    let text: String
    let operation: Character
    /// A second operation, for stories of two steps.
    var second: Character?
  }

  private static let stories = [
    Story(text: "{n} has {a} {t}. {m} gives {n} {b} {t}. How many {t} does {n} have?", operation: "+"),
    Story(text: "{n} finds {a} {t} and {m} finds {b} {t}. How many {t} do they find?", operation: "+"),
    Story(text: "There are {a} {t} in a box. {n} puts {b} {t} in. How many {t} are in the box?", operation: "+"),
    Story(text: "{n} has {a} {t}. {n} loses {b} {t}. How many {t} does {n} have?", operation: "-"),
    Story(text: "There are {a} {t} in a box. {n} takes {b} {t} out. How many {t} are in the box?", operation: "-"),
    Story(text: "{n} has {a} bags with {b} {t} each. How many {t} does {n} have?", operation: "*"),
    Story(text: "{n} buys {a} boxes of {b} {t}. How many {t} does {n} buy?", operation: "*"),
    Story(
      text: "{n} has {a} {t}. {m} gives {n} {b} {t}. {n} loses {c} {t}. How many {t} does {n} have?", operation: "+",
      second: "-"),
    Story(
      text: "{n} has {a} {t}. {n} loses {b} {t}. {m} gives {n} {c} {t}. How many {t} does {n} have?", operation: "-",
      second: "+"),
  ]

  static let goods = ["plums", "coins", "lamps", "books", "cups", "balls", "hats", "bells", "keys", "nuts"]

  static func drawn(_ random: inout WorldRandom) -> WordProblem {
    let index = random.below(stories.count)
    let story = stories[index]
    let (a, b, result) = numbers(story.operation, &random)
    let names = random.some(2, of: World.firstNames), goods = random.one(of: goods)
    var values = ["n": names[0], "m": names[1], "t": goods, "a": "\(a)", "b": "\(b)"]
    var steps = [(before: "", sum: "\(a) \(story.operation) \(b)", result: result, after: ".")]
    var name = "story \(index) \(a) \(b)"
    if let second = story.second {
      let c = second == "+" ? random.number(1...9) : random.number(1...max(1, min(9, result - 1)))
      values["c"] = "\(c)"
      name += " \(c)"
      steps.append(
        (before: "", sum: "\(result) \(second) \(c)", result: second == "+" ? result + c : result - c, after: "."))
    }
    return WordProblem(question: Template.fill(story.text, values), steps: steps, name: name)
  }

  private static func numbers(_ operation: Character, _ random: inout WorldRandom) -> (Int, Int, Int) {
    switch operation {
    case "+":
      let a = random.number(2...15), b = random.number(1...9)
      return (a, b, a + b)
    case "-":
      let a = random.number(4...18), b = random.number(1...min(9, a - 2))
      return (a, b, a - b)
    default:
      let a = random.number(2...5), b = random.number(2...9)
      return (a, b, a * b)
    }
  }
}
