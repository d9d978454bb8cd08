public import Files
import Reporting
import Statistics

extension StudyReport {
  private var vanilla: Condition? { conditions.first { $0.label == "vanilla" } }

  private var header: [String] {
    ["", "mean over tasks [95 %]", "less vanilla [95 %]"] + tasks.map { "\($0.name) \($0.metric)" }
  }

  private var cells: [[String]] {
    conditions.map { condition in
      let difference = vanilla.flatMap { $0 == condition ? nil : self.difference(condition, $0)?.mean }
      return [condition.name, mean(condition)?.ranged ?? "n/a", difference?.signed ?? ""]
        + tasks.map { mean(condition, task: $0.name).map { Quantity.fraction($0.value) } ?? "n/a" }
    }
  }

  private static let answerHeader = [
    "question", "difference [95 %]", "p", "p, Holm", "sign test", "could be told", "answer",
  ]

  private var answerCells: [[String]] {
    answers.map { answer in
      func text(_ value: Double?) -> String { value.map { Quantity.fraction($0) } ?? "n/a" }
      return [
        answer.endpoint.name, answer.difference?.signed ?? "n/a", text(answer.probability), text(answer.adjusted),
        text(answer.signs), text(answer.difference?.detectable()), Self.verdict(answer),
      ]
    }
  }

  /// By the adjusted probability, so that several questions do not make chance an answer.
  private static func verdict(_ answer: Answer) -> String {
    guard let difference = answer.difference, let adjusted = answer.adjusted else { return "nothing can be said" }
    guard adjusted < 0.05 else { return "no difference shown" }
    return difference.value > 0 ? "better" : "worse"
  }

  /// The first lines: what came out for Disperse-Then-Merge, in words, whichever way it came out.
  private var words: String {
    answers.map { answer in
      guard let difference = answer.difference, let adjusted = answer.adjusted else {
        return "\(answer.endpoint.name): nothing can be said.\n"
      }
      let points = "\(difference.signed), p \(Quantity.fraction(adjusted)) after Holm"
      switch Self.verdict(answer) {
      case "better": return "\(answer.endpoint.name): \(answer.endpoint.model) is better (\(points)).\n"
      case "worse": return "\(answer.endpoint.name): \(answer.endpoint.model) is worse (\(points)).\n"
      default: return "\(answer.endpoint.name): no difference is shown (\(points)).\n"
      }
    }.joined()
  }

  private var notes: [String] {
    [
      "\(worlds.count) worlds, \(configuration.seeds.count) seeds in each; a world's value is the mean over its seeds, and intervals, "
        + "t-tests and sign tests are over worlds",
      "mean over tasks: each counted once",
      "could be told: the least true difference that so many worlds with this spread tell from zero in 8 of 10 studies",
      "wall time \(Quantity.count(Int(seconds / 60))) minutes",
    ]
  }

  /// For a terminal.
  public var text: String {
    var table = TextTable([.left, .left, .left] + tasks.map { _ in .right })
    for row in [header] + cells { table.add(row) }
    var answers = TextTable([.left, .left, .right, .right, .right, .right, .left])
    for row in [Self.answerHeader] + answerCells { answers.add(row) }
    return table.text + "\n" + answers.text + "\n" + words + "\n" + notes.map { $0 + "\n" }.joined()
  }

  public var markdown: String {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
    func table(_ rows: [[String]]) -> String {
      line(rows[0]) + line(rows[0].map { _ in "---" }) + rows.dropFirst().map(line).joined()
    }
    return words.split(separator: "\n").map { "- \($0)\n" }.joined() + "\n" + table([Self.answerHeader] + answerCells)
      + "\n" + table([header] + cells) + "\n" + notes.map { "- \($0)\n" }.joined()
  }

  public var json: JSON {
    func text(_ mean: SampleMean?) -> JSON {
      guard let mean else { return .null }
      return [
        "value": .number(mean.value), "low": mean.interval95.map { .number($0.lowerBound) } ?? .null,
        "high": mean.interval95.map { .number($0.upperBound) } ?? .null,
      ]
    }
    return [
      "worlds": .array(worlds.map { .integer($0.seed) }), "seeds": .array(configuration.seeds.map { .integer($0) }),
      "seconds": .number(seconds),
      "conditions": .array(
        conditions.map { condition in
          [
            "label": .string(condition.label), "k": condition.count.map { .integer($0) } ?? .null,
            "mean": text(mean(condition)),
            "tasks": .object(
              JSONObject(tasks.map { task in (key: task.name, value: text(mean(condition, task: task.name))) })),
          ]
        }),
      "endpoints": .array(
        answers.map { answer in
          [
            "name": .string(answer.endpoint.name), "model": .string(answer.endpoint.model),
            "against": .string(answer.endpoint.against), "difference": text(answer.difference),
            "worlds": .array(answer.worlds.map { .number($0) }),
            "p": answer.probability.map { .number($0) } ?? .null,
            "p_holm": answer.adjusted.map { .number($0) } ?? .null,
            "p_signs": answer.signs.map { .number($0) } ?? .null,
            "detectable": answer.difference?.detectable().map { .number($0) } ?? .null,
            "answer": .string(Self.verdict(answer)),
          ]
        }),
    ]
  }
}
