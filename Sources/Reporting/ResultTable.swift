import Datasets
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
      for group in task.categories.isEmpty ? task.subtasks : task.categories {
        for (index, metric) in Self.telling(group.metrics).enumerated() {
          table.add([
            index == 0 ? "  " + group.name : "", "", metric.label, Self.value(metric),
            index == 0 ? Quantity.count(group.items) : "",
          ])
        }
      }
    }
    let warning = result.isMiniature ? DataDirectory.miniatureWarning + "\n\n" : ""
    return warning + table.text + "\n" + notes.map { $0 + "\n" }.joined() + "digest \(result.digest)\n"
  }

  /// The first metric of each task, on one line.
  public var line: String {
    (result.isMiniature ? "(miniatures) " : "")
      + result.tasks.map { task in "\(task.name) \(task.metrics.first.map(Self.value) ?? "n/a")" }.joined(
        separator: ", ")
  }

  private static func value(_ metric: MetricResult) -> String {
    if let mean = metric.mean, mean.isOfEqualValues { return mean.ranged(within: .scores) }
    return Quantity.metric(metric.mean?.value, standardError: metric.mean?.standardError)
  }

  /// The first metric, and those of the others that say something else.
  private static func telling(_ metrics: [MetricResult]) -> [MetricResult] {
    guard let first = metrics.first else { return [] }
    return [first] + metrics.dropFirst().filter { $0.mean != first.mean || $0.unscored != first.unscored }
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
      notes += task.generation.map(Self.notes) ?? []
      notes += task.verdicts.map(Self.notes) ?? []
      for metric in task.metrics where metric.unscored > 0 {
        notes.append("\(metric.unscored) \(of) items have no \(metric.label)")
      }
      let kept = task.items - timing.items
      if kept > 0 && !isOld {
        notes.append("\(Quantity.count(kept)) \(of) items were finished in an earlier session")
      }
      return notes.map { "\(task.name): \($0)" }
    }
    return notes + equalScores + (isOld ? ["all items were finished in an earlier session"] : [])
  }

  /// Why some numbers have an interval instead of a standard error.
  private var equalScores: [String] {
    let shown = result.tasks.flatMap { task in
      task.metrics
        + (task.categories.isEmpty ? task.subtasks : task.categories).flatMap { Self.telling($0.metrics) }
    }
    guard shown.contains(where: { $0.mean?.isOfEqualValues == true }) else { return [] }
    return [
      "in brackets, where all items have the same score: the 95 % interval of so many items, for a standard error of 0 would claim "
        + "certainty"
    ]
  }

  /// How text was generated, where that is not what the protocol says, and how it ended.
  private static func notes(_ tally: GenerationTally) -> [String] {
    var notes: [String] = []
    if !tally.options.isAsTheProtocolSays {
      notes.append("not as the protocol says: \(tally.options.words)")
    }
    let of = "of \(Quantity.count(tally.completions))"
    notes.append(
      "\(Quantity.count(tally.completions)) completions of \(Quantity.count(tally.tokens)) new tokens ended: "
        + list(tally.endings.map { ("at \(ending($0.name))", $0.count) }))
    for reading in tally.unread where reading.count > 0 {
      let name = reading.name == "none" ? "no answer was found" : "\(reading.name) found no answer"
      notes.append("\(name) in \(Quantity.count(reading.count)) \(of) completions")
    }
    return notes
  }

  private static func notes(_ tally: VerdictTally) -> [String] {
    let programs = tally.counts.reduce(0) { $0 + $1.count }
    var notes = ["\(Quantity.count(programs)) programs: \(list(tally.counts.map { ($0.name, $0.count) }))"]
    if let differing = tally.differing, let forged = tally.passedInReferenceOnly {
      notes.append(
        "verdicts that would differ in one interpreter: \(Quantity.count(differing))"
          + (differing > 0 ? ", passes there only: \(Quantity.count(forged))" : ""))
    }
    if tally.retried > 0 {
      notes.append("ran out of time and passed when they ran again alone: \(Quantity.count(tally.retried))")
    }
    if tally.passedWithChangedArguments > 0 {
      let count = Quantity.count(tally.passedWithChangedArguments)
      notes.append("passed and changed arguments of their tests, as work in place does: \(count)")
    }
    return notes
  }

  /// `3 stop, 1 budget`; what did not happen is left out.
  private static func list(_ counts: [(name: String, count: Int)]) -> String {
    counts.filter { $0.count > 0 }.map { "\(Quantity.count($0.count)) \($0.name)" }.joined(separator: ", ")
  }

  private static func ending(_ name: String) -> String {
    switch Completion.Ending(rawValue: name) {
    case .eos: "EOS"
    case .stop: "a stop string"
    case .budget: "the budget"
    case .context: "the context's end"
    case nil: name
    }
  }
}
