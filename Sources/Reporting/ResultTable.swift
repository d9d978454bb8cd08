public import Evaluation
import Statistics

/// What a run found, as a table for people.
public struct ResultTable {
  public var result: RunResult

  public init(_ result: RunResult) { self.result = result }

  /// The table, a line for each thing a reader must know beside it, and the digest.
  public var text: String {
    var table = TextTable([.left, .left, .left, .left, .right, .left, .right, .right])
    table.add(["task", "protocol", "metric", "value ± std. error", "n", "bos", "time", "tokens/s"])
    for (task, timing) in zip(result.tasks, result.timings) {
      let details = [
        Quantity.count(task.items), task.bos.rawValue,
        timing.items > 0 ? Quantity.duration(seconds: timing.seconds) : "-",
        timing.tokensPerSecond.map { Quantity.count($0) } ?? "-",
      ]
      for (index, metric) in task.metrics.enumerated() {
        let head = index == 0 ? [task.name, task.protocolID] : ["", ""]
        table.add(head + [metric.label, Self.value(metric)] + (index == 0 ? details : []))
      }
      for category in task.categories {
        for (index, metric) in category.metrics.enumerated() {
          table.add([
            index == 0 ? "  " + category.name : "", "", metric.label, Self.value(metric),
            index == 0 ? Quantity.count(category.items) : "",
          ])
        }
      }
    }
    return table.text + "\n" + notes.map { $0 + "\n" }.joined() + "digest \(result.digest)\n"
  }

  private static func value(_ metric: MetricResult) -> String {
    Quantity.metric(metric.mean?.value, standardError: metric.mean?.standardError)
  }

  /// What moved or might have moved a number.
  private var notes: [String] {
    let isOld = result.timings.allSatisfy { $0.items == 0 }
    let notes = zip(result.tasks, result.timings).flatMap { task, timing -> [String] in
      var notes: [String] = []
      let of = "of \(Quantity.count(task.items))"
      if task.truncatedItems > 0 {
        notes.append(
          "\(task.truncatedItems) \(of) prompts were longer than the model's context and lost their beginning"
        )
      }
      if task.shortenedItems > 0 {
        notes.append(
          "\(task.shortenedItems) \(of) prompts were asked with fewer exemplars, for they were too long "
            + "(\(Quantity.count(task.droppedExemplars)) dropped)")
      }
      for metric in task.metrics where metric.unscored > 0 {
        notes.append("\(metric.unscored) \(of) items have no \(metric.label)")
      }
      let kept = task.items - timing.items
      if kept > 0 && !isOld {
        notes.append("\(Quantity.count(kept)) \(of) items were finished in an earlier session")
      }
      return notes.map { "\(task.name): \($0)" }
    }
    return notes + (isOld ? ["all items were finished in an earlier session"] : [])
  }
}
