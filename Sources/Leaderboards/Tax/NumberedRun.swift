import Files
import Statistics

/// `NUMBER=RUN`: a run as a point of a curve, such as that of a model that was trained on so many records.
struct NumberedRun {
  var number: Double
  var text: String
  var place: String

  init(number: Double, text: String, place: String) {
    self.number = number
    self.text = text
    self.place = place
  }

  /// nil for what is told otherwise, or is there as it stands.
  init?(_ text: String) {
    guard !FileSystem.exists(text), let equals = text.firstIndex(of: "="),
      let number = Double(String(text[..<equals])), number.isFinite
    else { return nil }
    self.number = number
    self.text = String(text[..<equals])
    place = String(text[text.index(after: equals)...])
  }

  /// Throws where there are fewer than two, one number is there twice, or the runs have no task in common that was asked alike.
  static func group(_ runs: [NumberedRun], _ tasks: [String]) throws(Diagnostic) -> TaxAnalysis.Group {
    guard runs.count > 1, Set(runs.map(\.number)).count == runs.count else {
      throw Diagnostic(
        "RUN", runs.count < 2 ? "there is one point" : "two runs have one number",
        expected: "two runs or more, each NUMBER=RUN with a number of its own", status: .wrongUsage)
    }
    let sorted = runs.sorted { $0.number < $1.number }
    let rows = try RowPlaces(sorted.map { "\($0.text)=\($0.place)" }).rows
    var configuration = ReportConfiguration()
    configuration.tasks = tasks
    let columns = try ColumnChoice(rows, configuration).columns
    let curves = columns.filter { $0.cells.count > 1 }.map { curve($0, sorted) }
    guard !curves.isEmpty, rows.count == runs.count else {
      throw Diagnostic(
        runs.map(\.place).joined(separator: ", "), "have no task in common that was asked alike",
        expected: "runs of the same tasks, protocols, BOS and items, one model each", status: .notComparable)
    }
    return TaxAnalysis.Group(
      title: sorted.map(\.text).joined(separator: ", "), place: sorted.map(\.place).joined(separator: ", "),
      across: "number", curves: curves)
  }

  private static func curve(_ column: LeaderboardColumn, _ runs: [NumberedRun]) -> TaxCurve {
    let own = runs.indices.filter { column.cells[$0] != nil }
    var curve = TaxCurve(task: column.title, metric: column.metric, points: [])
    for place in own {
      guard let estimate = column.cells[place]?.estimate else { continue }
      curve.points.append(
        TaxCurve.Point(
          x: runs[place].number, value: estimate.value, standardError: estimate.standardError, items: estimate.items))
    }
    if own.allSatisfy({ column.worlds[$0] != nil }) {
      curve.paired = { later, earlier in column.difference(own[later], own[earlier], seed: TaxAnalysis.seed) }
    }
    guard let table = column.table, own.allSatisfy({ table.scores[$0] != nil }) else { return curve }
    curve.paired = { later, earlier in column.difference(own[later], own[earlier], seed: TaxAnalysis.seed) }
    curve.corrected = sums(table, own).flatMap { PeakLoss($0, seed: TaxAnalysis.seed) }
    return curve
  }

  /// What each unit adds to each point's mean over the items that all have a score of.
  private static func sums(_ table: ItemTable, _ rows: [Int]) -> [[Double]]? {
    let scores = rows.map { table.scores[$0] ?? [] }
    let kept = (0..<table.count).filter { item in scores.allSatisfy { item < $0.count && $0[item] != nil } }
    guard kept.count > 1 else { return nil }
    let weights = table.weights(of: kept)
    return scores.map { own in
      var sums = [Double](repeating: 0, count: table.unitCount)
      for (item, weight) in zip(kept, weights) { sums[table.units[item]] += weight * (own[item] ?? 0) }
      return sums
    }
  }
}
