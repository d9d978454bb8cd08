import Files

/// The sample files of a run in lm-evaluation-harness's schema: `samples_<task>.jsonl`, one for each sub-task
/// where there are any, one line an item. Log-likelihoods stand there as strings, as that harness writes
/// them.
struct HarnessSamples {
  let task: RunTask
  /// In the order of the task's items.
  let outcomes: [ItemOutcome]

  /// Writes the files into `directory`, and gives lm-evaluation-harness's `task_hashes` of each.
  func write(to directory: String) throws(Diagnostic) -> [(task: String, hash: String)] {
    var hashes: [(task: String, hash: String)] = []
    let parts: [(name: String, subtask: String?)] =
      task.subtasks.isEmpty
      ? [(task.name, nil)] : task.subtasks.map { (task.name(ofSubtask: $0), $0) }
    for part in parts {
      var file = try FileReplacement(of: directory + "/" + RunDirectory.samplesName(part.name))
      var hash = SHA256()
      for (item, outcome) in zip(task.items, outcomes) where item.subtask == part.subtask {
        let line = Line(item: item, outcome: outcome, benchmark: task.benchmark)
        hash.update(line.documentHash + line.promptHash + line.targetHash)
        try file.append(line.json.text() + "\n")
      }
      try file.commit()
      hashes.append((part.name, hash.hexadecimal()))
    }
    return hashes
  }

  /// One item.
  struct Line {
    let item: Item
    let outcome: ItemOutcome
    let benchmark: Benchmark
    let prompt: String
    let documentHash: String
    let promptHash: String
    let targetHash: String

    init(item: Item, outcome: ItemOutcome, benchmark: Benchmark) {
      self.item = item
      self.outcome = outcome
      self.benchmark = benchmark
      prompt = item.prompt(shots: outcome.shots)
      documentHash = SHA256.hexadecimal(of: item.record.text(pretty: true))
      promptHash = SHA256.hexadecimal(of: prompt)
      targetHash = SHA256.hexadecimal(of: Self.target(of: item))
    }

    var json: JSON {
      let answers = outcome.answers.map { answer -> JSON in
        // Python writes True and False.
        [.string("\(answer.sum)"), answer.isGreedy ? "True" : "False"]
      }
      let arguments = item.choices.enumerated().map { index, choice in
        (key: "gen_args_\(index)", value: JSON.object(["arg_0": .string(prompt), "arg_1": .string(choice)]))
      }
      var object: JSONObject = [
        "doc_id": .integer(item.index),
        "doc": item.record,
        "target": .string(Self.target(of: item)),
        "arguments": .object(JSONObject(arguments)),
        "resps": .array(answers.map { [$0] }),
        "filtered_resps": .array(answers),
        "filter": "none",
        "metrics": .array(benchmark.metrics.map { .string($0.name) }),
        "doc_hash": .string(documentHash),
        "prompt_hash": .string(promptHash),
        "target_hash": .string(targetHash),
      ]
      for metric in benchmark.metrics {
        object[metric.name] = metric.score(outcome.logLikelihoods, item).map { .number($0) } ?? .null
      }
      object["assay"] = [
        "item": .string(item.id),
        "protocol": .string(benchmark.id),
        "shots": .integer(outcome.shots),
        "context_tokens": .array(outcome.answers.map { .integer($0.contextTokens) }),
        "continuation_tokens": .array(outcome.answers.map { .integer($0.continuationTokens) }),
        "truncated_tokens": .array(outcome.answers.map { .integer($0.truncatedTokens) }),
      ]
      return .object(object)
    }

    /// The place of the right choice; all of them where there are several.
    private static func target(of item: Item) -> String {
      item.gold.count == 1 ? "\(item.gold[0])" : "\(item.gold)"
    }
  }
}
