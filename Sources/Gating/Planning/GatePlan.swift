public import Evaluation
import Statistics

/// What a gate could see before anything is run: how many items of each task a drop of the margin needs, and which subset of them fits
/// into a time.
public struct GatePlan: Sendable {
  public var policy: GatePolicy
  /// The share of the items on which reference and candidate are expected to differ, of tasks without a measured one.
  public var discordance: Double
  /// The same by task, as another run showed it.
  public var measured: [String: Double] = [:]
  /// Seconds an item, by task; empty where the reference does not say.
  public var seconds: [String: Double] = [:]

  public init(policy: GatePolicy, discordance: Double = 0.15) {
    self.policy = policy
    self.discordance = discordance
  }

  /// One task of a plan.
  public struct Entry: Sendable, Equatable {
    public var task: TaskRecord
    public var margin: Double
    public var discordance: Double
    /// Items that find a drop of the margin with the policy's power; may be more than there are. nil where a million would not.
    public var needed: Int?
    /// Items that are to be asked.
    public var chosen: Int
    /// The least drop that they would show; nil where none.
    public var detectable: Double?
    /// Seconds that they take; nil where nobody knows.
    public var seconds: Double?
  }

  /// - Parameter budget: seconds for all tasks together; nil: as many items as are needed, or all where there are not enough.
  public func entries(of reference: StoredRun, budget: Double?) -> [Entry] {
    var entries = reference.tasks.map { task -> Entry in
      let asked = policy.task(task), margin = asked?.margin ?? policy.margin
      let needed = self.needed(task, margin, among: reference.tasks.count)
      return Entry(
        task: task, margin: margin, discordance: discordance(of: task), needed: needed,
        chosen: min(needed ?? .max, task.items.count))
    }
    if let budget { fit(&entries, into: budget) }
    for index in entries.indices {
      let entry = entries[index]
      entries[index].detectable = detectable(entry, entry.chosen, among: entries.count)
      entries[index].seconds = seconds[entry.task.id].map { $0 * Double(entry.chosen) }
    }
    return entries
  }

  private func discordance(of task: TaskRecord) -> Double { measured[task.id] ?? discordance }

  func rule(_ margin: Double, among tasks: Int) -> NonInferiority {
    // Each task, and their mean where there are several.
    NonInferiority(
      level: policy.alpha / Double(tasks > 1 ? tasks + 1 : 1), margin: margin, bound: policy.alpha)
  }

  private func needed(_ task: TaskRecord, _ margin: Double, among tasks: Int) -> Int? {
    let rule = rule(margin, among: tasks), share = discordance(of: task)
    func isEnough(_ count: Int) -> Bool {
      rule.power(drop: margin, count: count, discordance: share, isMidP: !policy.isExact) >= policy.power
    }
    var low = 0, high = max(1, task.items.count)
    while !isEnough(high) {
      guard high < 1 << 20 else { return nil }
      (low, high) = (high, high * 2)
    }
    while high - low > 1 {
      let middle = (low + high) / 2
      if isEnough(middle) { high = middle } else { low = middle }
    }
    return high
  }

  private func detectable(_ entry: Entry, _ count: Int, among tasks: Int) -> Double? {
    rule(entry.margin, among: tasks).detectable(
      count: count, discordance: entry.discordance, isMidP: !policy.isExact, power: policy.power)
  }

  /// A twentieth of a task's items after another goes to the task that would show the least, as long as there is time.
  private func fit(_ entries: inout [Entry], into budget: Double) {
    var left = budget, isOpen = [Bool](repeating: true, count: entries.count)
    let most = entries.map(\.chosen)
    for index in entries.indices { entries[index].chosen = 0 }
    while true {
      let open = entries.indices.filter { isOpen[$0] && entries[$0].chosen < most[$0] }
      // What shows nothing yet comes first.
      let shown = entries.map { detectable($0, $0.chosen, among: entries.count) ?? 2 }
      guard let next = open.max(by: { shown[$0] < shown[$1] }) else { return }
      let step = min(most[next] - entries[next].chosen, max(1, most[next] / 20))
      let cost = (seconds[entries[next].task.id] ?? 0) * Double(step)
      if cost <= left {
        entries[next].chosen += step
        left -= cost
      } else {
        isOpen[next] = false
      }
    }
  }
}
