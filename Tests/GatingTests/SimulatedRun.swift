import Evaluation
import Files
import Statistics

@testable import Gating

/// Two runs that were drawn: tasks of right and wrong answers whose correlation and true difference are known.
struct SimulatedSuite {
  var seed: UInt64
  /// Items of each task.
  var sizes: [Int]
  var accuracy = 0.6
  /// Of an item that both have the same answer whatever else; the rest is drawn for each alone.
  var correlation = 0.85
  /// How much less the candidate's accuracy truly is, of the tasks in `worse`.
  var drop = 0.0
  var worse: Set<Int> = []

  func runs() -> (reference: StoredRun, candidate: StoredRun) {
    var old: [TaskRecord] = [], new: [TaskRecord] = []
    for (task, size) in sizes.enumerated() {
      let pairs = (0..<size).map { answers(task, $0) }
      old.append(record(task, pairs.map(\.old)))
      new.append(record(task, pairs.map(\.new)))
    }
    return (Self.run("reference", old), Self.run("candidate", new))
  }

  /// The candidate loses some of the items that it would have had: with the probability drop / accuracy.
  private func answers(_ task: Int, _ item: Int) -> (old: Double, new: Double) {
    let key = KeyedRandom.key(seed, UInt64(task), UInt64(item))
    func draw(_ place: Int) -> Double { KeyedRandom.uniform(key, place) }
    let common: Double = draw(0) < accuracy ? 1 : 0
    let isCommon = draw(1) < correlation
    let old = isCommon ? common : draw(2) < accuracy ? 1 : 0
    var new = isCommon ? common : draw(3) < accuracy ? 1.0 : 0
    if worse.contains(task), draw(4) < drop / accuracy { new = 0 }
    return (old, new)
  }

  private func record(_ task: Int, _ scores: [Double]) -> TaskRecord {
    TaskRecord(
      id: "task\(task)@sim", name: "task\(task)", metrics: [TaskRecord.MetricName(name: "acc")],
      items: scores.enumerated().map { index, score in
        ItemRecord(item: "\(index)", ask: Self.ask("\(task) \(index)"), scores: [score])
      })
  }

  static func ask(_ text: String) -> String { String(SHA256.hexadecimal(of: text).prefix(32)) }

  static func run(_ place: String, _ tasks: [TaskRecord]) -> StoredRun {
    let asked = JSONObject(
      tasks.map { task in
        (key: task.id, value: ["version": 1, "bos": "on", "items": .integer(task.items.count), "ask": "data"] as JSON)
      })
    let scores = tasks.map { $0.items.map { $0.scores.map { $0.map { "\($0)" } ?? "-" } } }
    return StoredRun(
      place: place, model: place, digest: SHA256.hexadecimal(of: "\(scores)"),
      identity: ["assay": "0", "tasks": .object(asked), "limit": .null, "seed": 0], tasks: tasks)
  }
}
