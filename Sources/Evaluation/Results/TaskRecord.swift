import Files

/// What a finished run found of one task, item by item.
public struct TaskRecord: Sendable, Equatable {
  /// `Benchmark.id`, and the name that the run's files have.
  public var id: String
  public var name: String
  public var aggregation: Benchmark.Aggregation
  public var metrics: [MetricName]
  /// Answers to each item.
  public var samples: Int
  /// In the order in which the protocol asks them.
  public var items: [ItemRecord]

  public struct MetricName: Sendable, Hashable {
    public var name: String
    public var filter: String

    public init(name: String, filter: String = "none") {
      self.name = name
      self.filter = filter
    }

    /// The name for people: `acc`, `exact_match,strict-match`.
    public var label: String { filter == "none" ? name : "\(name),\(filter)" }
  }

  public init(
    id: String, name: String, aggregation: Benchmark.Aggregation = .micro, metrics: [MetricName], samples: Int = 1,
    items: [ItemRecord]
  ) {
    self.id = id
    self.name = name
    self.aggregation = aggregation
    self.metrics = metrics
    self.samples = samples
    self.items = items
  }

  init(_ task: RunTask, outcomes: [ItemOutcome]) {
    self.init(
      id: task.benchmark.id, name: task.name, aggregation: task.benchmark.aggregation,
      metrics: task.metrics.map { MetricName(name: $0.name, filter: $0.filter) },
      samples: task.benchmark.asking.generation == nil ? 1 : task.generation.samples,
      items: zip(task.items, outcomes).map { ItemRecord($0, $1, of: task) })
  }

  /// The lines of `items.jsonl`: one that says what the next ones are, and one an item.
  var lines: [String] {
    let head: JSON = [
      "task": .string(id), "name": .string(name), "aggregation": .string(aggregation.rawValue),
      "metrics": .array(metrics.map { ["name": .string($0.name), "filter": .string($0.filter)] }),
      "samples": .integer(samples), "items": .integer(items.count),
    ]
    return [head.text()] + items.map { $0.json.text() }
  }

  /// All tasks of such a file; throws where it is not what `lines` writes.
  static func read(_ bytes: [UInt8], place: String) throws(Diagnostic) -> [TaskRecord] {
    var tasks: [TaskRecord] = [], wanted = 0, number = 0, lines = WholeLines(bytes)
    while let line = lines.next() {
      number += 1
      let parsed = bytes.withUnsafeBytes { try? JSON(parsing: UnsafeRawBufferPointer(rebasing: $0[line])) }
      guard let json = parsed else { throw .notRecords("\(place):\(number)") }
      if tasks.last?.items.count ?? 0 == wanted {
        guard let (task, count) = head(json) else { throw .notRecords("\(place):\(number)") }
        tasks.append(task)
        wanted = count
        // What is said may not be there: a line of an item has more than 50 bytes.
        tasks[tasks.count - 1].items.reserveCapacity(min(count, bytes.count / 50))
      } else {
        guard let item = ItemRecord(json, metrics: tasks[tasks.count - 1].metrics.count) else {
          throw .notRecords("\(place):\(number)")
        }
        tasks[tasks.count - 1].items.append(item)
      }
    }
    guard lines.end == bytes.count, tasks.last?.items.count ?? 0 == wanted else { throw .notRecords(place) }
    return tasks
  }

  private static func head(_ json: JSON) -> (TaskRecord, Int)? {
    guard let id = json["task"]?.string, let name = json["name"]?.string,
      let aggregation = json["aggregation"]?.string.flatMap(Benchmark.Aggregation.init(rawValue:)),
      let metrics = json["metrics"]?.array, let samples = json["samples"]?.integer, samples >= 1,
      let items = json["items"]?.integer, (0...1 << 28).contains(items)
    else { return nil }
    let names = metrics.compactMap { metric -> MetricName? in
      guard let name = metric["name"]?.string, let filter = metric["filter"]?.string else { return nil }
      return MetricName(name: name, filter: filter)
    }
    guard names.count == metrics.count else { return nil }
    return (
      TaskRecord(id: id, name: name, aggregation: aggregation, metrics: names, samples: samples, items: []), items
    )
  }
}

extension Diagnostic {
  fileprivate static func notRecords(_ place: String) -> Diagnostic {
    Diagnostic(
      place, "is not what a run writes of its items",
      expected: "the file as it was written; 'assay score' with the run's options and --out writes it again",
      status: .notComparable)
  }
}
