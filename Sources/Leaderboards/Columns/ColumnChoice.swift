import Benchmarks
import Evaluation
import Files
import Statistics

/// The columns that rows have: a task as one way of asking it, in the standard order or that of the configuration.
struct ColumnChoice {
  private(set) var columns: [LeaderboardColumn] = []
  private let rows: [LeaderboardRow]
  private let configuration: ReportConfiguration

  init(_ rows: [LeaderboardRow], _ configuration: ReportConfiguration) throws(Diagnostic) {
    self.rows = rows
    self.configuration = configuration
    if configuration.columns.isEmpty {
      for id in try ids() { try add(ReportConfiguration.Column(task: id)) }
    } else {
      for column in configuration.columns { try add(column) }
    }
    guard !columns.isEmpty else {
      throw Diagnostic("RUN", "no row has a task", expected: "runs that asked something", status: .notComparable)
    }
    nameWays()
  }

  /// What is asked, in the standard order, so far as it is wanted. What is published, or a mean, has a task's name alone: where there is
  /// such a task, it is found with that.
  private func ids() throws(Diagnostic) -> [String] {
    var full: [String] = [], short: [String] = []
    for task in rows.flatMap(\.tasks) {
      if !task.way.id.contains("@") {
        if !short.contains(task.way.id) { short.append(task.way.id) }
      } else if !full.contains(task.way.id) {
        full.append(task.way.id)
      }
    }
    let all = full + short.filter { name in !full.contains { Self.isCalled($0, name) } }
    var wanted: [String] = []
    for name in configuration.tasks {
      let members = Preset.groups.first { $0.name == name }?.benchmarks ?? [name]
      let fitting = all.filter { id in members.contains { Self.isCalled(id, $0) } }
      guard !fitting.isEmpty else {
        throw Diagnostic(
          "--tasks", "no row has '\(name)'", expected: all.joined(separator: ", "), status: .wrongUsage)
      }
      wanted += fitting.filter { !wanted.contains($0) }
    }
    let chosen = configuration.tasks.isEmpty ? all : wanted
    return chosen.enumerated().sorted { one, other in
      (Benchmark.place(of: one.element), one.offset) < (Benchmark.place(of: other.element), other.offset)
    }.map(\.element)
  }

  /// Whether a name means a protocol: its own, its benchmark's, or the other way round for a name without a protocol.
  private static func isCalled(_ id: String, _ name: String) -> Bool { id == name || id.hasPrefix(name + "@") }

  private mutating func add(_ wanted: ReportConfiguration.Column) throws(Diagnostic) {
    let first = columns.count
    var later: [(row: Int, task: LeaderboardRow.Task)] = []
    for (row, entry) in rows.enumerated() {
      for task in entry.tasks where Self.isCalled(task.way.id, wanted.task) || Self.isCalled(wanted.task, task.way.id) {
        if case .published = task.evidence {
          later.append((row, task))
        } else {
          try put(task, of: row, wanted, from: first)
        }
      }
    }
    // Published numbers stand beside the first way of asking; the reader is told that they are others'.
    for (row, task) in later where columns.count > first || !configuration.columns.isEmpty || task.way.id == wanted.task
    {
      put(published: task, of: row, wanted, from: first)
    }
    guard columns.count > first || configuration.columns.isEmpty else {
      throw Diagnostic(
        "columns", "no row has '\(wanted.task)'",
        expected: Set(rows.flatMap { $0.tasks.map(\.way.id) }).sorted().joined(separator: ", "), status: .wrongUsage)
    }
  }

  private mutating func put(
    _ task: LeaderboardRow.Task, of row: Int, _ wanted: ReportConfiguration.Column, from first: Int
  ) throws(Diagnostic) {
    let metric = try self.metric(of: task, wanted, rows[row].name)
    for index in columns.indices.dropFirst(first)
    where columns[index].way == task.way && columns[index].metric == metric {
      if columns[index].add(row, task, metric) { return }
    }
    let name = task.way.shots.map { "\(task.name), \($0) shots" } ?? task.name
    var column = LeaderboardColumn(
      way: task.way, task: task.name, metric: metric, title: wanted.title.isEmpty ? name : wanted.title)
    if column.add(row, task, metric) { columns.append(column) }
  }

  private mutating func put(
    published task: LeaderboardRow.Task, of row: Int, _ wanted: ReportConfiguration.Column, from first: Int
  ) {
    if columns.count == first {
      columns.append(
        LeaderboardColumn(
          way: task.way, task: task.name, metric: "", title: wanted.title.isEmpty ? task.name : wanted.title))
    }
    columns[first].add(published: row, task)
  }

  private func metric(
    of task: LeaderboardRow.Task, _ wanted: ReportConfiguration.Column, _ row: String
  ) throws(Diagnostic) -> String {
    let known: [String] =
      switch task.evidence {
      case .items(let record): record.metrics.map(\.label)
      case .worlds(_, let metric), .mean(_, let metric): [metric]
      case .published: []
      }
    guard wanted.metric.isEmpty || known.contains(wanted.metric) else {
      throw Diagnostic(
        "columns", "\(task.way.id) of \(row) has no metric '\(wanted.metric)'",
        expected: known.joined(separator: " or "), status: .wrongUsage)
    }
    return wanted.metric.isEmpty ? known.first ?? "" : wanted.metric
  }

  /// Columns of one title get letters, or their protocols where these differ.
  private mutating func nameWays() {
    let titles = columns.map(\.title)
    for index in columns.indices {
      let same = titles.indices.filter { titles[$0] == titles[index] }
      guard same.count > 1 else { continue }
      let ids = same.map { columns[$0].way.id }, metrics = same.map { columns[$0].metric }
      if Set(ids).count == same.count {
        columns[index].title = columns[index].way.id
      } else if Set(metrics).count == same.count {
        columns[index].title += " " + columns[index].metric
      } else {
        let place = same.firstIndex(of: index) ?? 0
        columns[index].title += " (\(Self.letter(place)))"
      }
    }
  }

  /// a, b, …, z, 27, …
  static func letter(_ place: Int) -> String { place < 26 ? String(UnicodeScalar(UInt8(97 + place))) : "\(place + 1)" }
}

extension ReportConfiguration.Column {
  init(task: String) {
    self.init()
    self.task = task
  }
}

extension LeaderboardColumn {
  /// Puts a row into the column; false where it was asked other items, so that it belongs into another one.
  fileprivate mutating func add(_ row: Int, _ task: LeaderboardRow.Task, _ metric: String) -> Bool {
    switch task.evidence {
    case .items(let record):
      guard let index = record.metrics.firstIndex(where: { $0.label == metric }) else { return false }
      var own = table ?? ItemTable(record)
      guard own.add(row, record, metric: index) else { return false }
      table = own
      // A row none of whose items has a score lacks the task.
      if let estimate = Estimate(own, row: row) { cells[row] = Cell(estimate) }
    case .worlds(let values, _):
      guard let mean = SampleMean(of: values) else { return false }
      worlds[row] = values
      cells[row] = Cell(Estimate(mean))
    case .mean(let mean, _): cells[row] = Cell(Estimate(mean))
    case .published: return false
    }
    return true
  }

  fileprivate mutating func add(published row: Int, _ task: LeaderboardRow.Task) {
    guard case .published(let value, let decimals) = task.evidence else { return }
    var cell = Cell(Estimate(value: value, interval: nil, items: task.way.items))
    cell.isPublished = true
    cell.decimals = decimals
    cell.flaw = CountCheck.flaw(100 * value, of: task.way.items, decimals: decimals)
    cells[row] = cell
  }
}
