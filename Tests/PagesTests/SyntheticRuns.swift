import Evaluation
import Files
import Pages
import TestSupport

/// Runs that nobody computed: folders with sample files as a run writes them, and the records that go with them.
struct SyntheticRuns {
  var count = 3
  /// Name, what it asks, and how many items.
  var tasks: [(name: String, kind: Kind, items: Int)]
  /// Texts that stand wherever a model or a data file may put some; each item takes the next.
  var hostile: [String] = []
  /// Exemplars before each question.
  var header = "Question: how many legs has a cat?\nAnswer: 4\n\n"

  /// Words that each question and each answer has besides, drawn from a thousand: as hard to pack as language is.
  var words = 0

  private func prose(_ seed: Int) -> String {
    var state = UInt64(truncatingIfNeeded: seed &* 2_862_933_555_777_941_757 &+ 3_037_000_493), text = ""
    for _ in 0..<words {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      text += " " + Self.vocabulary[Int(state >> 54)]
    }
    return text
  }

  private static let vocabulary = (0..<1024).map { String(($0 &* 7919 &+ 46_656) % 1_679_616, radix: 36) }

  enum Kind { case choice, text, program }

  /// Writes the folders, and gives the runs as `StoredRun(folder:)` would.
  func write(to scratch: ScratchDirectory) throws -> [PageRun] {
    try (0..<count).map { run in
      let folder = scratch["run\(run)"]
      var records: [TaskRecord] = []
      for task in tasks.indices { records.append(try write(task, run, scratch)) }
      let asked = JSONObject(zip(tasks, records).map { (key: $1.id, value: identity($0.kind, $1)) })
      let name = hostile.isEmpty ? ["base", "tuned", "merged"][run % 3] + (run < 3 ? "" : " \(run)") : text(run, "run")
      let stored = StoredRun(
        place: folder, model: "models/\(name)", digest: SHA256.hexadecimal(of: "\(run)"),
        identity: [
          "assay": "0", "model": ["weights": ["model.safetensors": .string("\(run)")], "adapters": []],
          "tasks": .object(asked),
        ],
        tasks: records)
      return PageRun(name: name, group: run == 0 ? "base" : "ours", parts: [stored])
    }
  }

  func id(_ task: Int) -> String { tasks[task].name + "@test" }

  private func identity(_ kind: Kind, _ record: TaskRecord) -> JSON {
    var json: JSONObject = ["version": 1, "bos": "on", "items": .integer(record.items.count), "ask": "x"]
    if kind != .choice { json["generation"] = ["samples": 1, "temperature": .null] }
    if kind == .program { json["verdicts"] = "strict" }
    return .object(json)
  }

  private func text(_ number: Int, _ plain: String) -> String {
    hostile.isEmpty ? plain : hostile[number % hostile.count]
  }

  /// Right, wrong, and now and then without a score; the same in every process.
  private func score(_ run: Int, _ task: Int, _ item: Int) -> Double? {
    let draw = (item &* 2_654_435_761 &+ run &* 40_503 &+ task &* 97) % 1009
    return item % 97 == 13 ? nil : draw % 10 < 4 + run % 4 ? 1 : 0
  }

  private func subtask(_ kind: Kind, _ item: Int, of count: Int) -> String? {
    kind == .choice ? "part \(item * 4 / max(count, 1))" : nil
  }

  private func write(_ task: Int, _ run: Int, _ scratch: ScratchDirectory) throws -> TaskRecord {
    let (name, kind, count) = tasks[task]
    let filters = kind == .text ? ["strict-match", "flexible-extract"] : ["none"]
    let metric = kind == .choice ? "acc" : kind == .text ? "exact_match" : "pass@1"
    var lines: [UInt8] = []
    for filter in filters {
      for item in 0..<count {
        lines += Array(sample(task, run, item, filter, metric).text().utf8) + [0x0A]
      }
    }
    try scratch.write("run\(run)/samples_\(name).jsonl", lines)
    return TaskRecord(
      id: id(task), name: name, metrics: filters.map { TaskRecord.MetricName(name: metric, filter: $0) },
      items: (0..<count).map { item in
        ItemRecord(
          item: itemID(item), subtask: subtask(kind, item, of: count),
          ask: String(SHA256.hexadecimal(of: "\(task) \(item)").prefix(32)),
          scores: filters.map { _ in score(run, task, item) })
      })
  }

  private func likelihood(_ run: Int, _ item: Int, _ choice: Int, isHigh: Bool) -> Double {
    let noise = (item &* 7919 &+ run &* 104_729 &+ choice &* 31) % 100_000
    return isHigh ? -1.25 - Double(choice) : -20.5 - Double(noise) / 7000
  }

  private func itemID(_ item: Int) -> String { hostile.isEmpty ? "item-\(item)" : "\(item) " + text(item, "") }

  private func sample(_ task: Int, _ run: Int, _ item: Int, _ filter: String, _ metric: String) -> JSON {
    let kind = tasks[task].kind
    let question = header + text(item, "Question: how much is \(item) and \(item % 7)?\(prose(item))\nAnswer:")
    var arguments = JSONObject(),
      own: JSONObject = ["item": .string(itemID(item)), "protocol": .string(id(task)), "shots": 1]
    var responses: JSON, filtered: JSON
    switch kind {
    case .choice:
      let right = score(run, task, item) == 1, gold = item % 4
      let sums = (0..<4).map { likelihood(run, item, $0, isHigh: ($0 == gold) == right) }
      for choice in 0..<4 {
        arguments["gen_args_\(choice)"] = [
          "arg_0": .string(question), "arg_1": .string(text(item + choice, " choice \(choice)")),
        ]
      }
      filtered = .array(sums.map { [.string("\($0)"), "False"] })
      responses = .array(sums.map { [[.string("\($0)"), "False"]] })
      own["continuation_tokens"] = [1, 1, 1, 1]
    case .text, .program:
      arguments["gen_args_0"] = ["arg_0": .string(question), "arg_1": ["until": [], "max_gen_toks": 64]]
      let answer = text(item, "they\(run) are \(item + run), so: \(item)" + prose(item &* 64 &+ run))
      responses = [[.string(answer)]]
      own["new_tokens"] = [.integer(item % 60)]
      own["truncated_tokens"] = [0]
      own["endings"] = [.string(["eos", "stop", "budget"][(item + run) % 3])]
      filtered = kind == .text ? [.string(text(item, "\(item)"))] : [[.string("def f():\n    return \(item)\n")]]
      if kind == .program {
        own["verdicts"] = [score(run, task, item) == 1 ? "passed" : ["exception", .string(text(item, "NameError: x"))]]
        own["reference_verdicts"] = [.null]
        own["retried"] = [false]
        own["changed_arguments"] = [false]
      }
    }
    return [
      "doc_id": .integer(item), "doc": ["question": .string(question), "resps": .string("\"resps\": [")],
      "target": .string(kind == .choice ? "\(item % 4)" : text(item, "#### \(item)")), "arguments": .object(arguments),
      "resps": responses, "filtered_resps": filtered, "filter": .string(filter), "metrics": [.string(metric)],
      "assay": .object(own),
    ]
  }
}
