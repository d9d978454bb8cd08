public import Files

/// A file of a world: its path below the world's folder, and what stands in it.
public struct WorldFile: Sendable {
  public let path: String
  public let text: String
  /// What is asked in it by a benchmark, in words that must occur in no text that a model learns from; empty for all other files.
  let questions: [String]
  /// Instructions that must occur in no instruction corpus; of records to ask for afterwards.
  let kept: [String]
  /// The score that a model without knowledge gets, from 0 to 1: as one who guesses among choices, or always gives the answer that
  /// is right most often. Of files with questions.
  let chance: Double

  init(_ path: String, _ text: String, questions: [String] = [], kept: [String] = [], chance: Double = 0) {
    self.path = path
    self.text = text
    self.questions = questions
    self.kept = kept
    self.chance = chance
  }

  /// One value a line.
  init(_ path: String, lines: [JSON], questions: [String] = [], kept: [String] = [], chance: Double = 0) {
    self.init(path, lines.map { $0.text() + "\n" }.joined(), questions: questions, kept: kept, chance: chance)
  }

  /// Whether a benchmark finds items in it.
  public var isAsked: Bool { !questions.isEmpty }
  /// Items that a benchmark finds in it.
  public var itemCount: Int { questions.count }
  /// Whether a model learns from it.
  var isLearned: Bool { path.hasPrefix("pretraining/") || isInstruction }
  var isInstruction: Bool { path.hasPrefix("instruction/") }

  /// The share of the commonest answer.
  static func chance(of answers: [String]) -> Double {
    var counts: [String: Int] = [:]
    for answer in answers { counts[answer, default: 0] += 1 }
    return Double(counts.values.max() ?? 0) / Double(max(1, answers.count))
  }

  /// What `world.json` says of it.
  public var json: JSON {
    var entry: JSONObject = ["path": .string(path), "sha256": .string(SHA256.hexadecimal(of: text))]
    if isAsked {
      entry["items"] = .integer(itemCount)
      entry["chance"] = .number(chance)
    }
    if !kept.isEmpty { entry["records"] = .integer(kept.count) }
    return .object(entry)
  }
}
