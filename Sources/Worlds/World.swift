public import Files
import Statistics

/// A small world with people, places, things and creatures that nobody else knows: a pure function of specification and seed.
///
/// Half of its entities are asked about in the pre-training corpus; the benchmarks ask about the other half. Puzzles and programs
/// are told apart by what they are made of: `isHeldOut` says which belong to the benchmarks.
public struct World: Sendable {
  /// Raised when the same specification and seed give other bytes than before.
  public static let version = 2

  public let spec: WorldSpec
  public let seed: UInt64
  /// Where people live.
  let towns: [String]
  let people: [Fact]
  let places: [Fact]
  let things: [Fact]
  let misconceptions: [Misconception]
  /// People of whom the pre-training corpus says nothing, for the noise in instructions.
  let strangers: [String]

  /// Words of the puzzles, which no invented name may be.
  static let firstNames = [
    "Ana", "Ben", "Cara", "Dan", "Eva", "Finn", "Gina", "Hugo", "Ida", "Jan", "Kira", "Leo", "Mia", "Nils", "Olga",
    "Paul",
  ]

  public init(_ spec: WorldSpec, seed: UInt64) throws(Diagnostic) {
    try spec.check()
    self.spec = spec
    self.seed = seed
    var names = InventedNames(seed: seed, avoiding: Self.firstNames.map { $0.lowercased() })
    var random = WorldRandom(seed: seed, "facts")
    let towns = names.list(spec.places, isProper: true)
    let lands = names.list(8, isProper: true)
    self.towns = Array(towns.prefix(12))
    let kinds = Relation.people(places: self.towns)
    people = Self.facts(names.list(spec.people, isProper: true), kinds, &random)
    places = Self.facts(towns, Relation.places(lands: lands), &random)
    things = Self.facts(names.list(spec.things, isProper: false), Relation.things, &random)
    misconceptions = names.list(spec.creatures, isProper: false).enumerated().map { index, creature in
      let foods = random.some(2, of: Misconception.foods)
      return Misconception(creature: creature, truth: foods[0], myth: foods[1], isAsked: index % 2 == 0)
    }
    strangers = names.list(spec.sources * spec.records, isProper: true)
  }

  private static func facts(
    _ subjects: [String], _ relations: [Relation], _ random: inout WorldRandom
  ) -> [Fact] {
    var facts: [Fact] = []
    for (index, subject) in subjects.enumerated() {
      for relation in relations {
        facts.append(
          Fact(subject: subject, relation: relation, value: random.one(of: relation.values), isAsked: index % 2 == 0))
      }
    }
    return facts
  }

  var facts: [Fact] { people + places + things }

  /// Whether what has this name (an expression, a sum in a story, an operation with its number) belongs to the benchmarks:
  /// about a fifth does.
  func isHeldOut(_ name: String) -> Bool { fold("held out", name) % 5 == 0 }

  /// Whether what has this name is kept out of the instruction corpora: about a quarter is.
  func isKept(_ name: String) -> Bool { fold("kept", name) % 4 == 0 }

  private func fold(_ purpose: String, _ name: String) -> UInt64 {
    KeyedRandom.word(
      KeyedRandom.key(seed, KeyedRandom.number(of: purpose)), Int(truncatingIfNeeded: KeyedRandom.number(of: name)))
  }

  /// One that no benchmark asks about.
  /// - Parameters:
  ///   - isKept: whether it is to be one that the instruction corpora have, or one that they have not; nil for any.
  ///   - name: what it is made of.
  func practised<Made>(
    _ random: inout WorldRandom, isKept: Bool? = nil, name: (Made) -> String, _ draw: (inout WorldRandom) -> Made
  ) -> Made {
    while true {
      let made = draw(&random)
      let name = name(made)
      if !isHeldOut(name), isKept == nil || isKept == self.isKept(name) { return made }
    }
  }
}
