import Benchmarks
import Evaluation
public import Files
public import Statistics

/// Whose errors are whose: what each model kept, lost and gained against another, which sets of items models miss together, and what
/// merges answer of items that their parents miss. Of metrics that are right or wrong.
public struct ErrorAnalysis: Sendable {
  public let rows: [LeaderboardRow]
  /// The row that all others are held against.
  public let against: Int
  public let families: [ErrorFamily]
  public private(set) var tasks: [Task] = []
  public private(set) var warnings: [String] = []
  public private(set) var notes: [String] = []

  /// A metric of a task as one way of asking it.
  public struct Task: Sendable {
    public var title: String
    public var id: String
    public var metric: String
    public var items: Int
    public var changes: [Change] = []
    /// In the order of the families; nil where fewer than two of the parents were asked.
    public var overlaps: [ErrorOverlap?] = []
  }

  /// What became of the items from the row that all are held against to another one.
  public struct Change: Sendable {
    public var row: Int
    /// First: the row that all are held against.
    public var counts: Agreement
    /// Items that either has no score of.
    public var unscored: Int
    public var difference: PairedDifference
    /// `difference.probability` by Holm over all rows and tasks.
    public var adjusted: Double?

    public var kept: Int { counts.bothRight }
    public var lost: Int { counts.onlyFirst }
    public var gained: Int { counts.onlySecond }
  }

  /// Reads what the question names. Throws where a run is none or is damaged, where a row or task is not there, and where fewer than two
  /// rows have items.
  public init(_ question: ErrorQuestion) throws(Diagnostic) {
    let found = try RowPlaces(question.runs)
    try self.init(found.rows, question, warnings: found.warnings)
  }

  init(
    _ found: [LeaderboardRow], _ question: ErrorQuestion, warnings: [String] = []
  ) throws(Diagnostic) {
    let all = try RowChoice(found, ReportConfiguration()).rows
    let rows = all.filter(\.hasItems)
    self.rows = rows
    self.warnings = warnings
    let left = all.filter { !$0.hasItems }.map(\.name)
    if !left.isEmpty {
      self.warnings.append("\(left.joined(separator: "; ")): known are means alone, no items: not looked at")
    }
    guard rows.count > 1 else {
      throw Diagnostic(
        "RUN", "there \(rows.count == 1 ? "is one model" : "are no models") whose items are known",
        expected: "two or more finished runs, or a folder of assay dtm", status: .notComparable)
    }
    let named = try question.against.isEmpty ? [0] : question.places([question.against], "--against", in: rows)
    against = named[0]
    families = try ErrorFamily.all(rows, question)
    try look(question)
    correct()
    if families.allSatisfy(\.merges.isEmpty), question.parents.isEmpty {
      notes.append(
        "of no row it is known that it was made of others here; --merge NAME and --parent NAME for each parent say so")
    }
    for row in rows where row.isMiniature {
      self.warnings.append("\(row.name): asked were the built-in miniatures, and the numbers mean nothing")
    }
  }

  private mutating func look(_ question: ErrorQuestion) throws(Diagnostic) {
    var configuration = ReportConfiguration()
    configuration.tasks = question.tasks
    for column in try ColumnChoice(rows, configuration).columns {
      for (index, label) in column.metricLabels(rows).enumerated() {
        let title = index == 0 ? column.title : "\(column.title), \(label)"
        guard let table = column.items(rows, label) else { continue }
        guard table.isRightOrWrong else {
          notes.append("\(title): scores are graded, not right or wrong: not looked at")
          continue
        }
        var task = Task(title: title, id: column.way.id, metric: label, items: table.count)
        task.changes = rows.indices.filter { $0 != against }.compactMap { change($0, table) }
        task.overlaps = families.map { ErrorOverlap(table, $0) }
        let isTold = !task.changes.isEmpty || task.overlaps.contains { $0 != nil }
        if isTold { tasks.append(task) } else { notes.append("\(title): asked of one row alone: nothing to compare") }
      }
    }
    guard tasks.isEmpty else { return }
    throw Diagnostic(
      "RUN", "no task of two rows is right or wrong: \(notes.joined(separator: "; "))",
      expected: "runs that were asked the same", status: .notComparable)
  }

  private func change(_ row: Int, _ table: ItemTable) -> Change? {
    guard let units = PairedUnits(table, row, against), let mine = table.scores[against], let own = table.scores[row]
    else { return nil }
    var counts = Agreement()
    for (old, new) in zip(mine, own) {
      if let old, let new { counts.add(old == 1, new == 1) }
    }
    return Change(
      row: row, counts: counts, unscored: table.count - counts.count,
      difference: PairedDifference(units, seed: ReportConfiguration().seed))
  }

  private mutating func correct() {
    let places = tasks.indices.flatMap { task in
      tasks[task].changes.indices.filter { tasks[task].changes[$0].difference.probability != nil }.map { (task, $0) }
    }
    let adjusted = Holm.adjusted(places.compactMap { tasks[$0.0].changes[$0.1].difference.probability })
    for ((task, change), value) in zip(places, adjusted) { tasks[task].changes[change].adjusted = value }
  }
}

extension LeaderboardRow {
  /// Whether it has items, and not means alone.
  var hasItems: Bool {
    tasks.contains { if case .items = $0.evidence { true } else { false } }
  }
}

extension LeaderboardColumn {
  /// The record of the column's task that a row has.
  private func record(_ row: LeaderboardRow) -> TaskRecord? {
    for task in row.tasks where task.way == way {
      if case .items(let record) = task.evidence { return record }
    }
    return nil
  }

  /// Metrics of the rows' items, the column's own first; another one with the same scores as an earlier one tells nothing more.
  fileprivate func metricLabels(_ rows: [LeaderboardRow]) -> [String] {
    let records = (table?.scores.keys.sorted() ?? []).compactMap { record(rows[$0]) }
    var labels = [metric]
    for label in records.flatMap({ $0.metrics.map(\.label) }) where !labels.contains(label) {
      let isNew = !labels.contains { known in records.allSatisfy { $0.hasSameScores(known, label) } }
      if isNew { labels.append(label) }
    }
    return labels
  }

  /// The items by one of the metrics; nil where no row has it.
  fileprivate func items(_ rows: [LeaderboardRow], _ label: String) -> ItemTable? {
    if label == metric { return table }
    var items: ItemTable?
    for row in table?.scores.keys.sorted() ?? [] {
      guard let record = record(rows[row]), let index = record.metrics.firstIndex(where: { $0.label == label }) else {
        continue
      }
      var own = items ?? ItemTable(record)
      if own.add(row, record, metric: index) { items = own }
    }
    return items
  }
}

extension TaskRecord {
  fileprivate func hasSameScores(_ one: String, _ other: String) -> Bool {
    let first = metrics.firstIndex { $0.label == one }, second = metrics.firstIndex { $0.label == other }
    guard let first, let second else { return first == second }
    return items.allSatisfy { $0.scores[first] == $0.scores[second] }
  }
}

extension ItemTable {
  /// Whether all scores are right or wrong, and nothing between.
  fileprivate var isRightOrWrong: Bool {
    scores.values.allSatisfy { $0.allSatisfy { $0 == nil || $0 == 0 || $0 == 1 } }
  }
}
