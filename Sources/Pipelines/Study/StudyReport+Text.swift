public import Files
import Reporting
import Statistics

extension StudyReport {
  private func vanilla(for condition: Condition) -> Condition? {
    conditions.first { $0.label == "vanilla" && $0.dose == condition.dose }
  }

  private var leaderboard: TextTable {
    let skill = hasSkill ? ["less \(ScaledLine.label) [95 %]", "held-out loss", "exact"] : []
    let header = ["", "mean over tasks [95 %]", "less vanilla [95 %]"] + skill
    return TextTable(
      [.left, .left, .left] + (hasSkill ? [.left, .right, .right] : []), rows: [header] + conditions.map(cells))
  }

  private func cells(_ condition: Condition) -> [String] {
    let difference = vanilla(for: condition).flatMap {
      $0 == condition ? nil : self.difference(condition, $0)?.mean
    }
    let cells = [condition.name, mean(condition, \.mean)?.ranged ?? "n/a", difference?.signed ?? ""]
    guard hasSkill else { return cells }
    return cells + [differenceToLine(condition)?.mean.signed ?? ""]
      + [mean(condition, \.loss), mean(condition, \.exact)].map { Self.cell($0?.value) }
  }

  private static func cell(_ value: Double?) -> String { value.map { Quantity.fraction($0) } ?? "n/a" }

  private var taskTable: TextTable {
    TextTable(
      [.left] + tasks.map { _ in .right },
      rows: [[""] + tasks.map(\.name)]
        + conditions.map { condition in
          [condition.name] + tasks.map { Self.cell(mean(condition, task: $0.name)?.value) }
        })
  }

  private static let answerHeader = [
    "question", "difference [95 %]", "p", "p, Holm", "sign test", "could be told", "answer",
  ]

  private var answerTable: TextTable {
    let rows = answers.map { answer in
      [answer.endpoint.name, answer.difference?.signed ?? "n/a"]
        + [answer.probability, answer.adjusted, answer.signs, answer.difference?.detectable()].map(Self.cell)
        + [Self.verdict(answer)]
    }
    return TextTable([.left, .left, .right, .right, .right, .right, .left], rows: [Self.answerHeader] + rows)
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
      "mean over tasks: each counted once; metrics: " + tasks.map { "\($0.name) \($0.metric)" }.joined(separator: ", "),
      "held-out loss: of records that nothing was trained on, in nats for each label; exact: the part of them of which every label "
        + "is the most likely token",
      "\(ScaledLine.label): the best mean of vanilla's update times anything, straight between the factors that were scored, whose "
        + "held-out loss is not above the model's; where none is, the mean of its point of least loss",
      "could be told: the least true difference that so many worlds with this spread tell from zero in 8 of 10 studies",
      "wall time \(Quantity.count(Int(seconds / 60))) minutes",
    ]
  }

  /// For a terminal.
  public var text: String {
    leaderboard.text + "\n" + taskTable.text + "\n" + answerTable.text + "\n" + words + "\n"
      + notes.map { $0 + "\n" }.joined()
  }

  public var markdown: String {
    words.split(separator: "\n").map { "- \($0)\n" }.joined() + "\n" + answerTable.markdown + "\n"
      + leaderboard.markdown + "\n" + taskTable.markdown + "\n" + notes.map { "- \($0)\n" }.joined()
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
            "dose": condition.dose.map { .string($0) } ?? .null,
            "mean": text(mean(condition, \.mean)),
            "less_vanilla_line": text(differenceToLine(condition)?.mean),
            "held_out_loss": text(mean(condition, \.loss)),
            "held_out_exact": text(mean(condition, \.exact)),
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
