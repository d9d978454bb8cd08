import Files
import Reporting

/// The pictures of a report, each by the name of its file without `.svg`.
struct ReportPictures {
  private(set) var all: [(name: String, svg: String)] = []
  /// What could not be drawn, a sentence each.
  private(set) var notes: [String] = []
  private let board: Leaderboard

  init(_ board: Leaderboard) {
    self.board = board
    for summary in board.summaries { forest(summary.title, summary.definition, summary.cells, "leaderboard") }
    for column in board.columns {
      forest(column.title, "\(column.way.id), \(column.metric)", column.cells, "task")
      if let detail = LeaderboardDetail(column, board) { parts(detail, column.title) }
    }
    errors()
    for row in board.rows { curves(row) }
  }

  /// Names differ, also where letters of either case are one.
  private mutating func add(_ kind: String, _ name: String, _ svg: String) {
    var plain = ""
    for character in "\(kind)-\(name)".unicodeScalars {
      let isPlain = character.isASCII && (character.properties.isAlphabetic || ("0"..."9").contains(character))
      if isPlain { plain.unicodeScalars.append(character) } else if plain.last != "-" { plain += "-" }
    }
    while plain.hasSuffix("-") { plain.removeLast() }
    let short = String(plain.prefix(80))
    let taken = all.count {
      $0.name.lowercased() == short.lowercased() || $0.name.lowercased().hasPrefix(short.lowercased() + ".")
    }
    all.append((taken == 0 ? short : "\(short).\(taken + 1)", svg))
  }

  private mutating func forest(
    _ title: String, _ note: String, _ cells: [Int: LeaderboardColumn.Cell], _ kind: String
  ) {
    let rows = cells.keys.sorted { (cells[$1]?.estimate.value ?? 0, $0) < (cells[$0]?.estimate.value ?? 0, $1) }
    guard !rows.isEmpty else { return }
    let plot = DotPlot(
      title: SafeText.line(title),
      description: SafeText.line("\(note); 95 % intervals; filled: not told apart from the best"),
      rows: rows.compactMap { row in
        cells[row].map { cell in
          DotPlot.Row(
            SafeText.line(board.rows[row].name),
            [
              DotPlot.Point(
                cell.estimate.value, interval: cell.estimate.interval, isStrong: cell.rank == .best || cell.isLikeBest)
            ])
        }
      })
    add(kind, title, plot.svg)
  }

  private mutating func parts(_ detail: LeaderboardDetail, _ title: String) {
    let rows = detail.parts.map { part in
      DotPlot.Row(
        SafeText.line(part.name), isHeading: part.depth == 0 && detail.parts.contains { $0.depth > 0 },
        part.values.map { $0.map { DotPlot.Point($0) } })
    }
    let plot = DotPlot(
      title: SafeText.line("\(title) in parts"), description: "a point for each model and part",
      series: detail.rows.map(SafeText.line), rows: rows)
    add("parts", title, plot.svg)
  }

  private mutating func errors() {
    var question = ErrorQuestion(runs: [])
    question.tasks = board.configuration.tasks
    let analysis: ErrorAnalysis
    do throws(Diagnostic) { analysis = try ErrorAnalysis(board.rows, question) } catch {
      // Of one model nothing is in common.
      if error.status != .notComparable { notes.append("errors in common are not drawn: \(error.problem)") }
      return
    }
    for task in analysis.tasks {
      for (number, overlap) in task.overlaps.enumerated() {
        guard let overlap else { continue }
        let suffix = analysis.families.count > 1 ? "-\(number + 1)" : ""
        let plot = OverlapPlot(
          title: SafeText.line("\(task.title): errors in common"),
          description:
            "items that exactly these models miss, of \(overlap.items); \(overlap.missedByNone) are missed by none",
          names: overlap.parents.map { SafeText.line(analysis.rows[$0].name) },
          sets: overlap.regions.map { ($0.models, $0.items) })
        if !overlap.regions.isEmpty { add("errors", task.title + suffix, plot.svg) }
        for merge in overlap.merges { byWrong(merge, task.title + suffix, analysis) }
      }
    }
  }

  private mutating func byWrong(_ merge: ErrorOverlap.Merge, _ task: String, _ analysis: ErrorAnalysis) {
    let title = "\(task): right answers by the number of wrong parents"
    var chart = LineChart(title: SafeText.line(title), across: "parents that miss the item", upward: "share right")
    chart.description =
      "with Wilson's 95 % intervals; other models in the same bins are the control for regression to the mean"
    chart.countsAcross = true
    let series = [(merge.row, merge.bins)] + merge.controls.map { ($0.row, $0.bins) }
    for (row, own) in series {
      let known = own.bins.indices.filter { own.bins[$0].share != nil }
      chart.add(
        LineChart.Series(
          SafeText.line(analysis.rows[row].name), known.map { (Double($0), own.bins[$0].share ?? 0) }, hasDots: true,
          intervals: known.map { own.bins[$0].interval }))
    }
    add("wrong-parents", "\(task) \(analysis.rows[merge.row].name)", chart.svg)
  }

  private mutating func curves(_ row: LeaderboardRow) {
    guard let folder = row.model.adapters.last ?? (row.model.path.isEmpty ? nil : row.model.path),
      let found = TrainingCurves(beside: folder)
    else { return }
    let name = SafeText.line(row.name)
    if !found.probes.isEmpty {
      var chart = LineChart(title: "\(name): scores while it was trained", across: "update", upward: "score")
      for probe in found.probes {
        chart.add(
          LineChart.Series(SafeText.line(probe.name), probe.points.map { ($0.update, $0.value) }, hasDots: true))
      }
      add("scores", row.name, chart.svg)
    }
    guard !found.losses.isEmpty || !found.validations.isEmpty else { return }
    let curve = LossCurve(
      title: "\(name): loss", losses: found.losses.map { (Int(saturating: $0.update), $0.loss) },
      validations: found.validations.map { (Int(saturating: $0.update), $0.loss) })
    add("loss", row.name, curve.svg)
  }
}
