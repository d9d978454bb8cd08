import Evaluation
import Files
import Gating
import Statistics

/// What a run found of one task as a log of inspect_ai (its JSON format, version 2), for `inspect view` and its Python functions.
///
/// A sample is an item; where one was answered several times, all answers are choices of its output and its score is their mean. Source of
/// the format: inspect_ai, `EvalLog`.
struct InspectLog {
  let row: LeaderboardRow
  let run: StoredRun
  let task: TaskRecord
  let date: RunDate

  static let version = 2

  /// As inspect has its times.
  private var time: String { date.iso.dropLast() + "+00:00" }

  /// Of a text, as long as inspect's own.
  private func identifier(_ text: String) -> String {
    String(SHA256.hexadecimal(of: "\(run.digest) \(task.id) \(text)").prefix(22))
  }

  /// `2026-11-28T21-30-26+00-00_arc-easy_ID.json`: by such names inspect finds logs.
  var fileName: String {
    let name = String(task.name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    return "\(time.replacing(":", with: "-"))_\(name)_\(identifier(row.name)).json"
  }

  /// Throws where a sample file is not what a run wrote, or lacks an item.
  func json() throws(Diagnostic) -> JSON {
    let found = try SampleFiles(of: run.place).samples(of: task, items: Set(task.items.map(\.item)))
    let counts = Dictionary(task.items.map { ($0.item, 1) }, uniquingKeysWith: +)
    var samples: [JSON] = [], known: [String: Int] = [:]
    for item in task.items {
      let number = known[item.item, default: 0]
      known[item.item] = number + 1
      // Of one id each filter has a line an item, in their order.
      guard let own = found[item.item], !own.isEmpty else {
        throw Diagnostic(
          run.place, "has no sample of item \(item.item) of \(task.id)", expected: "the files as the run wrote them",
          status: .notComparable)
      }
      let twins = counts[item.item] ?? 1
      samples.append(
        InspectSample(
          item: item, id: number == 0 ? item.item : "\(item.item) (\(number + 1))",
          lines: own.indices.filter { $0 % twins == number }.map { own[$0] }, task: task, model: model
        ).json(uuid: identifier("sample \(samples.count)")))
    }
    return [
      "version": .integer(Self.version), "status": "success", "eval": specification,
      "plan": ["name": "plan", "steps": []],
      "results": results,
      // A run says when it was made, not how long each task took: no times are better than wrong ones.
      "stats": ["started_at": "", "completed_at": "", "model_usage": [:]],
      "samples": .array(samples),
    ]
  }

  private var model: String { "assay/\(row.name)" }

  private var specification: JSON {
    let asked = run.identity["tasks"]?[task.id] ?? .null
    return [
      "eval_id": .string(identifier("eval")), "run_id": .string(identifier("run")), "created": .string(time),
      "task": .string(task.name), "task_id": .string(identifier(row.name)), "task_version": asked["version"] ?? 0,
      "task_attribs": [:], "task_args": ["protocol": .string(task.id), "bos": asked["bos"] ?? .null],
      "dataset": [
        "name": .string(task.id), "samples": .integer(task.items.count), "shuffled": false,
      ],
      "model": .string(model), "model_args": [:], "config": ["epochs": 1],
      "packages": ["assay": run.identity["assay"] ?? .null],
      "metadata": [
        "made_by": "assay report", "digest": .string(run.digest), "model_path": .string(row.model.path),
        "adapters": .array(row.model.adapters.map { .string($0) }), "miniatures": .bool(run.isMiniature),
        "aggregation": .string(task.aggregation.rawValue), "asked": asked,
      ],
      "scorers": .array(
        task.metrics.map { ["name": .string($0.label), "metrics": [["name": "mean"], ["name": "stderr"]]] }),
    ]
  }

  /// The run's own means.
  private var results: JSON {
    [
      "total_samples": .integer(task.items.count), "completed_samples": .integer(task.items.count),
      "scores": .array(
        task.metrics.enumerated().map { index, metric in
          let scored = task.items.count { $0.scores[index] != nil }
          var metrics = JSONObject()
          if let mean = mean(index) {
            metrics["mean"] = ["name": "mean", "value": .number(mean.value)]
            if let error = mean.standardError { metrics["stderr"] = ["name": "stderr", "value": .number(error)] }
          }
          return [
            "name": .string(metric.label), "scorer": .string(metric.label), "scored_samples": .integer(scored),
            "unscored_samples": .integer(task.items.count - scored), "metrics": .object(metrics),
          ]
        }),
    ]
  }

  private func mean(_ metric: Int) -> SampleMean? {
    var table = ItemTable(task)
    guard table.add(0, task, metric: metric) else { return nil }
    return PairedScores.mean(table.parts(of: 0), aggregation: task.aggregation)
  }
}
