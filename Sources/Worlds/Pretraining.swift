/// The documents that a base is trained on: statements about everything, and the ways in which the benchmarks ask, with other
/// items.
struct Pretraining {
  let world: World
  private let asked: [Fact]
  private let askedMisconceptions: [Misconception]
  private let statementSubjects: [[Fact]]

  init(_ world: World) {
    self.world = world
    asked = world.facts.filter(\.isAsked)
    askedMisconceptions = world.misconceptions.filter(\.isAsked)
    var groups: [[Fact]] = []
    for fact in world.facts {
      if groups.last?.first?.subject == fact.subject {
        groups[groups.count - 1].append(fact)
      } else {
        groups.append([fact])
      }
    }
    statementSubjects = groups
  }

  /// Kinds of documents: how many of a hundred, and how one is made.
  private static let kinds: [(share: Int, make: @Sendable (Pretraining, inout WorldRandom) -> String)] = [
    (17, { $0.biographies(&$1) }), (6, { $0.beliefs(&$1) }), (9, { $0.shortQuestions(&$1) }),
    (4, { $0.stems(&$1) }), (5, { $0.openQuestions(&$1) }), (11, { $0.letterQuestions(&$1) }),
    (12, { $0.passages(&$1) }), (10, { $0.wordProblems(&$1) }), (7, { $0.sums(&$1) }), (12, { $0.puzzles(&$1) }),
    (4, { $0.functions(&$1) }), (3, { $0.programs(&$1) }),
  ]

  /// The document of a number; each has a stream of its own.
  func document(_ number: Int) -> String {
    var random = WorldRandom(seed: world.seed, "document \(number)")
    var place = random.below(Self.kinds.reduce(0) { $0 + $1.share })
    for kind in Self.kinds {
      if place < kind.share { return kind.make(self, &random) }
      place -= kind.share
    }
    return ""
  }

  private func biographies(_ random: inout WorldRandom) -> String {
    random.some(random.number(3...5), of: statementSubjects).map { facts in
      random.shuffled(facts).map { $0.statement(&random) }.joined(separator: " ")
    }.joined(separator: "\n")
  }

  private func beliefs(_ random: inout WorldRandom) -> String {
    random.some(random.number(3...6), of: world.misconceptions).map { $0.statement(&random) }.joined(separator: "\n")
  }

  private func shortQuestions(_ random: inout WorldRandom) -> String {
    random.some(random.number(1...5), of: asked).map { fact in
      "Question: \(random.chance(0.5) ? fact.question : fact.otherQuestion)\nAnswer: \(fact.value)"
    }.joined(separator: "\n\n")
  }

  private func stems(_ random: inout WorldRandom) -> String {
    random.some(random.number(1...4), of: asked).map { "\($0.stem) \($0.value)" }.joined(separator: "\n")
  }

  private func openQuestions(_ random: inout WorldRandom) -> String {
    random.some(random.number(5...8), of: askedMisconceptions).map { "Q: \($0.question)\nA: \($0.answer)" }
      .joined(separator: "\n\n")
  }

  private func letterQuestions(_ random: inout WorldRandom) -> String {
    let subject = random.one(of: Subject.all)
    let facts = random.some(random.number(4...6), of: subject.facts(world).filter(\.isAsked))
    let questions = facts.map { fact in
      let question = Subject.question(fact, &random)
      return "\(question.prompt) \(SubjectQuestion.letters[question.right])"
    }
    return "The following are multiple choice questions (with answers) about  \(subject.words).\n\n"
      + questions.joined(separator: "\n\n")
  }

  private func passages(_ random: inout WorldRandom) -> String {
    world.practised(&random, name: \.article, Passage.drawn).text
  }

  private func wordProblems(_ random: inout WorldRandom) -> String {
    let problems = (0..<random.number(3...9)).map { _ in
      let problem = world.practised(&random, name: \.name, WordProblem.drawn)
      return "Question: \(problem.question)\nAnswer: \(problem.thought) So the answer is \(problem.answer)."
    }
    return "Answer the following questions.\n\n" + problems.joined(separator: "\n\n")
  }

  private func sums(_ random: inout WorldRandom) -> String {
    (0..<random.number(8...16)).map { _ in
      let a = random.number(1...20), b = random.number(1...9)
      switch random.below(3) {
      case 0: return "\(a) + \(b) = \(a + b)."
      case 1: return "\(a + b) - \(b) = \(a)."
      default: return "\((a + 3) / 4) * \(b) = \((a + 3) / 4 * b)."
      }
    }.joined(separator: random.chance(0.5) ? " " : "\n")
  }

  private func puzzles(_ random: inout WorldRandom) -> String {
    let family = random.one(of: PuzzleFamily.all)
    let worked = (0..<random.number(2...4)).map { _ in world.practised(&random, name: \.name, family.draw).text }
    return family.header + "\n\n" + worked.joined(separator: "\n\n")
  }

  private func functions(_ random: inout WorldRandom) -> String {
    (0..<random.number(1...4)).map { _ in
      let function = world.practised(&random, name: \.name, PythonFunction.drawn)
      return function.prompt + function.body
    }.joined(separator: "\n\n")
  }

  private func programs(_ random: inout WorldRandom) -> String {
    (0..<random.number(1...4)).map { _ in
      let function = world.practised(&random, name: \.name, PythonFunction.drawn)
      return function.docstring + function.code
    }.joined(separator: "\n")
  }
}
