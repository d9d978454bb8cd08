public import Evaluation
public import Files

extension GatePlan {
  /// On what share of the items of each task two runs differ by its first metric; tasks that only one has are left out.
  public func discordances(_ reference: StoredRun, _ other: StoredRun) throws(Diagnostic) -> [String: Double] {
    var policy = policy
    (policy.allowedUnscored, policy.seeds, policy.sandboxes, policy.likelihood) = (.max, .any, .any, .off)
    let report = try Gate(policy: policy, intersects: true).report(reference, other)
    return report.comparisons.reduce(into: [:]) { shares, comparison in
      guard let split = comparison.split, shares[comparison.task] == nil, comparison.items > 0 else { return }
      shares[comparison.task] = Double(split.lost + split.gained) / Double(comparison.items)
    }
  }
}
