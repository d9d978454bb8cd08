import Datasets
public import Evaluation
import Statistics

/// What a run found, as a table for people.
public struct ResultTable {
  public var result: RunResult
  /// Whether subtasks and their categories have rows of their own.
  public var hasDetails: Bool

  public init(_ result: RunResult, details: Bool = false) {
    self.result = result
    hasDetails = details
  }

  /// The table for a wide terminal.
  public var text: String { text(width: .max) }

  /// Whose scores they are, the table, a line for each thing a reader must know beside it, and the digest.
  /// - Parameter width: columns of the terminal.
  public func text(width: Int) -> String {
    var table = TextTable([.left, .left, .left, .right, .left, .right, .right], dispensable: [6, 5, 4])
    table.add(["protocol", "metric", "value ± std. error", "n", "bos", "time", "tokens/s"])
    for (index, (task, timing)) in zip(result.tasks, result.timings).enumerated() {
      let asked = result.partial.map { " of \(Quantity.count($0.asked[index]))" } ?? ""
      let details = [
        Quantity.count(task.items) + asked, task.bos.rawValue,
        timing.items > 0 ? Quantity.duration(seconds: timing.seconds) : "-",
        timing.tokensPerSecond.map { Quantity.count($0) } ?? "-",
      ]
      for (index, metric) in task.metrics.enumerated() {
        table.add(
          [index == 0 ? Self.name(task) : "", metric.label, Self.value(metric)] + (index == 0 ? details : []))
      }
      for (depth, group) in groups(of: task) {
        for (index, metric) in Self.telling(group.metrics).enumerated() {
          table.add([
            index == 0 ? String(repeating: "  ", count: depth) + group.name : "", metric.label, Self.value(metric),
            index == 0 ? Quantity.count(group.items) : "",
          ])
        }
      }
    }
    if let mean = meanRow { table.add(mean) }
    let warning = result.isMiniature ? Self.miniatureWarning : ""
    let end = result.partial == nil ? "digest \(result.digest)\n" : ""
    return warning + heading + table.text(width: width) + "\n" + notes.map { $0 + "\n" }.joined() + end
  }

  /// `model worlds/base, adapter runs/a/adapter`; and what there is of a run that was stopped.
  private var heading: String {
    var text = ""
    if let model = result.model {
      text = "model \(model.path.isEmpty ? model.name : model.path)"
      if let ensemble = model.ensemble {
        text += ", ensemble by \(ensemble.mixing) of \(ensemble.paths.joined(separator: ", "))"
      } else if !model.adapterPaths.isEmpty {
        text += ", adapter\(model.adapterPaths.count > 1 ? "s" : "") \(model.adapterPaths.joined(separator: ", "))"
      }
      text += "\n"
      if model.server != nil { text += ModelIdentity.Server.warning + "\n" }
    }
    guard let partial = result.partial else { return text }
    let done = result.tasks.reduce(0) { $0 + $1.items }
    text +=
      "PARTIAL: \(Quantity.count(done)) of \(Quantity.count(partial.items)) items; the numbers are of these alone\n"
    if !partial.untouched.isEmpty { text += "not begun: \(partial.untouched.joined(separator: ", "))\n" }
    return text
  }

  /// `mmlu@lm-eval`; `mmlu@lm-eval, 0 shots` where the protocol has another number.
  static func name(_ task: TaskResult) -> String {
    task.protocolID + (task.protocolShots == nil ? "" : ", \(task.shots) shots")
  }

  static let miniatureWarning = DataDirectory.miniatureWarning + "\n\n"

  private var meanRow: [String]? { mean.map { [$0.title, "first metrics", $0.value] } }

  /// The mean of the tasks' first metrics, where there are several tasks and all have a value.
  var mean: (title: String, value: String)? {
    let means = result.tasks.compactMap { $0.metrics.first?.mean }
    guard result.partial == nil, means.count > 1, means.count == result.tasks.count,
      let mean = SampleMean(ofMeans: means)
    else { return nil }
    let title = "mean of \(means.count) tasks"
    guard mean.hasEqualParts, let interval = mean.interval95(within: .scores) else { return (title, Self.value(mean)) }
    // Of few items it would leave the range of a score.
    let (low, high) = (max(0, interval.lowerBound), min(1, interval.upperBound))
    return (title, "\(Quantity.fraction(mean.value)) [\(Quantity.fraction(low)), \(Quantity.fraction(high))]")
  }

  /// The parts of a task that have rows, and how deep they stand: categories with their subtasks, or subtasks alone.
  private func groups(of task: TaskResult) -> [(depth: Int, group: GroupResult)] {
    guard hasDetails else { return [] }
    if task.categories.isEmpty { return task.subtasks.map { (1, $0) } }
    return task.categories.flatMap { category in
      [(1, category)] + task.subtasks.filter { category.members.contains($0.name) }.map { (2, $0) }
    }
  }

  /// The first metric of each task, on one line.
  public var line: String {
    (result.isMiniature ? "(miniatures) " : "")
      + result.tasks.map { task in "\(task.name) \(task.metrics.first.map(Self.value) ?? "n/a")" }.joined(
        separator: ", ")
  }

  static func value(_ metric: MetricResult) -> String {
    metric.mean.map(value) ?? Quantity.metric(nil, standardError: nil)
  }

  private static func value(_ mean: SampleMean) -> String {
    if mean.isOfEqualValues { return mean.ranged(within: .scores) }
    return Quantity.metric(mean.value, standardError: mean.standardError)
  }

  /// The first metric, and those of the others that say something else.
  private static func telling(_ metrics: [MetricResult]) -> [MetricResult] {
    guard let first = metrics.first else { return [] }
    return [first] + metrics.dropFirst().filter { $0.mean != first.mean || $0.unscored != first.unscored }
  }

  /// What moved or might have moved a number.
  var notes: [String] {
    let isOld = result.partial == nil && result.timings.allSatisfy { $0.items == 0 }
    let notes = zip(result.tasks, result.timings).flatMap { task, timing -> [String] in
      var notes: [String] = []
      let of = "of \(Quantity.count(task.items))"
      if let own = task.protocolShots {
        notes.append("not as the protocol says: \(task.shots) exemplars in place of \(own)")
      }
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
      if kept > 0 && !isOld && result.partial == nil {
        notes.append("\(Quantity.count(kept)) \(of) items were finished in an earlier session")
      }
      return notes.map { "\(task.name): \($0)" }
    }
    return result.notAsked.map(\.sentence) + notes + equalScores
      + (isOld ? ["all items were finished in an earlier session"] : [])
  }

  /// Why some numbers have an interval instead of a standard error.
  private var equalScores: [String] {
    let shown = result.tasks.flatMap { task in
      task.metrics + groups(of: task).flatMap { Self.telling($0.group.metrics) }
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
    for extraction in tally.unextracted where extraction.count > 0 {
      let name = extraction.name == "none" ? "no answer was found" : "\(extraction.name) found no answer"
      notes.append("\(name) in \(Quantity.count(extraction.count)) \(of) completions")
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
