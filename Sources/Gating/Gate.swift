public import Evaluation
public import Files
import Statistics

/// Compares a candidate's run with the reference's and says whether it is worse.
public struct Gate: Sendable {
  public var policy: GatePolicy
  /// Whether the tasks and items that both runs have are compared, where they do not have the same.
  public var intersects: Bool
  /// Whether the mean over the tasks leaves out metrics that have nothing to lose: what they gain would hide what others lose. People who
  /// compare expect a mean of all.
  public var meanLeavesOut: Bool

  public init(policy: GatePolicy = GatePolicy(), intersects: Bool = false, meanLeavesOut: Bool = true) {
    self.policy = policy
    self.intersects = intersects
    self.meanLeavesOut = meanLeavesOut
  }

  /// Throws with the status "not comparable" where the runs do not answer the same questions under the same conditions.
  public func report(_ reference: StoredRun, _ candidate: StoredRun) throws(Diagnostic) -> GateReport {
    let common = try Comparability(reference, candidate, policy, intersects: intersects)
    var report = GateReport(reference: reference, candidate: candidate, policy: policy)
    report.notes = common.notes
    report.isIdentical = reference.digest == candidate.digest && common.tasks.allSatisfy(\.pairs.isWhole)
    var unscored: [String] = [], suite: [(MetricComparison, PairedMetric)] = []
    for task in common.tasks where task.pairs.count > 0 {
      let asked = policy.task(task.reference) ?? GatePolicy.Task(), both = task.pairs
      let layout = ItemLayout(both.reference, aggregation: task.reference.aggregation, cluster: asked.cluster)
      for (place, index) in try metrics(of: task, asked).enumerated() {
        let pairs = PairedMetric(
          reference: both.reference.map { $0.scores[index] }, candidate: both.candidate.map { $0.scores[index] }, layout
        )
        let label = task.reference.metrics[index].label, lacking = both.count - pairs.count
        if lacking > policy.allowedUnscored {
          unscored.append("\(lacking) items of \(task.reference.id) have no \(label)")
        }
        if lacking > 0 {
          report.notes.append("\(lacking) items of \(task.reference.id) have no \(label), and are left out")
        }
        let comparison = MetricComparison(
          task: task.reference.id, metric: label, kind: .graded, margin: asked.margin ?? policy.margin, pairs, policy)
        report.comparisons.append(comparison)
        report.flips += FlippedItem.list(task, metric: index, label)
        report.flakiness += Flakiness.list(task, metric: index, layout)
        if place == 0, comparison.canFall || !meanLeavesOut { suite.append((comparison, pairs)) }
      }
      // How far answers differ is asked of the task, whichever metrics are gated.
      if !report.flakiness.contains(where: { $0.task == task.reference.id }) {
        report.flakiness += Flakiness.list(task, metric: 0, layout)
      }
      if let likelihood = likelihood(task, asked, layout, steps: reference.goldSteps ?? candidate.goldSteps) {
        report.comparisons.append(likelihood)
      }
    }
    guard unscored.isEmpty else { throw .unscored(candidate, unscored) }
    if suite.count > 1 {
      report.comparisons.append(MetricComparison(suiteOf: suite.map(\.0), suite.map(\.1), policy))
    }
    MetricComparison.judge(&report.comparisons, policy)
    MetricComparison.tellDetectable(&report.comparisons, policy)
    report.decide()
    return report
  }

  /// The places of the metrics that are asked for: the first one where none is.
  private func metrics(of task: Comparability.Task, _ asked: GatePolicy.Task) throws(Diagnostic) -> [Int] {
    guard !asked.metrics.isEmpty else { return [0] }
    var places: [Int] = []
    for name in asked.metrics {
      guard let place = task.reference.metrics.firstIndex(where: { $0.label == name }) else {
        throw Diagnostic(
          "policy", "\(task.reference.id) has no metric '\(name)'",
          expected: "of its metrics: \(task.reference.metrics.map(\.label).joined(separator: ", "))",
          status: .wrongUsage)
      }
      places.append(place)
    }
    return places
  }

  /// - Parameter steps: of one nat, where one of the runs does not have it more exactly.
  private func likelihood(
    _ task: Comparability.Task, _ asked: GatePolicy.Task, _ layout: ItemLayout, steps: Double?
  ) -> MetricComparison? {
    guard policy.likelihood != .off, task.reference.items.contains(where: { $0.gold != nil }) else { return nil }
    func golds(_ items: [ItemRecord]) -> [Double?] {
      items.map { item in item.gold.map { gold in steps.map { (gold * $0).rounded() / $0 } ?? gold } }
    }
    let pairs = PairedMetric(reference: golds(task.pairs.reference), candidate: golds(task.pairs.candidate), layout)
    guard pairs.count > 0 else { return nil }
    var comparison = MetricComparison(
      task: task.reference.id, metric: "log-likelihood", kind: .likelihood, margin: policy.likelihoodMargin, pairs,
      policy)
    comparison.isGated = policy.likelihood == .gate
    return comparison
  }
}

extension Diagnostic {
  fileprivate static func unscored(_ candidate: StoredRun, _ problems: [String]) -> Diagnostic {
    Diagnostic(
      candidate.place, "lacks scores: \(problems.joined(separator: "; "))",
      expected: "runs whose items all have a score; 'allowed_unscored' of a policy allows some without",
      status: .notComparable)
  }
}
