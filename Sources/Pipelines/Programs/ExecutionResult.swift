public import Evaluation
public import Files
import Reporting

/// What came of the programs of a file.
public struct ExecutionResult: Sendable {
  public struct Metric: Sendable, Equatable {
    public var name: String
    public var value: Double
  }

  /// Where each program's verdict is.
  public var file: String
  /// Those that have samples: what the metrics are over.
  public var problems: Int
  /// Problems without samples.
  public var without: [String]
  public var programs: Int
  public var metrics: [Metric]
  public var tally: VerdictTally
  /// Mode, limits and layers.
  public var sandbox: JSON
  /// What the tests' draws were made of.
  public var judgeSeed: Int

  /// - Parameter width: columns of the terminal.
  public func text(width: Int) -> String {
    var table = TextTable([.left, .left])
    for metric in metrics { table.add([metric.name, Quantity.fraction(metric.value)]) }
    table.add(["problems", Quantity.count(problems)])
    if !without.isEmpty {
      let names = without.prefix(5).joined(separator: ", ") + (without.count > 5 ? ", …" : "")
      table.add(["without samples, not scored", "\(Quantity.count(without.count)): \(names)"])
    }
    table.add(["programs", Quantity.count(programs)])
    for count in tally.counts where count.count > 0 { table.add([count.name, Quantity.count(count.count)]) }
    if tally.retried > 0 { table.add(["passed when run again alone", Quantity.count(tally.retried)]) }
    if tally.passedWithChangedArguments > 0 {
      table.add(["passed, arguments changed", Quantity.count(tally.passedWithChangedArguments)])
    }
    if let differing = tally.differing {
      let only = Quantity.count(tally.passedInReferenceOnly ?? 0)
      table.add(["otherwise in reference mode", "\(Quantity.count(differing)), passed there only: \(only)"])
    }
    table.add(["judge seed", "\(judgeSeed)"])
    // A path is not to be broken.
    return table.text(width: width) + "results \(file)\n"
  }

  public var json: JSON {
    [
      "metrics": .object(JSONObject(metrics.map { ($0.name, .number($0.value)) })),
      "problems": .integer(problems), "problems_without_samples": .array(without.map { .string($0) }),
      "programs": .integer(programs),
      "verdicts": .object(JSONObject(tally.counts.map { ($0.name, .integer($0.count)) })),
      "retried": .integer(tally.retried),
      "passed_with_changed_arguments": .integer(tally.passedWithChangedArguments),
      "differing": tally.differing.map { .integer($0) } ?? .null,
      "passed_in_reference_only": tally.passedInReferenceOnly.map { .integer($0) } ?? .null,
      "sandbox": sandbox, "judge_seed": .integer(judgeSeed), "results": .string(file),
    ]
  }
}
