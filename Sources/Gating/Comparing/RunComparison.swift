public import Evaluation
public import Files
import Reporting
import Statistics

/// Several runs of the same questions, beside each other: for people who want to know which is better, not for CI.
public struct RunComparison: Sendable {
  public let runs: [StoredRun]
  /// Of each run with each later one: what a gate says that judges nothing.
  public let pairs: [Pair]

  public struct Pair: Sendable {
    /// Places of the runs.
    public var first: Int
    public var second: Int
    public var report: GateReport
    /// Of the mean over tasks, two-sided, corrected by Holm over all pairs.
    public var probability: Double
  }

  /// Throws where the runs were not asked the same.
  public init(_ runs: [StoredRun], gate: Gate) throws(Diagnostic) {
    self.runs = runs
    var pairs: [Pair] = []
    for first in runs.indices {
      for second in runs.indices where second > first {
        let report = try gate.report(runs[first], runs[second])
        pairs.append(Pair(first: first, second: second, report: report, probability: report.total?.twoSided ?? 1))
      }
    }
    for (place, probability) in Holm.adjusted(pairs.map(\.probability)).enumerated() {
      pairs[place].probability = probability
    }
    self.pairs = pairs
  }

  /// Two runs: a row for each metric. More: the wins of each over each, and groups that cannot be told apart.
  public func text(width: Int) -> String {
    var text = runs.enumerated().map { "\(Self.letter($0))  \($1.summary)\n" }.joined() + "\n"
    guard runs.count > 2 else {
      guard let report = pairs.first?.report else { return text }
      let table = table(report)
      return text + table.text(width: width) + "\n"
        + (table.omission(width: width).map { "\($0); --json has all\n" } ?? "") + notes(report)
    }
    text += matrix.text(width: width) + "\n"
    text +=
      "row less column: difference of the means over all tasks; * where its p is below \(Quantity.fraction(0.05)), "
      + "corrected by Holm over \(pairs.count) pairs\n"
    for (index, group) in groups.enumerated() {
      text += "group \(index + 1), not told apart: \(group.map(Self.letter).joined(separator: ", "))\n"
    }
    return text
  }

  private func table(_ report: GateReport) -> TextTable {
    var table = TextTable(
      [.left, .right, .right, .left, .right, .right, .right, .right, .right, .right], dispensable: [9, 8, 5])
    table.add(["task, metric", "A", "B", "B - A [95 %]", "p", "both", "lost", "gained", "neither", "kappa"])
    for comparison in report.comparisons {
      let split = comparison.split
      table.add([
        report.shortName(comparison), Quantity.fraction(comparison.reference), Quantity.fraction(comparison.candidate),
        comparison.change, MetricComparison.probability(comparison.twoSided),
        split.map { "\($0.bothRight)" } ?? "", split.map { "\($0.lost)" } ?? "", split.map { "\($0.gained)" } ?? "",
        split.map { "\($0.bothWrong)" } ?? "", split.map { $0.kappa.map { Quantity.fraction($0) } ?? "n/a" } ?? "",
      ])
    }
    return table
  }

  private func notes(_ report: GateReport) -> String {
    let tests = report.comparisons.reduce(into: [String]()) { if !$0.contains($1.test) { $0.append($1.test) } }
    let notes = (report.isIdentical ? ["identical: the two runs have the same digest"] : []) + report.notes
    return notes.map { "\($0)\n" }.joined()
      + "p: two-sided, of each row by itself (\(tests.joined(separator: "; "))); lost: right in A, wrong in B\n"
  }

  private var matrix: TextTable {
    var table = TextTable([.left, .right] + runs.map { _ in .right })
    table.add(["run", "mean"] + runs.indices.map(Self.letter))
    for row in order {
      table.add(
        [Self.letter(row), mean(row).map(Quantity.fraction) ?? "n/a"]
          + runs.indices.map { column in
            guard let (difference, probability) = difference(row, column) else { return "" }
            return (difference > 0 ? "+" : "") + Quantity.fraction(difference) + (probability < 0.05 ? "*" : " ")
          })
    }
    return table
  }

  /// The runs' places, the best first.
  private var order: [Int] { runs.indices.sorted { (mean($0) ?? 0, $1) > (mean($1) ?? 0, $0) } }

  private func mean(_ run: Int) -> Double? {
    guard let pair = pairs.first(where: { $0.first == run || $0.second == run }), let total = pair.report.total else {
      return nil
    }
    return pair.first == run ? total.reference : total.candidate
  }

  private func difference(_ row: Int, _ column: Int) -> (Double, Double)? {
    guard row != column,
      let pair = pairs.first(where: { $0.first == min(row, column) && $0.second == max(row, column) }),
      let total = pair.report.total
    else { return nil }
    return (row < column ? -total.difference : total.difference, pair.probability)
  }

  /// Neighbours in the order of the means, as many as there are without a pair that can be told apart; no group within another.
  var groups: [[Int]] {
    let order = order
    let groups = AlikeGroups.neighbours(order.count) { (difference(order[$0], order[$1])?.1 ?? 1) < 0.05 }
    return groups.map { $0.map { order[$0] } }
  }

  /// A, B, …, Z, A2, …
  static func letter(_ place: Int) -> String {
    let letter = String(UnicodeScalar(UInt8(65 + place % 26)))
    return place < 26 ? letter : letter + "\(place / 26 + 1)"
  }

  public var json: JSON {
    [
      "runs": .array(runs.map(\.facts)),
      "pairs": .array(
        pairs.map { pair in
          [
            "a": .integer(pair.first), "b": .integer(pair.second), "p_adjusted": .number(pair.probability),
            "identical": .bool(pair.report.isIdentical), "notes": .array(pair.report.notes.map { .string($0) }),
            "comparisons": .array(pair.report.comparisons.map(\.json)),
          ]
        }),
      "groups": .array(groups.map { .array($0.map { .integer($0) }) }),
    ]
  }
}
