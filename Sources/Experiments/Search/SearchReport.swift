import Configuration
import Datasets
import Evaluation
public import Files
import Merging
import Reporting
import Statistics

/// What a search for merge weights found, and what it is worth on items that it has not seen.
public struct SearchReport {
  /// A mixture on both parts of the items.
  struct Row {
    var name: String
    var weights: MergeWeights
    /// What the search goes by, on the items that it chooses by and on the others.
    var selected, tested: Double
    /// On the others: the tasks' metrics, and what the search goes by.
    var metrics, values: TaskScores
  }

  let configuration: SearchConfiguration
  /// What a person should know of the models' folders, a sentence each.
  let warnings: [String]
  /// Base, each adapter alone, the average, the average at the length of the best one where that was free, and the best one.
  let rows: [Row]
  let candidates: Int
  /// By task, the items that were chosen by, and the others.
  let selection, test: [(task: String, items: [String])]

  private var isMiniature: Bool { configuration.data == DataDirectory.miniatureName }
  private var best: Row { rows[rows.count - 1] }
  /// What the best one is held against: the row before it.
  private var reference: Row { rows[rows.count - 2] }

  /// The adapter alone, or the average, that the best one is; nil where it is another mixture.
  private var plain: Row? { rows.dropFirst().dropLast().first { $0.weights == best.weights } }

  /// What must be said of the best one before its numbers are believed.
  private var findings: [String] {
    var findings: [String] = []
    if let plain {
      findings.append(
        "nothing that was looked at beats \(plain.name) on the items that were chosen by: merged is \(plain.name)")
    }
    if rows[0].selected >= best.selected {
      findings.append(
        "the base without any adapter is worth \(Quantity.fraction(rows[0].selected)) on the items that were chosen by, "
          + "no less than the best")
    }
    for row in rows.dropLast() where row.tested > best.tested && row.name != plain?.name {
      findings.append(
        "on the others \(row.name) is worth more than the best: \(Quantity.fraction(row.tested)) against "
          + Quantity.fraction(best.tested))
    }
    return findings
  }

  /// Best less reference on the items that were not chosen by, paired.
  private var metricDifference: SampleMean? { best.metrics.difference(to: reference.metrics) }
  private var valueDifference: SampleMean? { best.values.difference(to: reference.values) }

  /// - Parameter width: columns of the terminal.
  public func text(width: Int) -> String {
    let tasks = best.metrics.tasks, objective = configuration.objective
    var table = TextTable([.left, .left, .right, .right] + tasks.map { _ in .right })
    table.add(["", "weights", "chosen by", "tested by"] + tasks.map { "\($0.name) \($0.metric)" })
    for row in rows {
      table.add(
        [row.name, Self.text(row.weights), Quantity.fraction(row.selected), Quantity.fraction(row.tested)]
          + row.metrics.tasks.map { Quantity.fraction($0.mean.value) })
    }
    let warning = isMiniature ? DataDirectory.miniatureWarning + "\n\n" : ""
    var text = warning + table.text(width: width) + "\nweights: of \(configuration.adapters.joined(separator: ", "))\n"
    text +=
      "\(Quantity.count(candidates)) candidates; chosen by: the \(objective.name) on \(Self.count(selection)) items; "
      + "tested by: the same on \(Self.count(test)) others, and so are the metrics\n"
    if let difference = metricDifference {
      text +=
        "best less \(reference.name), the tasks' metrics: \(difference.signed(within: .scoreDifferences)) \(difference.verdict(within: .scoreDifferences))\n"
    }
    if objective != .metric, let difference = valueDifference {
      text += "best less \(reference.name), \(objective.name): \(difference.signed()) \(difference.verdict())\n"
    }
    text +=
      "gain on the items that it was chosen by \(Quantity.fraction(best.selected - reference.selected)), on the others "
      + "\(Quantity.fraction(best.tested - reference.tested))\n"
    for finding in findings { text += finding + "\n" }
    return text + "\(configuration.out)/merged is the adapter; search.json names the items of both parts\n"
  }

  private static func count(_ part: [(task: String, items: [String])]) -> String {
    Quantity.count(part.reduce(0) { $0 + $1.items.count })
  }

  private static func text(_ weights: MergeWeights) -> String {
    if weights.lambda == 0 { return "-" }
    let shares = weights.shares.map { Quantity.fraction($0) }.joined(separator: " ")
    return weights.lambda == 1 ? shares : "\(Quantity.fraction(weights.lambda)) x (\(shares))"
  }

  /// Where a mixture lies: the base, an adapter that was given, and the best one beside the report; the others are kept nowhere.
  private func folders(_ row: Row) -> ModelFolders? {
    if row.name == "best" { return ModelFolders(path: configuration.base, adapters: ["merged"]) }
    if row.weights.lambda == 0 { return ModelFolders(path: configuration.base) }
    guard row.weights.lambda == 1, let only = row.weights.shares.firstIndex(of: 1) else { return nil }
    return ModelFolders(path: configuration.base, adapters: [configuration.adapters[only]])
  }

  public var json: JSON {
    func tasks(_ scores: TaskScores) -> JSON {
      .array(
        scores.tasks.map { task in
          [
            "task": .string(task.name), "metric": .string(task.metric), "value": .number(task.mean.value),
            "standard_error": task.mean.standardError.map { .number($0) } ?? .null, "items": .integer(task.mean.count),
          ]
        })
    }
    func part(_ part: [(task: String, items: [String])]) -> JSON {
      .object(JSONObject(part.map { (key: $0.task, value: .array($0.items.map { .string($0) })) }))
    }
    var json: JSONObject = [
      "miniatures": .bool(isMiniature), "warning": isMiniature ? .string(DataDirectory.miniatureWarning) : .null,
      "base": .string(configuration.base), "adapters": .array(configuration.adapters.map { .string($0) }),
      "settings": SearchConfiguration.keys.filter(\.changesResult).values(of: configuration),
      "candidates": .integer(candidates),
      "models": .array(
        rows.map { row in
          [
            "name": .string(row.name), "shares": .array(row.weights.shares.map { .number($0) }),
            "lambda": .number(row.weights.lambda), "model": folders(row)?.json ?? .null,
            "selection": .number(row.selected), "test": .number(row.tested),
            "test_metrics": tasks(row.metrics), "test_values": tasks(row.values),
          ]
        }),
      "best_is": plain.map { .string($0.name) } ?? .null, "findings": .array(findings.map { .string($0) }),
      "reference": .string(reference.name),
      "metric_difference": metricDifference?.differenceJSON(within: .scoreDifferences) ?? .null,
      "value_difference": valueDifference?.differenceJSON() ?? .null,
      "selection_items": part(selection), "test_items": part(test),
    ]
    if !warnings.isEmpty { json["warnings"] = .array(warnings.map { .string($0) }) }
    return .object(json)
  }
}
