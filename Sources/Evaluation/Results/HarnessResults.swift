import Datasets
import Files
import Statistics

/// `results.json` in lm-evaluation-harness's schema, so that its users' tools read it; what only Assay knows
/// stands under the one key `assay`. The schema's `date` and `total_evaluation_time_seconds` stand in `timing.json`: what is here is the
/// same in equal runs.
struct HarnessResults {
  let manifest: RunManifest
  let tasks: [RunTask]
  let result: RunResult
  let taskHashes: [(task: String, hash: String)]
  /// Maximum number of tokens of a context, as the model says; `Int.max` where nobody does.
  let contextLength: Int

  var json: JSON {
    var tables = Tables()
    for (task, found) in zip(tasks, result.tasks) { tables.add(task, found) }
    var json: JSONObject = ["results": .object(tables.results)]
    if !tables.groups.members.isEmpty { json["groups"] = .object(tables.groups) }
    json["group_subtasks"] = .object(tables.members)
    json["configs"] = .object(tables.configs)
    json["versions"] = .object(tables.versions)
    json["n-shot"] = .object(tables.shots)
    json["higher_is_better"] = .object(tables.betterHigher)
    json["n-samples"] = .object(tables.samples)
    json["config"] = configuration
    json["model_source"] = "assay"
    json["model_name"] = .string(manifest.model.name)
    json["model_name_sanitized"] = .string(Self.sanitized(manifest.model.name))
    json["max_length"] = contextLength == .max ? .null : .integer(contextLength)
    json["task_hashes"] = .object(JSONObject(taskHashes.map { (key: $0.task, value: .string($0.hash)) }))
    json["assay"] = own
    return .object(json)
  }

  /// What the schema keeps of each task, group and subtask in objects of their own, by name.
  private struct Tables {
    var results = JSONObject()
    var groups = JSONObject()
    var members = JSONObject()
    var configs = JSONObject()
    var versions = JSONObject()
    var shots = JSONObject()
    var betterHigher = JSONObject()
    var samples = JSONObject()

    mutating func add(_ task: RunTask, _ found: TaskResult) {
      let whole = addRow(task.name, alias: task.name, items: found.items, metrics: found.metrics, of: found)
      guard !found.subtasks.isEmpty else {
        addLeaf(task, "", items: found.items)
        return
      }
      groups[task.name] = whole
      members[task.name] = .array([])
      var children: [JSON] = []
      for category in found.categories {
        let name = task.name(ofSubtask: category.name)
        groups[name] = addRow(
          name, alias: " - " + category.name, items: category.items, metrics: category.metrics, of: found)
        members[name] = .array(category.members.map { .string(task.name(ofSubtask: $0)) })
        children.append(.string(name))
      }
      for subtask in found.subtasks {
        let name = task.name(ofSubtask: subtask.name)
        _ = addRow(name, alias: "  - " + subtask.name, items: subtask.items, metrics: subtask.metrics, of: found)
        addLeaf(task, subtask.name, items: subtask.items)
        if found.categories.isEmpty { children.append(.string(name)) }
      }
      members[task.name] = .array(children)
    }

    private mutating func addRow(
      _ name: String, alias: String, items: Int, metrics: [MetricResult], of found: TaskResult
    ) -> JSON {
      let row = HarnessResults.row(name, alias: alias, items: items, metrics: metrics)
      results[name] = row
      versions[name] = .integer(found.version)
      shots[name] = .integer(found.shots)
      betterHigher[name] = .object(JSONObject(metrics.map { (key: $0.name, value: true) }))
      return row
    }

    /// What only that has which consists of items, not of subtasks: a task without any, or one of them.
    private mutating func addLeaf(_ task: RunTask, _ subtask: String, items: Int) {
      let name = subtask.isEmpty ? task.name : task.name(ofSubtask: subtask)
      configs[name] = HarnessResults.configuration(of: task, name: name)
      samples[name] = ["original": .integer(task.available[subtask] ?? items), "effective": .integer(items)]
    }
  }

  /// `{"acc,none": …, "acc_stderr,none": …}`; a standard error that does not exist is "N/A" there.
  private static func row(_ name: String, alias: String, items: Int, metrics: [MetricResult]) -> JSON {
    var row: JSONObject = ["name": .string(name), "alias": .string(alias), "sample_len": .integer(items)]
    for metric in metrics {
      row["\(metric.name),\(metric.filter)"] = metric.mean.map { .number($0.value) } ?? .null
      row["\(metric.name)_stderr,\(metric.filter)"] = metric.mean?.standardError.map { .number($0) } ?? "N/A"
    }
    return .object(row)
  }

  private static func configuration(of task: RunTask, name: String) -> JSON {
    let generation = task.benchmark.asking.generation
    var names: [String] = []
    for metric in task.metrics where !names.contains(metric.name) { names.append(metric.name) }
    var configuration: JSONObject = [
      "task": .string(name),
      "description": .string(task.benchmark.summary),
      "num_fewshot": .integer(task.benchmark.shots),
      "output_type": generation == nil ? "multiple_choice" : "generate_until",
      "metric_list": .array(
        names.map { ["metric": .string($0), "aggregation": "mean", "higher_is_better": true] }),
      "metadata": ["version": .integer(task.benchmark.version), "protocol": .string(task.benchmark.id)],
    ]
    if let generation {
      configuration["generation_kwargs"] = task.generation.harnessArguments(generation)
      configuration["repeats"] = .integer(task.generation.samples)
    }
    if case .answer(let rule) = task.benchmark.asking {
      configuration["filter_list"] = .array(
        rule.extractions.map { ["name": .string($0.name), "description": .string($0.summary)] })
    }
    return .object(configuration)
  }

  private var configuration: JSON {
    [
      "model": "assay",
      "model_args": .string(
        "pretrained="
          + ([manifest.model.path] + manifest.model.adapterPaths.map { "peft=\($0)" }
          + (manifest.model.ensemble?.paths ?? []).map { "ensemble=\($0)" }).joined(separator: ",")),
      "model_dtype": .string(manifest.weights),
      "model_sha": .string(manifest.model.digest),
      "batch_size": .null,
      "device": "cpu",
      "use_cache": .null,
      "limit": manifest.limit.map { .integer($0) } ?? .null,
      "bootstrap_iters": 0,
      "gen_kwargs": departures.map { .string($0.words) } ?? .null,
      "random_seed": .integer(manifest.seed),
      "fewshot_seed": .integer(manifest.seed),
    ]
  }

  /// What the run wants of generation, where that is not what the protocols say.
  private var departures: GenerationOptions? {
    result.tasks.compactMap(\.generation?.options).first { !$0.isAsTheProtocolSays }
  }

  /// What the harness's schema has no place for.
  private var own: JSON {
    let tasks = result.tasks.map { task -> (key: String, value: JSON) in
      let unscored = task.metrics.map { (key: $0.label, value: JSON.integer($0.unscored)) }
      var value: JSONObject = [
        "protocol": .string(task.protocolID),
        "version": .integer(task.version),
        "bos": .string(task.bos.rawValue),
        "aggregation": .string(task.aggregation.rawValue),
        "items": .integer(task.items),
        "unscored": .object(JSONObject(unscored)),
        "truncated_items": .integer(task.truncatedItems),
        "shortened_items": .integer(task.shortenedItems),
        "dropped_exemplars": .integer(task.droppedExemplars),
        "digest": .string(task.digest),
      ]
      if let own = task.protocolShots {
        value["departure"] = ["shots": .integer(task.shots), "protocol_shots": .integer(own)]
      }
      value["generation"] = task.generation?.json
      value["verdicts"] = task.verdicts?.json
      return (task.name, .object(value))
    }
    var own: JSONObject = [
      "version": .string(manifest.assayVersion),
      "miniatures": .bool(manifest.asksMiniatures),
      "warning": manifest.asksMiniatures ? .string(DataDirectory.miniatureWarning) : .null,
      "digest": .string(result.digest),
      "manifest": manifest.json,
      "tasks": .object(JSONObject(tasks)),
    ]
    if !result.notAsked.isEmpty { own["not_asked"] = .array(result.notAsked.map(\.json)) }
    return .object(own)
  }

  private static func sanitized(_ name: String) -> String {
    String(name.map { "\"<>:/|\\?*[]".contains($0) ? "_" : $0 })
  }
}

extension GenerationTally {
  fileprivate var json: JSON {
    [
      "options": options.json, "completions": .integer(completions), "new_tokens": .integer(tokens),
      "endings": Self.json(endings), "no_answer_found": Self.json(unextracted),
    ]
  }

  fileprivate static func json(_ counts: [Count]) -> JSON {
    .object(JSONObject(counts.map { (key: $0.name, value: .integer($0.count)) }))
  }
}

extension VerdictTally {
  fileprivate var json: JSON {
    [
      "counts": GenerationTally.json(counts), "retried": .integer(retried),
      "passed_with_changed_arguments": .integer(passedWithChangedArguments),
      "differ_from_reference": differing.map { .integer($0) } ?? .null,
      "passed_in_reference_only": passedInReferenceOnly.map { .integer($0) } ?? .null,
    ]
  }
}
