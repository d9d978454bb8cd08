import Evaluation
import Glibc
import Statistics

/// One metric of one task in two runs: what changed, how sure that is, and what it means by the policy.
public struct MetricComparison: Sendable, Equatable {
  /// `Benchmark.id`; empty for the whole suite.
  public var task: String
  public var metric: String
  public var kind: Kind
  public var items: Int
  /// Items or clusters that are independent evidence.
  public var units: Int
  public var reference: Double
  public var candidate: Double
  /// Candidate less reference: below 0 is worse.
  public var difference: Double
  /// Whether every item has the same value in both.
  public var isUnchanged = false
  public var standardError: Double?
  /// Of the difference, 95 %; nil where there is none to tell.
  public var interval: ClosedRange<Double>?
  /// Of items that are right or wrong.
  public var split: Split?
  /// How it was tested.
  public var test: String
  /// The probabilities of so large a drop were it not worse, and of so large a change were it none.
  public var worse: Double
  public var twoSided: Double
  /// `worse`, corrected for all that is gated.
  public var adjusted = 1.0
  /// The least drop that matters, and the largest that is not excluded; nil where none is.
  public var margin: Double
  public var largestDrop: Double?
  /// The least drop that would be red with the policy's power; nil where none would.
  public var detectable: Double?
  public var verdict = Verdict.cannotTell
  /// Whether the verdict decides, or is only told.
  public var isGated = true

  public enum Kind: String, Sendable { case share, graded, likelihood, suite }

  public struct Split: Sendable, Equatable {
    public var bothRight, lost, gained, bothWrong: Int
    /// Cohen's kappa; nil where chance explains all.
    public var kappa: Double? {
      Agreement(bothRight: bothRight, onlyFirst: lost, onlySecond: gained, bothWrong: bothWrong).kappa
    }
  }

  public enum Verdict: String, Sendable, CaseIterable {
    case pass, regression
    case cannotTell = "cannot-tell"
  }

  /// Before correction: `adjusted`, `detectable` and `verdict` need what else is gated.
  init(task: String, metric: String, kind: Kind, margin: Double, _ pairs: PairedMetric, _ policy: GatePolicy) {
    self.task = task
    self.metric = metric
    self.kind = kind
    self.margin = margin
    items = pairs.count
    units = pairs.unitCount
    reference = pairs.referenceMean
    candidate = pairs.candidateMean
    difference = pairs.difference
    isUnchanged = pairs.isUnchanged
    standardError = pairs.standardError
    let isShare = kind != .likelihood && pairs.isShare
    if isShare {
      split = Split(
        bothRight: pairs.count(1, 1), lost: pairs.count(1, 0), gained: pairs.count(0, 1), bothWrong: pairs.count(0, 0))
    }
    if isShare, pairs.isPlain, let split {
      let mcNemar = McNemar(lost: split.lost, gained: split.gained, isMidP: !policy.isExact)
      let share = PairedShare(lost: split.lost, gained: split.gained, count: items)
      test = "McNemar, \(policy.isExact ? "exact" : "mid-p")"
      (worse, twoSided) = (mcNemar.worse, mcNemar.twoSided)
      interval = share.interval(level: 0.95)
      largestDrop = -share.interval(level: 1 - 2 * policy.alpha).lowerBound
    } else {
      let flips = SignFlips(pairs.sums, seed: policy.seed)
      test = units < items ? "sign flips of clusters" : "sign flips"
      (worse, twoSided) = (flips.worse, flips.twoSided)
      interval = pairs.bootstrap(level: 0.95, seed: policy.seed)
      largestDrop = pairs.bootstrap(level: 1 - 2 * policy.alpha, seed: policy.seed).map { -$0.lowerBound }
      // The rule of three: so large a share of other items might have changed, each by all that a score can.
      if isUnchanged, kind != .likelihood, units > 0 {
        let part = 1 - pow(policy.alpha, 1 / Double(units))
        largestDrop = part
        interval = -part...part
      }
    }
    self.kind = kind == .graded && isShare ? .share : kind
  }

  /// The mean over several tasks, each of which counts once.
  init(suiteOf parts: [MetricComparison], _ pairs: [PairedMetric], _ policy: GatePolicy) {
    task = ""
    metric = "mean of \(parts.count) tasks"
    kind = .suite
    margin = policy.suiteMargin
    items = parts.reduce(0) { $0 + $1.items }
    units = parts.reduce(0) { $0 + $1.units }
    let count = Double(max(1, parts.count))
    reference = parts.reduce(0) { $0 + $1.reference } / count
    candidate = parts.reduce(0) { $0 + $1.candidate } / count
    difference = candidate - reference
    isUnchanged = parts.allSatisfy(\.isUnchanged)
    let flips = SignFlips(pairs.flatMap { $0.sums.map { $0 / count } }, seed: policy.seed)
    test = "sign flips"
    (worse, twoSided) = (flips.worse, flips.twoSided)
    let errors = parts.compactMap(\.deviation)
    guard errors.count == parts.count, !parts.isEmpty else { return }
    let error = errors.reduce(0) { $0 + $1 * $1 }.squareRoot() / count
    standardError = error
    interval = difference - Normal.quantile(0.975) * error...difference + Normal.quantile(0.975) * error
    largestDrop = -difference - Normal.quantile(policy.alpha) * error
  }

  /// The standard error, and of answers that did not change what their interval says of others.
  var deviation: Double? {
    if let standardError, standardError > 0 { return standardError }
    return interval.map { ($0.upperBound - $0.lowerBound) / 2 / Normal.quantile(0.975) }
  }
}
