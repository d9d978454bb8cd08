public import Files

/// One benchmark as a run asks it: its items, cut to the run's limit, and the BOS policy.
public struct RunTask: Sendable {
  /// lm-evaluation-harness's task name, which names the files: `mmlu`, or `mmlu@hendrycks` beside another
  /// `mmlu`.
  public var name: String
  public var benchmark: Benchmark
  public var items: [Item]
  public var bos: BOSPolicy
  /// SHA-256 over what would be asked of the items, made by the benchmark's loader.
  public var askDigest: String
  /// Numbers of items before the limit, by sub-task ("" where there are none).
  public var available: [String: Int]

  /// Keeps the first `limit` items of each sub-task, as lm-evaluation-harness's `--limit` does.
  /// Throws when two items have the same id, or an item has no choices or a gold answer that is none of them.
  public init(
    name: String? = nil, benchmark: Benchmark, items: [Item], limit: Int? = nil, bos: BOSPolicy,
    askDigest: String
  ) throws(Diagnostic) {
    self.name = name ?? benchmark.name
    self.benchmark = benchmark
    self.bos = bos
    self.askDigest = askDigest
    var available: [String: Int] = [:]
    var ids: Set<String> = []
    self.items = []
    for item in items {
      guard ids.insert(item.id).inserted else { throw .repeatedItem(item, of: benchmark) }
      guard !item.choices.isEmpty, item.gold.allSatisfy(item.choices.indices.contains) else {
        throw .unscorable(item, of: benchmark)
      }
      let seen = available[item.subtask ?? "", default: 0]
      available[item.subtask ?? ""] = seen + 1
      if seen < limit ?? .max { self.items.append(item) }
    }
    self.available = available
  }

  /// The sub-tasks in the order of their first items; empty for a benchmark of one piece.
  public var subtasks: [String] {
    var seen: Set<String> = []
    return items.compactMap(\.subtask).filter { seen.insert($0).inserted }
  }

  /// How files and results call a sub-task: `mmlu_anatomy`.
  public func name(ofSubtask subtask: String) -> String {
    name + "_" + String(subtask.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
  }
}

extension [RunTask] {
  /// Gives tasks of the same benchmark distinct names: each is called by its full id then.
  public func named() -> [RunTask] {
    map { task in
      var task = task
      let alone = filter { $0.benchmark.name == task.benchmark.name }.count == 1
      task.name = alone ? task.benchmark.name : task.benchmark.id
      return task
    }
  }
}

extension Diagnostic {
  fileprivate static func repeatedItem(_ item: Item, of benchmark: Benchmark) -> Diagnostic {
    Diagnostic(
      benchmark.id, "two items have the id '\(item.id)'",
      expected: "each record of the official files has an id of its own")
  }

  fileprivate static func unscorable(_ item: Item, of benchmark: Benchmark) -> Diagnostic {
    Diagnostic(
      benchmark.id, "item '\(item.id)' has \(item.choices.count) choices and the right ones are \(item.gold)",
      expected: "each item has choices, and its right answers are among them")
  }
}
