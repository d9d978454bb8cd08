import Files

/// What a model's repository on the hub keeps in `.eval_results/`: a list of scores, each of a task of a dataset that is registered there
/// as a benchmark. The format is the hub's (huggingface/hub-docs, eval_results.yaml), where the task's id must be told; values are
/// percentages.
struct EvalResults {
  let board: Leaderboard
  let row: Int

  static let mark = "# made by assay report"

  /// Throws where no task of the row is the whole of a dataset with a task that the hub knows.
  func text() throws(Diagnostic) -> String {
    var text = "\(Self.mark): scores of \(SafeText.line(board.rows[row].name)) in per cent\n", count = 0
    var left: [String] = []
    let date = try RunDate(board.rows[row].places)?.iso
    for column in board.columns {
      guard let cell = column.cells[row], !cell.isPublished else { continue }
      guard let dataset = HubDataset.of(column), let task = dataset.taskID else {
        left.append(SafeText.line(column.title))
        continue
      }
      count += 1
      text += "- dataset:\n    id: \(SafeText.yaml(dataset.id))\n    task_id: \(SafeText.yaml(task))\n"
      text += "  value: \(LeaderboardGrid.number(cell.estimate.value, true))\n"
      if let date { text += "  date: \(SafeText.yaml(date))\n" }
      text += "  notes: \(SafeText.yaml(Self.notes(column, cell)))\n"
    }
    guard count > 0 else {
      throw Diagnostic(
        "--eval-results",
        "no task of \(SafeText.line(board.rows[row].name)) is the whole of a dataset that is a benchmark of the hub",
        expected: "a run of all items of the official gsm8k; --model-card has the other tasks",
        status: .notComparable)
    }
    if !left.isEmpty {
      text += "# not here, for the hub knows no task of theirs, or they are a part of one: "
      text += left.joined(separator: ", ") + "\n"
    }
    return text
  }

  /// `acc, 95 % 41.20 to 44.10; n 1172; arc_challenge@lm-eval version 1, BOS off`.
  static func notes(_ column: LeaderboardColumn, _ cell: LeaderboardColumn.Cell) -> String {
    var facts = [column.metric]
    if let interval = cell.estimate.interval {
      facts.append(
        "95 % \(LeaderboardGrid.number(interval.lowerBound, true)) to \(LeaderboardGrid.number(interval.upperBound, true))"
      )
    }
    facts.append("n \(cell.estimate.items)")
    if let version = column.way.version { facts.append("\(column.way.id) version \(version)") }
    if let shots = column.way.shots { facts.append("\(shots) shots, not the protocol's number") }
    if let bos = column.way.bos { facts.append("BOS \(bos)") }
    return facts.filter { !$0.isEmpty }.joined(separator: ", ")
  }
}
