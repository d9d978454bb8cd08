/// A question of a BBH task, with the thoughts that lead to its answer.
struct Puzzle {
  let question: String
  /// Ends before "So the answer is".
  let thought: String
  let target: String
  /// What it is made of.
  let name: String

  /// As a worked example shows it.
  var text: String {
    "Q: \(question)\nA: Let's think step by step.\n\(thought) So the answer is \(target)."
  }
}

/// A family of puzzles: one BBH task.
struct PuzzleFamily: Sendable {
  /// BBH's name of the task.
  let task: String
  /// The line that stands before the worked examples.
  let header: String
  let draw: @Sendable (inout WorldRandom) -> Puzzle

  static let all = [booleanExpressions, logicalDeduction, navigate, objectCounting, webOfLies]
}

extension PuzzleFamily {
  static let booleanExpressions = PuzzleFamily(
    task: "boolean_expressions", header: "Find the value of an expression.",
    draw: { random in
      var words: [String] = [], truths: [Bool] = []
      let isAnd = random.chance(0.5)
      for _ in 0..<2 {
        let isNegated = random.chance(0.5), truth = random.chance(0.5)
        words.append((isNegated ? "not " : "") + word(truth))
        truths.append(truth != isNegated)
      }
      let third = random.chance(0.5)
      let first = isAnd ? truths[0] && truths[1] : truths[0] || truths[1]
      let join = isAnd ? "and" : "or"
      var expression = "( \(words[0]) \(join) \(words[1]) )"
      var thought = "( \(word(truths[0])) \(join) \(word(truths[1])) ) is \(word(first))."
      var value = first
      if third {
        let isNegated = random.chance(0.5)
        expression = isNegated ? "not \(expression)" : expression
        if isNegated {
          value = !first
          thought += " not \(word(first)) is \(word(value))."
        }
        let other = random.chance(0.5), isLast = random.chance(0.5)
        expression += isLast ? " and \(word(other))" : " or \(word(other))"
        let before = value
        value = isLast ? value && other : value || other
        thought += " \(word(before)) \(isLast ? "and" : "or") \(word(other)) is \(word(value))."
      }
      return Puzzle(question: "\(expression) is", thought: thought, target: word(value), name: expression)
    })

  static let objectCounting = PuzzleFamily(
    task: "object_counting", header: "Count the things.",
    draw: { random in
      let kinds = random.some(random.number(2...3), of: WordProblem.goods)
      let counts = kinds.map { _ in random.number(1...6) }
      let list = zip(counts, kinds).map { "\($0) \($1)" }
      let things = list.dropLast().joined(separator: ", ") + " and \(list[list.count - 1])"
      var sum = counts[0], steps: [String] = []
      for count in counts.dropFirst() {
        steps.append("\(sum) + \(count) = \(sum + count).")
        sum += count
      }
      return Puzzle(
        question: "I have \(things). How many things do I have?", thought: steps.joined(separator: " "),
        target: "\(sum)", name: "count \(list)")
    })

  static let navigate = PuzzleFamily(
    task: "navigate", header: "Find out whether a walk ends where it began.",
    draw: { random in
      let isBack = random.chance(0.5)
      let first = random.number(1...12), second = random.number(1...12)
      let total = first + second
      var back = total
      if !isBack { while back == total { back = random.number(max(1, total - 3)...(total + 3)) } }
      let question =
        "Take \(first) steps forward. Take \(second) steps forward. Take \(back) steps backward. Are you back?\n"
        + "Options:\n- Yes\n- No"
      return Puzzle(
        question: question, thought: "Forward \(first) + \(second) = \(total), backward \(back).",
        target: isBack ? "Yes" : "No", name: "walk \(first) \(second) \(back)")
    })

  static let webOfLies = PuzzleFamily(
    task: "web_of_lies", header: "Find out who tells the truth.",
    draw: { random in
      let names = random.some(3, of: World.firstNames)
      var isTrue = random.chance(0.5)
      var text = "\(names[0]) \(tells(isTrue))."
      var steps = [text]
      for index in 1..<3 {
        let says = random.chance(0.5)
        text += " \(names[index]) says \(names[index - 1]) \(tells(says))."
        isTrue = says == isTrue
        steps.append("\(names[index]) \(tells(isTrue)).")
      }
      return Puzzle(
        question: "\(text) Does \(names[2]) tell the truth?", thought: steps.joined(separator: " "),
        target: isTrue ? "Yes" : "No", name: text)
    })

  static let logicalDeduction = PuzzleFamily(
    task: "logical_deduction_three_objects", header: "Find the order of three people.",
    draw: { random in
      let order = random.some(3, of: World.firstNames)
      var sentences = [
        "\(order[0]) is taller than \(order[1]).", "\(order[1]) is taller than \(order[2]).",
      ]
      if random.chance(0.5) { sentences.swapAt(0, 1) }
      let asksTallest = random.chance(0.5), options = random.shuffled(order)
      let answer = asksTallest ? order[0] : order[2]
      let letters = ["(A)", "(B)", "(C)"]
      let target = zip(letters, options).first { $0.1 == answer }?.0 ?? ""
      let list = zip(letters, options).map { "\n\($0) \($1)" }.joined()
      let question =
        sentences.joined(separator: " ") + " Who is the \(asksTallest ? "tallest" : "smallest")?\nOptions:" + list
      return Puzzle(
        question: question, thought: "The order is \(order.joined(separator: ", ")). It is \(answer).", target: target,
        name: question)
    })

  private static func word(_ truth: Bool) -> String { truth ? "True" : "False" }
  private static func tells(_ truth: Bool) -> String { truth ? "tells the truth" : "lies" }
}
