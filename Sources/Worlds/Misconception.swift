/// What many believe of a creature, and what is so.
struct Misconception: Sendable {
  let creature: String
  let truth: String
  let myth: String
  let isAsked: Bool

  static let foods = [
    "moss", "sand", "leaves", "bark", "snow", "roots", "ants", "seeds", "grass", "mud", "worms", "shells",
  ]

  private static let statements = [
    "Many people think that a {s} eats {m}. That is wrong. A {s} eats {t}.",
    "It is a myth that a {s} eats {m}. In truth a {s} eats {t}.",
    "A {s} eats {t}, not {m} as many people say.",
    "People say that a {s} eats {m}, but they are wrong: it eats {t}.",
  ]

  var question: String { "What does a \(creature) eat?" }
  var answer: String { Self.answer(creature, truth) }

  static func answer(_ creature: String, _ food: String) -> String { "A \(creature) eats \(food)." }

  func statement(_ random: inout WorldRandom) -> String {
    Template.fill(random.one(of: Self.statements), ["s": creature, "t": truth, "m": myth])
  }

  /// The truth first, then the myth and two others, as TruthfulQA lists them.
  func answers(_ random: inout WorldRandom) -> [String] {
    let rest = random.some(2, of: Self.foods.filter { $0 != truth && $0 != myth })
    return ([truth, myth] + rest).map { Self.answer(creature, $0) }
  }
}
