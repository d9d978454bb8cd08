import Evaluation
import Files
import Statistics

/// The rows of a folder that `dtm`, `study` or `search` wrote, by the names that their own tables have.
struct ReportRows {
  private(set) var rows: [LeaderboardRow] = []
  private(set) var notes: [String] = []
  private(set) var warnings: [String] = []

  private let folder: String
  private let path: String

  /// Throws where the report is missing, or is not what the command writes.
  init(_ folder: String, _ kind: LeaderboardRow.Origin) throws(Diagnostic) {
    self.folder = folder
    path = folder + (kind == .search ? "/search.json" : "/report.json")
    guard FileSystem.exists(path) else {
      throw Diagnostic(
        folder, "holds a job of assay \(kind.rawValue) that is not finished: it has no report.json",
        expected: "the same command again, which goes on where it was", status: .notComparable)
    }
    let report = try JSON(file: path)
    switch kind {
    case .study: try readStudy(report)
    case .search: try readSearch(report)
    default: try readDTM(report)
    }
    guard !rows.isEmpty else { throw notReport }
    for index in rows.indices { rows[index].isMiniature = report["miniatures"]?.bool ?? rows[index].isMiniature }
  }

  private var notReport: Diagnostic {
    Diagnostic(
      path, "is not the report of this version", expected: "the same command again, which writes it in seconds",
      status: .notComparable)
  }

  /// A path of the report: relative ones are meant from its folder where they lie there.
  private func place(_ path: String) -> String {
    let own = folder + "/" + path
    return !path.hasPrefix("/") && FileSystem.exists(own) ? own : path
  }

  private func model(_ json: JSON?) -> LeaderboardRow.ModelPlace {
    LeaderboardRow.ModelPlace(
      path: json?["path"]?.string.map(place) ?? "",
      adapters: (json?["adapters"]?.array ?? []).compactMap(\.string).map(place),
      ensemble: (json?["ensemble"]?.array ?? []).compactMap(\.string).map(place))
  }

  /// Each model has runs of its own, which hold its items.
  private mutating func readDTM(_ report: JSON) throws(Diagnostic) {
    guard let models = report["models"]?.array else { throw notReport }
    var lost: [String] = []
    for json in models {
      guard let name = json["name"]?.string else { throw notReport }
      let runs = (json["runs"]?.array ?? []).compactMap(\.string).map(place)
      var row: LeaderboardRow
      if !runs.isEmpty, runs.allSatisfy({ FileSystem.exists($0 + "/run.json") }) {
        row = try LeaderboardRow(runs, name: name, origin: .dtm)
      } else {
        row = LeaderboardRow(name: name, origin: .dtm, places: [folder])
        row.tasks = try means(json["tasks"])
        lost.append(name)
      }
      if let told = json["model"] { row.model = model(told) }
      (row.role, row.reportedSeed) = (json["role"]?.string, json["seed"]?.integer)
      rows.append(row)
    }
    if !lost.isEmpty {
      warnings.append(
        "\(folder): the runs of \(lost.joined(separator: "; ")) are not there: numbers are the report's, and no test is made of them"
      )
    }
  }

  /// Numbers of the items that were not chosen by.
  private mutating func readSearch(_ report: JSON) throws(Diagnostic) {
    guard let models = report["models"]?.array else { throw notReport }
    for json in models {
      guard let name = json["name"]?.string else { throw notReport }
      var row = LeaderboardRow(name: name, origin: .search, places: [folder])
      row.tasks = try means(json["test_metrics"])
      row.model = model(json["model"])
      rows.append(row)
    }
    notes.append("\(folder): the numbers are of the items that were not chosen by; no test is made of them")
  }

  private func means(_ tasks: JSON?) throws(Diagnostic) -> [LeaderboardRow.Task] {
    guard let tasks = tasks?.array else { throw notReport }
    return try tasks.map { (json) throws(Diagnostic) in
      guard let name = json["task"]?.string, let metric = json["metric"]?.string, let value = json["value"]?.number,
        let items = json["items"]?.integer, (1...1 << 28).contains(items), value.isFinite
      else { throw notReport }
      let mean = SampleMean(value: value, standardError: json["standard_error"]?.number, count: items)
      return LeaderboardRow.Task(
        way: AskedWay(id: name, items: items, source: folder), name: name, evidence: .mean(mean, metric: metric))
    }
  }

  private mutating func readStudy(_ report: JSON) throws(Diagnostic) {
    guard let conditions = report["conditions"]?.array, let worlds = report["worlds"]?.array else { throw notReport }
    let metrics = report["metrics"] ?? .null
    for json in conditions {
      guard let label = json["label"]?.string, let tasks = json["tasks"]?.object else { throw notReport }
      let dose = json["dose"]?.string.map { "\($0): " } ?? "", count = json["k"]?.integer.map { "K = \($0): " } ?? ""
      var row = LeaderboardRow(name: dose + count + label, origin: .study, places: [folder])
      for (task, value) in tasks.members where !value.isNull {
        let values = (value["worlds"]?.array ?? []).compactMap(\.number), metric = metrics[task]?.string ?? ""
        guard let mean = SampleMean(of: values), values.allSatisfy(\.isFinite) else { throw notReport }
        row.tasks.append(
          LeaderboardRow.Task(
            way: AskedWay(id: task, items: worlds.count, source: folder), name: task,
            evidence: values.count == worlds.count ? .worlds(values, metric: metric) : .mean(mean, metric: metric)))
      }
      row.model = model(json["models"]?.array?.first)
      (row.subModels, row.kind) = (json["k"]?.integer, dose + label)
      rows.append(row)
    }
    notes.append("\(folder): values are means over \(worlds.count) worlds; intervals and tests are over worlds")
  }
}
