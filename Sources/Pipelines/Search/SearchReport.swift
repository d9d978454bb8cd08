import Evaluation
public import Files
import Merging
import Reporting
import Statistics

/// What a search for merge weights found, and what it is worth on items that it has not seen.
public struct SearchReport {
  /// A mixture on both splits.
  struct Row {
    var name: String
    var weights: MergeWeights
    /// What the search went by, on the items that it chose by and on the others.
    var selected, tested: Double
    /// On the others: the tasks' metrics, and what the search went by.
    var metrics, values: TaskScores
  }

  let path: String
  let uniform, best: Row
  let candidates: Int
  /// Items that it was chosen by, and the others.
  let selectionItems, testItems: Int
  let objective: SearchConfiguration.Objective

  /// Best less uniform on the items that were not chosen by, paired.
  var metricDifference: SampleMean? { best.metrics.difference(to: uniform.metrics) }
  var valueDifference: SampleMean? { best.values.difference(to: uniform.values) }

  /// How much of the gain on the chosen items was chance: it is not there on the others.
  var optimism: Double { (best.selected - uniform.selected) - (best.tested - uniform.tested) }

  public var text: String {
    let tasks = best.metrics.tasks
    var table = TextTable([.left, .left, .right, .right] + tasks.map { _ in .right })
    table.add(["", "weights", "chosen by", "tested by"] + tasks.map { "\($0.name) \($0.metric)" })
    for row in [uniform, best] {
      table.add(
        [row.name, Self.text(row.weights), Quantity.fraction(row.selected), Quantity.fraction(row.tested)]
          + row.metrics.tasks.map { Quantity.fraction($0.mean.value) })
    }
    var text = table.text + "\n"
    text +=
      "\(Quantity.count(candidates)) candidates; chosen by: the \(objective.name) on \(Quantity.count(selectionItems)) items; "
      + "tested by: the same on \(Quantity.count(testItems)) others, and so are the metrics\n"
    if let difference = metricDifference {
      text += "best less average, the tasks' metrics: \(difference.signed) \(difference.verdict)\n"
    }
    if objective != .metric, let difference = valueDifference {
      text += "best less average, \(objective.name): \(difference.signed) \(difference.verdict)\n"
    }
    text +=
      "of the gain on the items that it was chosen by, \(Quantity.fraction(optimism)) is not there on the others\n"
    return text + "\(path)/merged is the adapter\n"
  }

  private static func text(_ weights: MergeWeights) -> String {
    let shares = weights.shares.map { Quantity.fraction($0) }.joined(separator: " ")
    return weights.lambda == 1 ? shares : "\(Quantity.fraction(weights.lambda)) x (\(shares))"
  }

  public var json: JSON {
    func row(_ row: Row) -> JSON {
      [
        "name": .string(row.name), "shares": .array(row.weights.shares.map { .number($0) }),
        "lambda": .number(row.weights.lambda), "selection": .number(row.selected), "test": .number(row.tested),
        "test_metrics": row.metrics.json, "test_values": row.values.json,
      ]
    }
    return [
      "objective": .string(objective.rawValue), "candidates": .integer(candidates),
      "selection_items": .integer(selectionItems), "test_items": .integer(testItems),
      "uniform": row(uniform), "best": row(best),
      "metric_difference": metricDifference?.differenceJSON ?? .null,
      "value_difference": valueDifference?.differenceJSON ?? .null,
      "optimism": .number(optimism),
    ]
  }
}
