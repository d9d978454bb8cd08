/// A question with four choices that have letters, as MMLU asks.
struct SubjectQuestion {
  let text: String
  let choices: [String]
  let right: Int

  static let letters = ["A", "B", "C", "D"]

  /// Question and choices without the answer's letter.
  var prompt: String {
    text + zip(Self.letters, choices).map { "\n\($0). \($1)" }.joined() + "\nAnswer:"
  }
}

/// What MMLU's subjects are made of here.
struct Subject: Sendable {
  /// MMLU's name of it.
  let name: String
  let facts: @Sendable (World) -> [Fact]

  var words: String { String(name.map { $0 == "_" ? " " : $0 }) }

  static let all = [
    Subject(name: "conceptual_physics") { $0.things },
    Subject(name: "high_school_geography") { $0.places },
    Subject(name: "high_school_world_history") { world in
      world.people.filter { $0.relation.name == "home" || $0.relation.name == "work" }
    },
    Subject(name: "miscellaneous") { world in
      world.people.filter { $0.relation.name == "pet" || $0.relation.name == "food" }
    },
  ]

  static func question(_ fact: Fact, _ random: inout WorldRandom) -> SubjectQuestion {
    let choices = fact.choices(&random)
    return SubjectQuestion(text: fact.question, choices: choices.texts, right: choices.right)
  }
}
