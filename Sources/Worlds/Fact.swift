/// What can be said of the entities of one kind, and how: `{s}` stands for the entity, `{v}` for the value.
struct Relation: Sendable {
  let name: String
  /// Sentences as the pre-training corpus states the fact.
  let statements: [String]
  let question: String
  /// Another way to ask, for the harder questions.
  let otherQuestion: String
  /// A sentence that lacks its last words, the value.
  let stem: String
  let values: [String]

  func filled(_ template: String, _ subject: String, _ value: String = "") -> String {
    Template.fill(template, ["s": subject, "v": value])
  }
}

/// One truth about one entity.
struct Fact: Sendable {
  let subject: String
  let relation: Relation
  let value: String
  /// Whether questions about it are asked in the pre-training corpus; the benchmarks ask about the others, of which that corpus
  /// holds statements only.
  let isAsked: Bool

  var question: String { relation.filled(relation.question, subject) }
  var otherQuestion: String { relation.filled(relation.otherQuestion, subject) }
  var stem: String { relation.filled(relation.stem, subject) }

  func statement(_ random: inout WorldRandom) -> String {
    relation.filled(random.one(of: relation.statements), subject, value)
  }

  /// The value among three others of the same relation.
  func choices(_ random: inout WorldRandom) -> (texts: [String], right: Int) {
    var texts = random.others(3, of: relation.values, than: value)
    let right = random.below(4)
    texts.insert(value, at: right)
    return (texts, right)
  }
}

/// Texts with holes.
enum Template {
  /// Puts the values where their names stand in braces.
  static func fill(_ template: String, _ values: [String: String]) -> String {
    var text = "", rest = Substring(template)
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let name = String(rest[rest.index(after: open)..<close])
      text += rest[..<open] + (values[name] ?? "")
      rest = rest[rest.index(after: close)...]
    }
    return text + rest
  }
}
