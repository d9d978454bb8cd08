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

  /// nil where no time was taken, or so little that nothing can be said.
  var tokensPerSecond: Double? {
    let speed = Double(tokens) / seconds
    return seconds > 0 && speed.isFinite ? speed : nil
  }

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
  var timing: JSON { ["tokens": .integer(tokens), "seconds": .number(seconds)] }

  /// Reads what `json` wrote; nil for anything else, be it one score that is no number.
  /// - Parameter timing: what `timing` wrote; nil where nothing tells how long it took.
  init?(_ json: JSON, timing: JSON?) {
    guard let tasks = json["tasks"]?.array else { return nil }
    if let timing {
      guard let tokens = timing["tokens"]?.integer, let seconds = timing["seconds"]?.number else { return nil }
      (self.tokens, self.seconds) = (tokens, seconds)
    }
    for task in tasks {
      guard let task = Task(task) else { return nil }
      self.tasks.append(task)
    }
  }
}

extension TaskScores.Task {
  /// The mean is made of the scores, of which some parts may be alike, and must be the one that is stated.
  fileprivate init?(_ json: JSON) {
    guard let name = json["task"]?.string, let metric = json["metric"]?.string,
      let aggregation = json["aggregation"]?.string.flatMap(Benchmark.Aggregation.init), let list = json["parts"]?.array
    else { return nil }
    var parts: [PairedScores.Part] = []
    for part in list {
      guard let name = part["name"]?.string, let scores = part["scores"]?.array,
        scores.allSatisfy({ $0.isNull || $0.number != nil })
      else { return nil }
      parts.append(PairedScores.Part(name: name, scores: scores.map(\.number)))
    }
    guard let mean = PairedScores.mean(parts, aggregation: aggregation), json["value"]?.number == mean.value,
      json["standard_error"]?.number == mean.standardError, json["items"]?.integer == mean.count
    else { return nil }
    self.init(name: name, metric: metric, mean: mean, aggregation: aggregation, parts: parts)
  }
}
