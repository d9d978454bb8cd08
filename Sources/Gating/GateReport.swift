public import Evaluation
public import Files
import Reporting

/// What a gate found: every comparison, and the one answer that they make.
public struct GateReport: Sendable, Equatable {
  public var reference: StoredRun
  public var candidate: StoredRun
  public var policy: GatePolicy
  /// Whether the two runs have the same outcomes to the bit.
  public var isIdentical = false
  /// What a reader must know of what was compared.
  public var notes: [String] = []
  /// Why the answer is not as good as it looks.
  public var warnings: [String] = []
  /// In the order of the reference's tasks; where there are several tasks, their mean comes last.
  public var comparisons: [MetricComparison] = []
  public var flips: [FlippedItem] = []
  public var flakiness: [Flakiness] = []
  public var verdict = MetricComparison.Verdict.cannotTell
  public var status = ExitStatus.notComparable

  init(reference: StoredRun, candidate: StoredRun, policy: GatePolicy) {
    self.reference = reference
    self.candidate = candidate
    self.policy = policy
  }

  /// The mean over all tasks that have something to lose; where there is one, what it has.
  public var suite: [MetricComparison] {
    let gated = comparisons.filter(\.isGated), mean = gated.filter { $0.kind == .suite }
    guard mean.isEmpty else { return mean }
    let open = gated.filter(\.canFall)
    return open.isEmpty ? gated : open
  }

  /// The mean over all tasks, or the one task's first metric; nil where nothing was compared.
  var total: MetricComparison? { comparisons.first { $0.kind == .suite } ?? comparisons.first }

  /// The items that a comparison's metric lost and gained, lost ones first.
  func flips(of comparison: MetricComparison) -> [FlippedItem] {
    flips.filter { $0.task == comparison.task && $0.metric == comparison.metric }
  }

  /// Makes one answer of all comparisons. It is a regression where one that is gated is; it passes where the suite as a whole is sure to
  /// be within its margin, and no single metric that cannot be told is to fail by the policy.
  mutating func decide() {
    if isIdentical {
      (verdict, status) = (.pass, .done)
      for index in comparisons.indices { comparisons[index].verdict = .pass }
      return
    }
    let gated = comparisons.filter(\.isGated), red = gated.filter { $0.verdict == .regression }
    let open = gated.filter { $0.verdict == .cannotTell && $0.kind != .suite }
    warn(open)
    if !red.isEmpty {
      (verdict, status) = (.regression, .regression)
    } else if suite.allSatisfy({ $0.verdict == .pass }), !suite.isEmpty {
      let fails = policy.cannotTell == .fail && !open.isEmpty
      (verdict, status) = fails ? (.cannotTell, .notComparable) : (.pass, .done)
    } else {
      (verdict, status) = (.cannotTell, policy.suiteCannotTell == .fail ? .notComparable : .done)
      if policy.suiteCannotTell == .warn { warnings.append("it cannot be told whether the candidate is worse") }
    }
    if let limit = policy.flaky, flakiness.contains(where: { $0.share > limit }), status == .done {
      (verdict, status) = (.cannotTell, .notComparable)
    }
  }

  private mutating func warn(_ open: [MetricComparison]) {
    if policy.cannotTell != .pass, suite.contains(where: { $0.kind == .suite }) {
      warnings += open.map { "\($0.name) cannot be told at a margin of \($0.points($0.margin))" }
    }
    let mean = suite.contains { $0.kind == .suite } ? "the mean leaves it out, " : ""
    for comparison in comparisons where comparison.isGated && !comparison.canFall {
      warnings.append(
        "\(comparison.name): the reference, \(Quantity.fraction(comparison.reference)), leaves no room for a drop of "
          + "\(comparison.points(comparison.margin)); \(mean)another metric may show one")
    }
    for comparison in comparisons where !comparison.isGated && comparison.verdict == .regression {
      warnings.append("\(comparison.name) fell by \(comparison.points(-comparison.difference)), which does not gate")
    }
    for entry in flakiness where policy.flaky.map({ entry.share > $0 }) ?? false {
      warnings.append("\(entry.flaky) of \(entry.items) items of \(entry.task) are flaky, more than the policy allows")
    }
  }
}
