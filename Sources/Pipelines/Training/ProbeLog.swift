import Evaluation
import Files
import Reporting
import Statistics

/// `probe.jsonl`: a line for each task and probe, with a checksum each. From it `probe.csv` and the tax curve `probe.svg` are drawn.
struct ProbeLog {
  struct Line: Equatable {
    var update: Int
    var task: String
    var metric: String
    var value: Double
    var standardError: Double?
    var items: Int
  }

  private(set) var lines: [Line] = []
  private let folder: String

  private var path: String { folder + "/probe.jsonl" }

  /// Opens the log of a run; lines behind `updates` are of updates that are made again, and go.
  init(folder: String, updates: Int) throws(Diagnostic) {
    self.folder = folder
    guard FileSystem.exists(path) else { return }
    let text = String(decoding: try FileSystem.bytes(of: path), as: UTF8.self)
    for (index, line) in text.split(separator: "\n").enumerated() {
      // The file is replaced as a whole: no line of it is ever torn.
      guard let json = CheckedLine.json(String(line)), let line = Line(json) else {
        throw Diagnostic(
          "\(path):\(index + 1)", "is not what was written", expected: "restore the file, or --fresh to start over")
      }
      if line.update <= updates { lines.append(line) }
    }
  }

  func has(_ update: Int) -> Bool { lines.contains { $0.update == update } }

  /// All tasks of one probe at once: it is there whole, or not at all.
  mutating func append(_ result: RunResult, update: Int) throws(Diagnostic) {
    for task in result.tasks {
      guard let metric = task.metrics.first, let mean = metric.mean else { continue }
      lines.append(
        Line(
          update: update, task: task.name, metric: metric.label, value: mean.value, standardError: mean.standardError,
          items: task.items))
    }
    try FileSystem.write(lines.map { CheckedLine.text($0.json) + "\n" }.joined(), to: path)
  }

  /// Writes the table and the picture.
  func draw(title: String) throws(Diagnostic) {
    guard !lines.isEmpty else { return }
    var table = "update,task,metric,value,standard_error,items\n"
    for line in lines {
      let error = line.standardError.map { "\($0)" } ?? ""
      table += "\(line.update),\(line.task),\(line.metric),\(line.value),\(error),\(line.items)\n"
    }
    try FileSystem.write(table, to: folder + "/probe.csv")
    var chart = LineChart(title: title, across: "update", upward: "score")
    for task in Set(lines.map(\.task)).sorted() {
      let own = lines.filter { $0.task == task }
      chart.add(
        LineChart.Series(
          "\(task) (\(own[0].metric))", own.map { (Double($0.update), $0.value) }, hasDots: true))
    }
    try FileSystem.write(chart.svg, to: folder + "/probe.svg")
  }
}

extension ProbeLog.Line {
  var json: JSON {
    [
      "update": .integer(update), "task": .string(task), "metric": .string(metric), "value": .number(value),
      "standard_error": standardError.map { .number($0) } ?? .null, "items": .integer(items),
    ]
  }

  init?(_ json: JSON) {
    guard let update = json["update"]?.integer, update >= 0, let task = json["task"]?.string,
      let metric = json["metric"]?.string, let value = json["value"]?.number, let items = json["items"]?.integer
    else { return nil }
    let error = json["standard_error"] ?? .null
    guard error.isNull || error.number != nil else { return nil }
    self.init(
      update: update, task: task, metric: metric, value: value, standardError: error.number,
      items: items)
  }
}
