import Files
import Statistics

/// Scores over the number of sub-models, of a study that tries several: the paper's Figure 11. Points are means over worlds, and are
/// held against each other world by world.
struct StudyCurves {
  private(set) var groups: [TaxAnalysis.Group] = []

  /// Of each kind of model that the study has with two numbers of sub-models or more, in the order of its table.
  init(_ folder: String, _ tasks: [String]) throws(Diagnostic) {
    let rows = try ReportRows(folder, .study).rows.filter { $0.subModels != nil }
    var kinds: [String] = []
    for row in rows where !kinds.contains(row.kind) { kinds.append(row.kind) }
    for kind in kinds {
      let own = rows.filter { $0.kind == kind }.sorted { ($0.subModels ?? 0) < ($1.subModels ?? 0) }
      guard Set(own.map(\.subModels)).count == own.count, own.count > 1 else { continue }
      let names = own[0].tasks.map(\.name).filter { name in
        tasks.isEmpty || tasks.contains { TaxAnalysis.means($0, name) }
      }
      let curves = names.compactMap { Self.curve($0, own) }
      guard !curves.isEmpty else { continue }
      groups.append(
        TaxAnalysis.Group(
          title: "\(folder), \(kind)", place: "\(folder)#\(kind)", across: "number of sub-models", curves: curves))
    }
  }

  /// nil where fewer than two of the rows have the task.
  private static func curve(_ task: String, _ rows: [LeaderboardRow]) -> TaxCurve? {
    var curve = TaxCurve(task: task, metric: "", points: []), worlds: [[Double]] = []
    for row in rows {
      guard let number = row.subModels, let evidence = row.tasks.first(where: { $0.name == task })?.evidence else {
        continue
      }
      var mean: SampleMean?
      switch evidence {
      case .worlds(let values, let metric):
        mean = SampleMean(of: values)
        curve.metric = metric
        worlds.append(values)
      case .mean(let value, let metric):
        mean = value
        curve.metric = metric
      case .items, .published: continue
      }
      guard let mean else { continue }
      curve.points.append(
        TaxCurve.Point(
          x: Double(number), value: mean.value, standardError: mean.standardError, items: mean.count))
    }
    guard curve.points.count > 1 else { return nil }
    // Where a world lacks a point, it is no longer known which is whose.
    let known = worlds
    if known.count == curve.points.count {
      curve.paired = { later, earlier in PairedDifference(worlds: known[later], known[earlier]) }
    }
    return curve
  }
}
