import Statistics

extension GatePlan {
  /// What the chosen items say of the mean over all tasks.
  public struct Mean: Sendable, Equatable {
    public var tasks: Int
    public var margin: Double
    /// Items of all tasks that are to be asked, and how many, shared alike, would find a drop of the margin with the policy's power; nil
    /// where a thousand times as many would not.
    public var chosen: Int
    public var needed: Int?
    /// The least drop that would be red; nil where none.
    public var detectable: Double?
    public var seconds: Double?
  }

  /// nil for a single task, which is gated alone. What differs on a share d of n items has a mean whose variance is at most d / n.
  public func mean(of entries: [Entry]) -> Mean? {
    guard entries.count > 1 else { return nil }
    let chosen = entries.reduce(0) { $0 + $1.chosen }, tasks = Double(entries.count)
    let variance = entries.reduce(0.0) { $0 + ($1.chosen > 0 ? $1.discordance / Double($1.chosen) : .infinity) }
    let error = variance.squareRoot() / tasks, rule = rule(policy.suiteMargin, among: entries.count)
    func detectable(_ times: Double) -> Double? {
      guard error.isFinite else { return nil }
      let units = Int(exactly: (Double(chosen) * times).rounded(.up)) ?? .max
      return rule.detectable(standardError: error / times.squareRoot(), units: units, power: policy.power)
    }
    func isEnough(_ times: Double) -> Bool { detectable(times).map { $0 <= policy.suiteMargin } ?? false }
    var low = 0.0, high = 1.0
    while !isEnough(high), high <= 1024 { (low, high) = (high, high * 2) }
    for _ in 0..<20 where high <= 1024 {
      let middle = (low + high) / 2
      if isEnough(middle) { high = middle } else { low = middle }
    }
    let seconds = entries.reduce(Optional(0.0)) { sum, entry in sum.flatMap { sum in entry.seconds.map { sum + $0 } } }
    return Mean(
      tasks: entries.count, margin: policy.suiteMargin, chosen: chosen,
      needed: high <= 1024 ? Int(exactly: (Double(chosen) * high).rounded(.up)) : nil, detectable: detectable(1),
      seconds: seconds)
  }
}
