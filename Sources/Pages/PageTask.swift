import Evaluation
import Files
import Statistics

/// A task, as one way of asking it, in all runs that were asked it.
struct PageTask: Sendable {
  let id: String
  let name: String
  let kind: Kind
  let aggregation: Benchmark.Aggregation
  let metricNames: [TaskRecord.MetricName]
  let items: PageItems
  /// Of each run; nil where it was not asked.
  let records: [TaskRecord?]
  /// Names of groups of subtasks, such as MMLU's, with the places of their members.
  let categories: [(name: String, members: [Int])]
  /// Of each run the means of all metrics, over its own items; nil where it was not asked.
  let metrics: [[SampleMean?]?]
  /// Of each run, of each item, by the first metric; NaN where there is no score.
  private let scores: [[Double]]

  enum Kind: String, Sendable {
    case choice, text, program
  }

  init?(_ id: String, in runs: [PageRun]) {
    let records = runs.map { $0.task(id)?.record }
    guard let first = records.lazy.compactMap({ $0 }).first else { return nil }
    let identity = runs.lazy.compactMap { $0.identity(id) }.first
    self.id = id
    name = first.name
    kind = identity?["verdicts"] != nil ? .program : identity?["generation"] != nil ? .text : .choice
    aggregation = first.aggregation
    metricNames = first.metrics
    self.records = records
    let items = PageItems(records)
    self.items = items
    categories = ResultGroups.categories(of: first.name, in: runs.compactMap { $0.task(id)?.part.place }).map { group in
      (group.name, group.members.compactMap { items.subtasks.firstIndex(of: $0) })
    }
    scores = records.indices.map { run in
      guard let record = records[run] else { return [] }
      return items.places[run].map { place in place.flatMap { record.items[$0].scores.first ?? nil } ?? .nan }
    }
    metrics = records.map { record in
      record.map { record in
        first.metrics.map { metric in
          record.metrics.firstIndex(of: metric).flatMap { index in
            PairedScores.mean(Self.parts(record) { $0.scores[index] }, aggregation: record.aggregation)
          }
        }
      }
    }
  }

  /// Of the first metric, of each run.
  var means: [SampleMean?] { metrics.map { $0?.first ?? nil } }

  /// A list of scores for each subtask, in the order of their first items.
  private static func parts(_ record: TaskRecord, _ score: (ItemRecord) -> Double?) -> [PairedScores.Part] {
    var parts: [PairedScores.Part] = [], places: [String: Int] = [:]
    for item in record.items {
      let name = item.subtask ?? ""
      if parts.last?.name == name {
        parts[parts.count - 1].scores.append(score(item))
      } else if let place = places[name] {
        parts[place].scores.append(score(item))
      } else {
        places[name] = parts.count
        parts.append(PairedScores.Part(name: name, scores: [score(item)]))
      }
    }
    return parts
  }

  /// By the metric of that place; nil where the run lacks it, was not asked the item, or has no score of it.
  func score(_ run: Int, _ item: Int, metric: Int = 0) -> Double? {
    guard let record = records[run], let place = items.places[run][item],
      metric < record.items[place].scores.count
    else { return nil }
    return record.items[place].scores[metric]
  }

  /// The first run's mean less the second one's, over items that both have a score of.
  func difference(_ one: Int, _ other: Int) -> SampleMean? {
    let left = scores[one], right = scores[other]
    guard left.count == right.count else { return nil }
    var ours = items.subtasks.map { PairedScores.Part(name: $0, scores: []) }
    if ours.isEmpty { ours = [PairedScores.Part(name: "", scores: [])] }
    var theirs = ours
    for item in left.indices where !left[item].isNaN && !right[item].isNaN {
      ours[max(0, items.part[item])].scores.append(left[item])
      theirs[max(0, items.part[item])].scores.append(right[item])
    }
    return PairedScores.difference(
      ours.filter { !$0.scores.isEmpty }, theirs.filter { !$0.scores.isEmpty }, aggregation: aggregation)
  }

  /// Of the first metric over some subtasks, of their items in one run.
  func mean(_ run: Int, parts: Set<Int>) -> SampleMean? {
    guard let record = records[run] else { return nil }
    let names = Set(parts.map { items.subtasks[$0] })
    let own = Self.parts(record) { $0.scores.first ?? nil }.filter { names.contains($0.name) }
    return own.isEmpty ? nil : PairedScores.mean(own, aggregation: aggregation)
  }
}
