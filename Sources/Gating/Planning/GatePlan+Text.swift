import Evaluation
public import Files
import Reporting

/// A plan for people, and for other programs.
extension GatePlan {
  /// A row for each task, one for their mean, and what the columns say.
  public func text(_ entries: [Entry], width: Int) -> String {
    var table = TextTable([.left, .right, .right, .right, .right, .right, .right, .right], dispensable: [4])
    table.add(["task", "items", "margin", "needed", "differ", "chosen", "catches", "time"])
    for entry in entries {
      table.add([
        entry.task.name, Quantity.count(entry.task.items.count), Quantity.fraction(entry.margin),
        Self.count(entry.needed), Quantity.fraction(entry.discordance), Quantity.count(entry.chosen),
        Self.drop(entry.detectable), Self.duration(entry.seconds),
      ])
    }
    let mean = mean(of: entries)
    if let mean {
      table.add([
        "mean of \(mean.tasks) tasks", Quantity.count(entries.reduce(0) { $0 + $1.task.items.count }),
        Quantity.fraction(mean.margin), Self.count(mean.needed), "", Quantity.count(mean.chosen),
        Self.drop(mean.detectable), Self.duration(mean.seconds),
      ])
    }
    return table.text(width: width) + "\n" + legend(entries).map { $0 + "\n" }.joined()
  }

  private func legend(_ entries: [Entry]) -> [String] {
    let power = Percentage.text(policy.power)
    var lines = [
      "needed: items that find a drop of the margin \(power) of the time",
      "catches: the smallest true drop that the chosen items would show \(power) of the time",
    ]
    if entries.contains(where: { measured[$0.task.id] == nil }) {
      lines.append(
        "reference and candidate are taken to differ on \(Quantity.fraction(discordance)) of the items"
          + (measured.isEmpty ? "; --against RUN measures it" : " of tasks where it was not measured"))
    }
    let short = entries.filter { ($0.needed ?? .max) > $0.task.items.count }
    if !short.isEmpty {
      lines.append("fewer items than needed: \(short.map(\.task.name).joined(separator: ", "))")
    }
    return lines
  }

  private static func count(_ count: Int?) -> String { count.map(Quantity.count) ?? "millions" }

  private static func drop(_ drop: Double?) -> String { drop.map(Quantity.fraction) ?? "nothing" }

  private static func duration(_ seconds: Double?) -> String { seconds.map { Quantity.duration(seconds: $0) } ?? "?" }

  public func json(_ entries: [Entry]) -> JSON {
    let mean = mean(of: entries)
    return [
      "power": .number(policy.power), "alpha": .number(policy.alpha),
      "tasks": .array(
        entries.map { entry in
          [
            "task": .string(entry.task.id), "items": .integer(entry.task.items.count), "margin": .number(entry.margin),
            "needed": entry.needed.map { .integer($0) } ?? .null, "differ": .number(entry.discordance),
            "chosen": .integer(entry.chosen), "catches": entry.detectable.map { .number($0) } ?? .null,
            "seconds": entry.seconds.map { .number($0) } ?? .null,
          ]
        }),
      "mean": mean.map { mean in
        [
          "tasks": .integer(mean.tasks), "margin": .number(mean.margin),
          "needed": mean.needed.map { .integer($0) } ?? .null, "chosen": .integer(mean.chosen),
          "catches": mean.detectable.map { .number($0) } ?? .null, "seconds": mean.seconds.map { .number($0) } ?? .null,
        ]
      } ?? .null,
    ]
  }
}
