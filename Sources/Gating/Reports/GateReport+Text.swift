public import Evaluation
import Files
import Reporting

extension GateReport {
  /// The report for a terminal of so many columns.
  public func text(width: Int) -> String {
    var text = "gate: \(headline)\n\n"
    text += "reference  \(reference.summary)\ncandidate  \(candidate.summary)\n\n"
    text += table.text(width: width) + "\n" + (table.omission(width: width).map { "\($0); --json has all\n" } ?? "")
    for line in lines { text += line + "\n" }
    return text
  }

  /// The answer in one sentence.
  public var headline: String {
    if isIdentical { return "pass: identical, the two runs have the same digest" }
    let red = comparisons.filter { $0.isGated && $0.verdict == .regression }
    return switch verdict {
    case .pass:
      "pass: no drop of the margin is left possible"
        + (suite.first.map { " (\($0.name): at most \($0.points(max(0, $0.largestDrop ?? 0))))" } ?? "")
    case .regression: "REGRESSION: \(red.map(\.name).joined(separator: ", "))"
    case .cannotTell: "cannot tell at this margin" + (status == .done ? ", which the policy lets pass" : "")
    }
  }

  var table: TextTable {
    var table = TextTable([.left, .right, .right, .left, .right, .right, .left], dispensable: [1, 2])
    table.add(["task, metric", "reference", "candidate", "change [95 %]", "p", "catches", "verdict"])
    // Of runs that are identical the second endpoint says nothing more.
    for comparison in comparisons where !isIdentical || comparison.isGated {
      table.add([
        shortName(comparison), Quantity.fraction(comparison.reference), Quantity.fraction(comparison.candidate),
        comparison.change, MetricComparison.probability(comparison.adjusted),
        comparison.caught, comparison.answer,
      ])
    }
    return table
  }

  /// With the name that the run's files have of the task.
  func shortName(_ comparison: MetricComparison) -> String {
    guard let task = reference.tasks.first(where: { $0.id == comparison.task }) else { return comparison.name }
    return "\(task.name) \(comparison.metric)"
  }

  /// What stands below the table.
  var lines: [String] {
    warnings.map { "warning: \($0)" } + notes.map { "note: \($0)" } + flipLines + flakinessLines + legend
  }

  private var flipLines: [String] {
    comparisons.compactMap { comparison in
      guard let split = comparison.split, split.lost + split.gained > 0 else { return nil }
      let lost = flips(of: comparison).filter(\.isLost).map(\.item)
      let shown = lost.prefix(5).joined(separator: ", ") + (lost.count > 5 ? ", …" : "")
      return
        "\(comparison.name): \(split.lost) lost, \(split.gained) gained of \(Quantity.count(comparison.items)) items"
        + (lost.isEmpty ? "" : "; lost: \(shown)")
    }
  }

  private var flakinessLines: [String] {
    flakiness.map {
      "\($0.task) \($0.metric), \($0.isCandidate ? "candidate" : "reference"): \($0.flaky) of \(Quantity.count($0.items)) "
        + "items are flaky over \($0.samples) samples; drawing them again moves the mean "
        + ($0.samplingError.map { "by ± \(Quantity.fraction($0)) (one standard error)" }
          ?? "by what cannot be told: twice as many samples as tries are needed")
    }
  }

  private var legend: [String] {
    let gated = comparisons.count(where: \.isGated)
    let tests = comparisons.reduce(into: [String]()) { if !$0.contains($1.test) { $0.append($1.test) } }
    return [
      "p: of so large a drop were nothing worse (\(tests.joined(separator: "; ")))"
        + (gated > 1 ? ", corrected by Holm over \(gated)" : ""),
      "catches: the smallest true drop that would be red \(Percentage.text(policy.power)) of the time",
      "margins: " + margins.joined(separator: ", "),
    ]
  }

  private var margins: [String] {
    var named: [String] = []
    for comparison in comparisons {
      let text =
        "\(comparison.points(comparison.margin)) of "
        + (comparison.kind == .suite ? "the mean" : comparison.kind == .likelihood ? "log-likelihoods" : "a metric")
      if !named.contains(text) { named.append(text) }
    }
    return named
  }
}

extension StoredRun {
  /// Where it is, of what model, and its digest.
  public var summary: String { "\(place): model \(model), \(Quantity.count(items)) items, digest \(digest.prefix(12))" }
}
