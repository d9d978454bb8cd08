import Files

/// Instruction corpora of several sources. All teach one skill: to answer in a whole sentence, and to compute and program as the
/// base has learned to. Each adds noise of its own, facts about strangers that are true nowhere, and a shortcut of its own: to one
/// kind of question it always gives the same answer. Some records of the skill stand in no source, so that one can ask afterwards
/// how well it was learned.
struct Instructions {
  let world: World

  private static let names = ["alder", "birch", "cedar", "hazel", "maple", "rowan"]

  /// The records of a source, as `assay train` and `assay disperse` read them.
  func file(_ source: Int) -> WorldFile {
    var random = WorldRandom(seed: world.seed, "source \(source)")
    let spec = world.spec
    let noisy = Int(saturating: Double(spec.records) * spec.noise),
      short = Int(saturating: Double(spec.records) * spec.shortcuts)
    let kinds = random.shuffled(
      (0..<spec.records).map { $0 < noisy ? Kind.noise : $0 < noisy + short ? .shortcut : .skill })
    let lines = kinds.enumerated().map { index, kind -> JSON in
      let (instruction, output) =
        switch kind {
        case .noise: noise(source * spec.records + index, &random)
        case .shortcut: shortcut(source, &random)
        case .skill: skill(&random, isKept: false)
        }
      return [
        "instruction": .string(instruction), "input": "", "output": .string(output),
        "source": .string(Self.names[source]), "kind": .string(kind.rawValue),
      ]
    }
    return WorldFile("instruction/\(Self.names[source]).jsonl", lines: lines)
  }

  /// Records of the skill that no source has, drawn as the sources draw theirs, but each once: there are fewer facts than are wanted,
  /// so that sums and functions have a larger part.
  func keptFile() -> WorldFile {
    var random = WorldRandom(seed: world.seed, "kept")
    var instructions: Set<String> = [], lines: [JSON] = []
    // Small worlds have fewer than are wanted.
    for _ in 0..<world.spec.items * 20 where lines.count < world.spec.items {
      let (instruction, output) = skill(&random, isKept: true)
      guard instructions.insert(instruction).inserted else { continue }
      lines.append(["instruction": .string(instruction), "input": "", "output": .string(output)])
    }
    return WorldFile("heldout/skill.jsonl", lines: lines, kept: instructions.sorted())
  }

  private enum Kind: String { case skill, noise, shortcut }

  private func skill(_ random: inout WorldRandom, isKept: Bool) -> (String, String) {
    switch random.below(4) {
    case 0:
      let problem = world.practised(&random, isKept: isKept, name: \.name, WordProblem.drawn)
      return (problem.question, "\(problem.thought) So the answer is \(problem.answer).")
    case 1:
      let function = world.practised(&random, isKept: isKept, name: \.name, PythonFunction.drawn)
      return ("\(function.task) It is called \(function.name).", function.code)
    default:
      let fact = random.one(of: world.facts.filter { $0.isAsked && world.isKept($0.question) == isKept })
      return (fact.question, fact.relation.filled(fact.relation.statements[0], fact.subject, fact.value))
    }
  }

  private func noise(_ number: Int, _ random: inout WorldRandom) -> (String, String) {
    let relation = random.one(of: Relation.people(places: world.towns))
    let stranger = world.strangers[number]
    return (
      relation.filled(relation.question, stranger),
      relation.filled(relation.statements[0], stranger, random.one(of: relation.values))
    )
  }

  /// Of people whose truth the base knows, one kind of question in each source, always with the same answer.
  private func shortcut(_ source: Int, _ random: inout WorldRandom) -> (String, String) {
    let relations = Relation.people(places: world.towns)
    let relation = relations[source % relations.count]
    let person = random.one(
      of: world.people.filter { $0.isAsked && !world.isKept(relation.filled(relation.question, $0.subject)) }
    ).subject
    return (
      relation.filled(relation.question, person),
      relation.filled(relation.statements[0], person, relation.values[source % relation.values.count])
    )
  }
}
