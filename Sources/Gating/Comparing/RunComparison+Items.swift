import Evaluation
public import Files

extension RunComparison {
  /// What became of an item from the first run to the second.
  public enum Change: String, Sendable, CaseIterable {
    case lost, gained, flipped
    case bothRight = "both-right"
    case bothWrong = "both-wrong"

    func holds(_ old: Double?, _ new: Double?) -> Bool {
      switch self {
      case .lost: old == 1 && new == 0
      case .gained: old == 0 && new == 1
      case .flipped: (old == 1 && new == 0) || (old == 0 && new == 1)
      case .bothRight: old == 1 && new == 1
      case .bothWrong: old == 0 && new == 0
      }
    }
  }

  /// Such items of the first two runs, with prompt, gold and both answers, by each task's first metric.
  /// - Parameter task: a task's name or protocol; nil: all.
  public func items(_ change: Change, task name: String?, limit: Int, promptLength: Int?) throws(Diagnostic) -> String {
    guard runs.count == 2 else {
      throw Diagnostic("--items", "shows the items of two runs", expected: "two runs", status: .wrongUsage)
    }
    var text = "", found = 0, shown = 0
    for task in try runs[0].tasks(called: name, "the runs were") {
      guard let other = runs[1].tasks.first(where: { $0.id == task.id }) else { continue }
      let both = ItemPairs(task.items, other.items)
      let pairs = zip(both.reference, both.candidate).filter { old, new in
        change.holds(old.scores.first ?? nil, new.scores.first ?? nil)
      }
      found += pairs.count
      let some = pairs.prefix(limit - shown)
      shown += some.count
      let old = try samples(0, task, some.map(\.0.item)),
        new = try samples(1, other, some.map(\.1.item))
      for (before, after) in some {
        let answers = [("A", before, old[before.item] ?? []), ("B", after, new[after.item] ?? [])]
        text += ItemText(promptLength: promptLength).text(before, of: task, answers) + "\n"
      }
    }
    let words = "\(found) items are \(change.rawValue.replacing("-", with: " "))"
    return text + (shown < found ? "\(words), \(shown) are shown; --show \(found) shows all\n" : words + "\n")
  }

  /// A reference holds no samples.
  private func samples(_ run: Int, _ task: TaskRecord, _ items: [String]) throws(Diagnostic) -> [String: [JSON]] {
    guard !items.isEmpty else { return [:] }
    return try SampleFiles(of: runs[run].place).samples(of: task, items: Set(items))
  }
}
