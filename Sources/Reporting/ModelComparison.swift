public import Evaluation
public import Files
import Statistics

/// What several models answered that were asked the same, as one table for people.
public struct ModelComparison {
  /// A model, and what was found of it or why there is nothing.
  public struct Row {
    public var name: String
    /// The folder of its run; of a model that failed its own.
    public var place: String
    public var result: RunResult?
    public var failure: Diagnostic?

    public init(name: String, place: String, result: RunResult? = nil, failure: Diagnostic? = nil) {
      self.name = name
      self.place = place
      self.result = result
      self.failure = failure
    }
  }

  private let rows: [Row]

  public init(_ rows: [Row]) { self.rows = rows }

  /// For each task and metric the models below each other; then what a reader must know of each, its run and its digest.
  /// - Parameter width: columns of the terminal.
  public func text(width: Int) -> String {
    let scored = rows.compactMap { row in row.result.map { (row, ResultTable($0)) } }
    var table = TextTable([.left, .left, .left, .left, .right, .left], dispensable: [5, 4])
    table.add(["protocol", "metric", "model", "value ± std. error", "n", "bos"])
    for (name, label) in metrics {
      var isFirst = true
      for (row, _) in scored {
        guard let task = row.result?.tasks.first(where: { ResultTable.name($0) == name }),
          let metric = task.metrics.first(where: { $0.label == label })
        else { continue }
        table.add([
          isFirst ? name : "", isFirst ? label : "", row.name, ResultTable.value(metric), Quantity.count(task.items),
          task.bos.rawValue,
        ])
        isFirst = false
      }
    }
    let means = scored.compactMap { row, table in table.mean.map { (row.name, $0) } }
    for (index, (name, mean)) in means.enumerated() {
      table.add([index == 0 ? mean.title : "", index == 0 ? "first metrics" : "", name, mean.value, "", ""])
    }
    let warning = scored.first { $0.0.result?.isMiniature == true }.map { _ in ResultTable.miniatureWarning } ?? ""
    return warning + (scored.isEmpty ? "" : table.text(width: width) + "\n") + rows.map(notes).joined()
  }

  /// Each metric of each task, in the order in which it comes first.
  private var metrics: [(task: String, metric: String)] {
    var found: [(task: String, metric: String)] = []
    for task in rows.compactMap(\.result).flatMap(\.tasks) {
      for metric in task.metrics {
        let key = (ResultTable.name(task), metric.label)
        if !found.contains(where: { $0 == key }) { found.append(key) }
      }
    }
    // The metrics of a task that only a later model was asked stand behind it all.
    return found
  }

  private func notes(_ row: Row) -> String {
    if let failure = row.failure { return "\(row.name): not scored: \(failure.place): \(failure.problem)\n" }
    guard let result = row.result else { return "" }
    return ResultTable(result).notes.map { "\(row.name): \($0)\n" }.joined()
      + "\(row.name): run \(row.place), digest \(result.digest)\n"
  }
}
