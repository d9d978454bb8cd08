public import Files
import Reporting
import Statistics

/// `report.json`.
extension StudyReport {
  public var json: JSON {
    var report: JSONObject = [
      "worlds": .array(worlds.map { .integer($0.seed) }), "seeds": .array(configuration.seeds.map { .integer($0) }),
      "metrics": .object(JSONObject(tasks.map { (key: $0.name, value: .string($0.metric)) })),
      "conditions": .array(conditions.map(json(of:))),
      "endpoints": .array(answers.map(Self.json(of:))),
    ]
    if !missing.isEmpty { report["missing"] = .array(missing.map { .string($0) }) }
    if !warnings.isEmpty { report["warnings"] = .array(warnings.map { .string($0) }) }
    return .object(report)
  }

  private func json(of condition: StudyCondition) -> JSON {
    var tasks = JSONObject()
    for task in self.tasks {
      guard var json = Self.json(of: mean(condition, task: task.name), within: .scores).object else {
        tasks[task.name] = .null
        continue
      }
      json["worlds"] = .array(values(condition, task: task.name).map(Self.json(of:)))
      tasks[task.name] = .object(json)
    }
    return [
      "label": .string(condition.label), "k": Self.json(of: condition.count), "dose": Self.json(of: condition.dose),
      "mean": Self.json(of: mean(condition, \.mean), within: .scores),
      "minus_vanilla_line": Self.json(of: differenceToLine(condition)?.mean, within: .scoreDifferences),
      "held_out_loss": Self.json(of: mean(condition, \.loss)),
      "held_out_exact": Self.json(of: mean(condition, \.exact), within: .scores),
      "tasks": .object(tasks), "models": .array(models(condition)),
    ]
  }

  /// Where the models of a condition lie, in each world and for each seed; empty where nobody said.
  private func models(_ condition: StudyCondition) -> [JSON] {
    worlds.indices.flatMap { world in
      rows(condition, world: world).compactMap { row in
        guard let folders = row.folders?.seen(from: configuration.out, of: configuration.out) else { return nil }
        var json: JSONObject = ["world": .integer(worlds[world].seed), "seed": .integer(row.model.seed)]
        for member in folders.json.object?.members ?? [] { json[member.key] = member.value }
        json["runs"] = .array(folders.runs.map { .string($0) })
        return .object(json)
      }
    }
  }

  private static func json(of answer: Answer) -> JSON {
    let endpoint = answer.endpoint
    return [
      "name": .string(endpoint.name), "model": .string(endpoint.model), "against": .string(endpoint.against),
      "k": json(of: endpoint.count), "dose": json(of: endpoint.dose),
      "difference": json(of: answer.difference, within: .scoreDifferences),
      "worlds": .array((answer.found?.worlds ?? []).map { .number($0) }),
      "held_against_line": .integer(answer.found?.held ?? 0),
      "not_matched_by_line": .integer(answer.found?.unmatched ?? 0), "p": json(of: answer.probability),
      "p_holm": json(of: answer.adjusted), "p_signs": json(of: answer.signs), "detectable": json(of: answer.detectable),
      "answer": .string(verdict(answer)),
    ]
  }

  /// - Parameter range: where the values may lie, where that is known.
  private static func json(of mean: SampleMean?, within range: ClosedRange<Double>? = nil) -> JSON {
    guard let mean else { return .null }
    let interval = range.map { mean.interval95(within: $0) } ?? mean.interval95
    return [
      "value": .number(mean.value), "low": json(of: interval?.lowerBound), "high": json(of: interval?.upperBound),
    ]
  }

  private static func json(of value: Double?) -> JSON { value.map { .number($0) } ?? .null }
  private static func json(of value: Int?) -> JSON { value.map { .integer($0) } ?? .null }
  private static func json(of value: String?) -> JSON { value.map { .string($0) } ?? .null }
}
