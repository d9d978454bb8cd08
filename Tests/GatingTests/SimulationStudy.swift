import Statistics

@testable import Gating

/// Suites that were drawn, judged by a gate: how often it is red where nothing is worse, and where one task is by what it says it would
/// catch.
struct SimulationStudy {
  var tasks: Int
  /// Of an item that reference and candidate answer alike whatever else.
  var correlation: Double
  var suites: Int
  var policy = GatePolicy()

  /// Items of a task: unequal, from 100 to 1,000.
  func size(_ task: Int) -> Int { [400, 164, 1000, 100, 500, 817, 250, 300, 600][task % 9] }

  private func pairs(_ suite: Int, _ task: Int, drop: Double) -> PairedMetric {
    let key = KeyedRandom.key(2026, UInt64(suite), UInt64(task), UInt64(correlation * 1000)), count = size(task)
    let accuracy = 0.35 + 0.5 * KeyedRandom.uniform(1, task)
    var reference: [Double] = [], candidate: [Double] = []
    reference.reserveCapacity(count)
    candidate.reserveCapacity(count)
    for item in 0..<count {
      func draw(_ place: Int) -> Double { KeyedRandom.uniform(key, 8 * item + place) }
      let common: Double = draw(0) < accuracy ? 1 : 0, isCommon = draw(1) < correlation
      let old = isCommon ? common : draw(2) < accuracy ? 1 : 0
      var new = isCommon ? common : draw(3) < accuracy ? 1.0 : 0
      if drop > 0, draw(4) < drop / accuracy { new = 0 }
      reference.append(old)
      candidate.append(new)
    }
    return PairedMetric(
      reference: reference, candidate: candidate, weights: .init(repeating: 1 / Double(count), count: count),
      strata: .init(repeating: 0, count: count), units: Array(0..<count), unitCount: count, isPlain: true)
  }

  /// The judged comparisons of a suite; the mean comes last where there are several tasks.
  private func judged(_ suite: Int, drop: Double) -> [MetricComparison] {
    let pairs = (0..<tasks).map { self.pairs(suite, $0, drop: $0 == 0 ? drop : 0) }
    var comparisons = pairs.map {
      MetricComparison(task: "t", metric: "acc", kind: .graded, margin: policy.margin, $0, policy)
    }
    if tasks > 1 { comparisons.append(MetricComparison(suiteOf: comparisons, pairs, policy)) }
    MetricComparison.judge(&comparisons, policy)
    return comparisons
  }

  struct Result {
    /// Shares of the suites: red although nothing is worse, green, neither.
    var falseAlarms = 0.0
    var passes = 0.0
    var cannotTell = 0.0
    /// The drop of the first task that the gate says it catches, as the first suite has it, and how often it was red.
    var drop = 0.0
    var caught = 0.0
  }

  func run(power isPowerAsked: Bool = true) -> Result {
    var result = Result()
    let each = 1 / Double(suites)
    for suite in 0..<suites {
      let comparisons = judged(suite, drop: 0)
      if comparisons.contains(where: { $0.verdict == .regression }) {
        result.falseAlarms += each
      } else if comparisons.last?.verdict == .pass {
        result.passes += each
      } else {
        result.cannotTell += each
      }
    }
    guard isPowerAsked else { return result }
    // By the discordance that the first task truly has.
    let accuracy = 0.35 + 0.5 * KeyedRandom.uniform(1, 0)
    let discordance = 2 * accuracy * (1 - accuracy) * (1 - correlation)
    let rule = NonInferiority(
      level: policy.alpha / Double(tasks > 1 ? tasks + 1 : 1), margin: policy.margin, bound: policy.alpha)
    // What is lost besides makes the two differ on more items, on which the drop that is caught depends in turn.
    var drop = 0.0
    for _ in 0..<8 {
      let differing = discordance + drop - drop / accuracy * discordance
      guard let next = rule.detectable(count: size(0), discordance: differing) else { return result }
      drop = next
    }
    result.drop = drop
    for suite in 0..<suites where judged(suite, drop: drop)[0].verdict == .regression { result.caught += each }
    return result
  }
}
