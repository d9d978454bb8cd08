import CodeExecution
import Files

/// One item, read through one filter, as a line of a sample file.
struct HarnessSample {
  let item: Item
  let outcome: ItemOutcome
  let task: RunTask
  let filter: String
  /// The metrics of the filter.
  let metrics: [Metric]
  let prompt: String
  let documentHash: String
  let promptHash: String
  let targetHash: String

  init(item: Item, outcome: ItemOutcome, task: RunTask, filter: String, metrics: [Metric]) {
    self.item = item
    self.outcome = outcome
    self.task = task
    self.filter = filter
    self.metrics = metrics
    prompt = item.prompt(shots: outcome.shots)
    documentHash = SHA256.hexadecimal(of: item.record.text(pretty: true))
    promptHash = SHA256.hexadecimal(of: prompt)
    targetHash = SHA256.hexadecimal(of: item.target)
  }

  var json: JSON {
    var object: JSONObject = [
      "doc_id": .integer(item.index),
      "doc": item.record,
      "target": .string(item.target),
      "arguments": .object(JSONObject(arguments)),
      "resps": .array(responses),
      "filtered_resps": .array(filtered),
      "filter": .string(filter),
      "metrics": .array(metrics.map { .string($0.name) }),
      "doc_hash": .string(documentHash),
      "prompt_hash": .string(promptHash),
      "target_hash": .string(targetHash),
    ]
    for metric in metrics { object[metric.name] = metric.score(outcome, item).map { .number($0) } ?? .null }
    object["assay"] = .object(own)
    return .object(object)
  }

  private var arguments: [(key: String, value: JSON)] {
    guard let rule = task.benchmark.asking.generation else {
      return item.choices.enumerated().map { index, choice in
        ("gen_args_\(index)", .object(["arg_0": .string(prompt), "arg_1": .string(choice)]))
      }
    }
    let settings = task.generation.harnessArguments(rule)
    return [("gen_args_0", .object(["arg_0": .string(prompt), "arg_1": settings]))]
  }

  /// A list for each request of the harness: each choice is one, all samples together are one.
  private var responses: [JSON] {
    guard case .likelihoods(let answers) = outcome.answers else {
      return [.array(outcome.completions.map { .string($0.text) })]
    }
    return answers.map { [Self.pair($0)] }
  }

  private var filtered: [JSON] {
    switch task.benchmark.asking {
    case .choice: return outcome.likelihoods.map(Self.pair)
    case .answer(let rule):
      let extract = rule.extractions.first { $0.name == filter }?.extract
      return outcome.completions.map { .string(extract?($0.text) ?? Extraction.nothing) }
    case .program:
      guard case .program(let problem) = item.solution else { return [] }
      let programs = outcome.completions.map { JSON.string(problem.program(of: $0.text).candidate) }
      // A filter that makes programs makes a list of all of an item's.
      return filter == "none" ? programs : [.array(programs)]
    }
  }

  /// Python writes True and False.
  private static func pair(_ answer: Likelihood) -> JSON {
    [.string("\(answer.sum)"), answer.isGreedy ? "True" : "False"]
  }

  /// What the harness's schema has no place for.
  private var own: JSONObject {
    var own: JSONObject = [
      "item": .string(item.id),
      "protocol": .string(task.benchmark.id),
      "shots": .integer(outcome.shots),
    ]
    if case .likelihoods(let answers) = outcome.answers {
      own["context_tokens"] = .array(answers.map { .integer($0.contextTokens) })
      own["continuation_tokens"] = .array(answers.map { .integer($0.continuationTokens) })
      own["truncated_tokens"] = .array(answers.map { .integer($0.truncatedTokens) })
      return own
    }
    let completions = outcome.completions
    own["context_tokens"] = .array(completions.map { .integer($0.contextTokens) })
    own["new_tokens"] = .array(completions.map { .integer($0.tokens) })
    own["truncated_tokens"] = .array(completions.map { .integer($0.truncatedTokens) })
    own["endings"] = .array(completions.map { .string($0.ending.rawValue) })
    if case .programs(let programs) = outcome.answers {
      own["verdicts"] = .array(programs.map { $0.report.verdict.json })
      own["reference_verdicts"] = .array(programs.map { $0.report.referenceVerdict?.json ?? .null })
      own["retried"] = .array(programs.map { .bool($0.report.retried) })
      own["changed_arguments"] = .array(programs.map { .bool($0.report.changedArguments) })
    }
    return own
  }
}

extension GenerationOptions {
  /// What lm-evaluation-harness calls generation_kwargs.
  func harnessArguments(_ rule: GenerationRule) -> JSON {
    var arguments: JSONObject = [
      "until": .array(rule.stops.map { .string($0) }), "do_sample": .bool(temperature != nil),
      "temperature": .number(temperature ?? 0), "max_gen_toks": .integer(maxTokens ?? rule.maxTokens),
    ]
    if topP != 1 { arguments["top_p"] = .number(topP) }
    if let topK { arguments["top_k"] = .integer(topK) }
    return .object(arguments)
  }
}
