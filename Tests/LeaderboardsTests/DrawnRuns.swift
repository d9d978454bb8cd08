import Evaluation
import Files
import Statistics

@testable import Leaderboards

/// Rows of right and wrong answers that are drawn: as a run's items would be read.
enum DrawnRuns {
  /// - Parameters:
  ///   - accuracy: of each task by its protocol.
  ///   - changed: part of the items whose answer is drawn for this row alone.
  static func row(
    _ name: String, _ tasks: [(id: String, accuracy: Double)], items: Int = 200, seed: UInt64 = 0,
    changed: Double = 0.2, bos: String = "off", contexts: Int? = nil, order: Bool = true
  ) -> LeaderboardRow {
    var row = LeaderboardRow(name: name, origin: .run, places: ["runs/\(name)"])
    row.runs = [
      StoredRun(place: row.places[0], model: name, digest: SHA256.hexadecimal(of: name), identity: [:], tasks: [])
    ]
    row.seed = 0
    for task in tasks {
      var records = (0..<items).map { index -> ItemRecord in
        let common = KeyedRandom.key(SHA256.number(task.id), UInt64(index))
        let own = KeyedRandom.key(seed, UInt64(index), SHA256.number(task.id))
        let isOwn = KeyedRandom.uniform(own, 0) < changed
        let draw = KeyedRandom.uniform(isOwn ? own : common, 1)
        return ItemRecord(
          item: "\(index)", context: contexts.map { "\(index % $0)" }, ask: ask("\(task.id) \(index)"),
          scores: [draw < task.accuracy ? 1 : 0])
      }
      if !order { records.reverse() }
      add(records, task.id, bos: bos, to: &row)
    }
    return row
  }

  static func add(
    _ records: [ItemRecord], _ id: String, bos: String = "off", aggregation: Benchmark.Aggregation = .micro,
    to row: inout LeaderboardRow
  ) {
    let name = String(id.prefix { $0 != "@" })
    let record = TaskRecord(
      id: id, name: name, aggregation: aggregation, metrics: [TaskRecord.MetricName(name: "acc")], items: records)
    let identity: JSON = [
      "tasks": .object(JSONObject([(id, ["version": 1, "bos": .string(bos), "ask": "data"] as JSON)]))
    ]
    row.tasks.append(
      LeaderboardRow.Task(way: AskedWay(record, identity: identity), name: name, evidence: .items(record)))
  }

  static func ask(_ text: String) -> String { String(SHA256.hexadecimal(of: text).prefix(32)) }
}

extension SHA256 {
  /// A number of a text, the same in every process.
  static func number(_ text: String) -> UInt64 { UInt64(hexadecimal(of: text).prefix(15), radix: 16) ?? 0 }
}
