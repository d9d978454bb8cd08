import Evaluation
public import Files
import Statistics

extension ResultTable {
  /// What a run that was stopped has reached, for programs: how much of it is finished, and each task's metrics on that.
  public var partialJSON: JSON {
    let asked = result.partial?.asked ?? []
    return [
      "items": .integer(result.tasks.reduce(0) { $0 + $1.items }), "of": .integer(result.partial?.items ?? 0),
      "not_begun": .array((result.partial?.untouched ?? []).map { .string($0) }),
      "tasks": .array(
        zip(result.tasks, asked).map { task, asked in
          [
            "task": .string(task.protocolID), "items": .integer(task.items), "of": .integer(asked),
            "metrics": .object(
              JSONObject(
                task.metrics.map { (key: $0.label, value: $0.mean.map { .number($0.value) } ?? .null) })),
          ]
        }),
    ]
  }
}
