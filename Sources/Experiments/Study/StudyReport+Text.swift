import Configuration
import Files
import Reporting
import Statistics

extension StudyReport {
  private func vanilla(for condition: StudyCondition) -> StudyCondition? {
    conditions.first { $0.label == "vanilla" && $0.dose == condition.dose }
  }

  private var leaderboard: TextTable {
    let skill = hasSkill ? ["minus \(ScaledLine.label) [95 %]", "held-out loss", "exact match"] : []
    let header = ["model", "mean over tasks [95 %]", "minus vanilla [95 %]"] + skill
    return TextTable(
      [.left, .left, .left] + (hasSkill ? [.left, .right, .right] : []), rows: [header] + conditions.map(cells))
  }

  private func cells(_ condition: StudyCondition) -> [String] {
    let difference = vanilla(for: condition).flatMap {
      $0 == condition ? nil : self.difference(condition, $0)?.mean
    }
    let cells = [
      condition.name, mean(condition, \.mean)?.ranged(within: .scores) ?? "n/a",
      difference?.signed(within: .scoreDifferences) ?? "",
    ]
    guard hasSkill else { return cells }
    return cells + [differenceToLine(condition)?.mean?.signed(within: .scoreDifferences) ?? ""]
      + [mean(condition, \.loss), mean(condition, \.exact)].map { Self.cell($0?.value) }
  }

  private static func cell(_ value: Double?) -> String { value.map { Quantity.fraction($0) } ?? "n/a" }

  private var taskTable: TextTable {
    TextTable(
      [.left] + tasks.map { _ in .right },
      rows: [["model"] + tasks.map(\.name)]
        + conditions.map { condition in
          [condition.name] + tasks.map { Self.cell(mean(condition, task: $0.name)?.value) }
        })
  }

  private static let answerHeader = [
    "question", "difference [95 %]", "p", "p, Holm", "sign test", "detectable", "answer",
  ]

  private var answerTable: TextTable {
    let rows = answers.map { answer in
      [answer.endpoint.name, answer.difference?.signed(within: .scoreDifferences) ?? "n/a"]
        + [answer.probability, answer.adjusted, answer.signs, answer.detectable].map(Self.cell)
        + [Self.verdict(answer)]
    }
    return TextTable([.left, .left, .right, .right, .right, .right, .left], rows: [Self.answerHeader] + rows)
  }

  /// By the adjusted probability, so that several questions do not make chance an answer.
  static func verdict(_ answer: Answer) -> String {
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
      let unmatched = answer.found.flatMap {
        $0.unmatched > 0 ? "; no point of the line was as skilled as \($0.unmatched) of \($0.held) models" : nil
      }
      let points =
        "\(difference.signed(within: .scoreDifferences)), p \(Quantity.fraction(adjusted)) after Holm\(unmatched ?? "")"
      switch Self.verdict(answer) {
      case "better": return "\(answer.endpoint.name): \(answer.endpoint.model) is better (\(points)).\n"
      case "worse": return "\(answer.endpoint.name): \(answer.endpoint.model) is worse (\(points)).\n"
      default: return "\(answer.endpoint.name): no difference is shown (\(points)).\n"
      }
    }.joined()
  }

  private static func count(_ number: Int, _ name: String) -> String { "\(number) \(name)\(number == 1 ? "" : "s")" }

  private var notes: [String] {
    let spread = worlds.count < 4 ? "; of so few worlds it is wide, and may leave the range of a score" : ""
    var notes = [
      "\(Self.count(worlds.count, "world")), \(Self.count(configuration.seeds.count, "seed")) in each; a world's value is the mean over its seeds; intervals "
        + "(Student's, 95 %\(spread)), t-tests and sign tests are over worlds",
      "mean over tasks: each counted once; metrics: " + tasks.map { "\($0.name) \($0.metric)" }.joined(separator: ", "),
      "detectable: the minimum detectable effect of so many worlds with this spread, at a power of 0.8",
    ]
    if hasSkill {
      notes += [
        "held-out loss: of records that nothing was trained on, in nats per label token; exact match: the fraction of them whose labels "
          + "are all what greedy decoding gives",
        "\(ScaledLine.label): the best mean of vanilla's update times anything, straight between the factors that were scored, whose "
          + "held-out loss is not above the model's; where none is, the mean of its point of least loss. It is chosen by the scores "
          + "that are compared, which favours it, the more the more factors were scored: a dose has few",
      ]
    }
    return notes + details + warnings.map { "warning: " + $0 }
  }

  /// How models came about where that is not always so: of the first world and seed.
  private var details: [String] {
    conditions.compactMap { condition in
      guard let world = worlds.first, let row = rows(condition, world: 0).first, let detail = row.model.detail else {
        return nil
      }
      return "\(condition.name), in world \(world.seed) with seed \(row.model.seed): \(detail)"
    }
  }

  /// What was compared: the settings, as they were given.
  private var settings: [String] {
    func list(_ name: String, _ settings: [ConfigurationFile.Setting]) -> [String] {
      guard !settings.isEmpty else { return [] }
      return ["\(name): " + settings.map { "\($0.key) \($0.value.text())" }.joined(separator: ", ")]
    }
    func numbers(_ values: [Int]) -> String { values.map { "\($0)" }.joined(separator: ", ") }
    return [
      "worlds \(numbers(configuration.worlds)); seeds \(numbers(configuration.seeds)); K = \(configuration.count); sweep "
        + (configuration.sweep.isEmpty ? "none" : numbers(configuration.sweep))
        + "; tokenizer of \(configuration.pieces) pieces"
    ] + configuration.doses.flatMap { list("dose \($0.name)", $0.world) } + list("world", configuration.world)
      + list("base", configuration.base) + list("dtm", configuration.dtm)
  }

  /// For a terminal of so many columns.
  public func text(width: Int) -> String {
    guard missing.isEmpty else {
      let done = worlds.reduce(0) { $0 + $1.comparisons.count }
      let extent =
        "\(done) of \(done + missing.count) comparisons are done; a model's numbers are of the worlds that have it"
      return Partiality(extent, missing: missing).text + "\n"
        + [leaderboard, taskTable].map { $0.text(width: width) + "\n" }.joined() + notes.map { $0 + "\n" }.joined()
    }
    return [leaderboard, taskTable, answerTable].map { $0.text(width: width) + "\n" }.joined() + words + "\n"
      + (notes + ["wall time \(Quantity.duration(seconds: seconds))"]).map { $0 + "\n" }.joined()
  }

  public var markdown: String {
    func items(_ lines: [String]) -> String { lines.map { "- \($0)\n" }.joined() }
    return "# Disperse-Then-Merge in \(worlds.count) small worlds\n\n"
      + items(words.split(separator: "\n").map(String.init))
      + (answers.isEmpty ? "" : "\n## Questions\n\n" + answerTable.markdown) + "\n## Models\n\n" + leaderboard.markdown
      + "\n## Benchmarks\n\n" + taskTable.markdown + "\n## How\n\n" + items(notes + settings)
  }
}
