import Evaluation
import Files
import Statistics

/// What a model reached, task by task, with each item's score: a table's cell and what differences are made of.
struct TaskScores {
  struct Task {
    var name: String
    var metric: String
    var mean: SampleMean
    var aggregation: Benchmark.Aggregation
    var parts: [PairedScores.Part]
  }

  var tasks: [Task] = []
  /// Of what was computed when it was scored: tokens, and seconds.
  var tokens = 0
  var seconds = 0.0

  var tokensPerSecond: Double? { seconds > 0 ? Double(tokens) / seconds : nil }

  mutating func add(_ result: RunResult) {
    for task in result.tasks { add(task) }
    tokens += result.timings.reduce(0) { $0 + $1.tokens }
    seconds += result.timings.reduce(0) { $0 + $1.seconds }
  }

  mutating func add(_ task: TaskResult) {
    guard let metric = task.metrics.first, let mean = metric.mean else { return }
    tasks.append(
      Task(name: task.name, metric: metric.label, mean: mean, aggregation: task.aggregation, parts: task.scores))
  }

  /// The mean over tasks of the differences to another model's, items paired; nil where the tasks are not the same.
  func difference(to other: TaskScores) -> SampleMean? {
    let differences = tasks.compactMap { difference(to: other, task: $0.name) }
    return differences.count == tasks.count ? SampleMean(ofMeans: differences) : nil
  }

  func difference(to other: TaskScores, task name: String) -> SampleMean? {
    guard let own = tasks.first(where: { $0.name == name }), let theirs = other.tasks.first(where: { $0.name == name })
    else { return nil }
    return PairedScores.difference(own.parts, theirs.parts, aggregation: own.aggregation)
  }

  /// The mean over tasks.
  var mean: SampleMean? { SampleMean(ofMeans: tasks.map(\.mean)) }
}

extension TaskScores {
  var json: JSON {
    [
      "tasks": .array(
        tasks.map { task in
          [
            "task": .string(task.name), "metric": .string(task.metric), "value": .number(task.mean.value),
            "standard_error": task.mean.standardError.map { .number($0) } ?? .null, "items": .integer(task.mean.count),
            "aggregation": .string(task.aggregation.rawValue),
            "parts": .array(
              task.parts.map { part in
                [
                  "name": .string(part.name),
                  "scores": .array(part.scores.map { $0.map { .number($0) } ?? .null }),
                ]
              }),
          ]
        })
    ]
  }

  /// What differs from run to run, and so stands in a file of its own.
  var speed: JSON { ["tokens": .integer(tokens), "seconds": .number(seconds)] }

  /// Far more than any run has, and sums of them stay far from overflow.
  fileprivate static let counts = 0...1 << 40

  /// Reads what `json` wrote; nil for anything else.
  /// - Parameter speed: what `speed` wrote; earlier versions wrote it into the same file.
  init?(_ json: JSON, speed: JSON? = nil) {
    guard let tasks = json["tasks"]?.array, let tokens = ((speed ?? json)["tokens"] ?? 0).integer,
      Self.counts.contains(tokens),
      let seconds = ((speed ?? json)["seconds"] ?? 0).number, seconds >= 0
    else { return nil }
    (self.tokens, self.seconds) = (tokens, seconds)
    for task in tasks {
      guard let task = Task(task) else { return nil }
      self.tasks.append(task)
    }
  }
}

extension TaskScores.Task {
  fileprivate init?(_ json: JSON) {
    guard let name = json["task"]?.string, let metric = json["metric"]?.string,
      let value = json["value"]?.number, let count = json["items"]?.integer, TaskScores.counts.contains(count),
      let aggregation = json["aggregation"]?.string.flatMap(Benchmark.Aggregation.init),
      let parts = json["parts"]?.array
    else { return nil }
    let error = json["standard_error"] ?? .null
    guard error.isNull || error.number.map({ $0 >= 0 }) == true else { return nil }
    self.init(
      name: name, metric: metric, mean: SampleMean(value: value, standardError: error.number, count: count),
      aggregation: aggregation, parts: [])
    for part in parts {
      guard let name = part["name"]?.string, let scores = part["scores"]?.array,
        scores.allSatisfy({ $0.isNull || $0.number != nil })
      else { return nil }
      self.parts.append(PairedScores.Part(name: name, scores: scores.map(\.number)))
    }
  }
}
