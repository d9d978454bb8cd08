public import Files

/// One benchmark as a run asks it: its items, cut to the run's limit, the BOS policy, and how text is generated.
public struct RunTask: Sendable {
  /// lm-evaluation-harness's task name, which names the files: `mmlu`, or `mmlu@hendrycks` beside another `mmlu`.
  public var name: String
  public var benchmark: Benchmark
  public var items: [Item]
  public var bos: BOSPolicy
  /// What the run wants of generation; says nothing where none is generated.
  public var generation: GenerationOptions
  /// Whose verdicts are told; says nothing where no programs are executed.
  public var verdicts: Judging.Verdicts
  /// The run's seed, of which the chance in generation is made.
  public var seed: Int
  /// SHA-256 over what would be asked of the items, made by the benchmark's loader.
  public var askDigest: String
  /// SHA-256 over the items that a list chose; nil where there was no list.
  public var subset: String?
  /// Numbers of items before the limit, by subtask ("" where there are none).
  public var available: [String: Int]

  /// Keeps the items of a list, or of all the first `limit` items of each subtask, as lm-evaluation-harness's `--limit` does.
  /// Throws when two items have the same id, or an item cannot be scored as the benchmark wants.
  public init(
    name: String? = nil, benchmark: Benchmark, items: [Item], list: ItemList? = nil, limit: Int? = nil, bos: BOSPolicy,
    generation: GenerationOptions = GenerationOptions(), verdicts: Judging.Verdicts = .strict, seed: Int = 0,
    askDigest: String
  ) throws(Diagnostic) {
    self.name = name ?? benchmark.resultName ?? benchmark.name
    self.benchmark = benchmark
    self.bos = bos
    self.generation = generation
    self.verdicts = verdicts
    self.seed = seed
    self.askDigest = askDigest
    var available: [String: Int] = [:]
    var ids: Set<String> = []
    self.items = []
    subset = list?.digest(of: benchmark)
    for item in items {
      guard ids.insert(item.id).inserted else { throw .repeatedItem(item, of: benchmark) }
      try Self.check(item, of: benchmark)
      let seen = available[item.subtask ?? "", default: 0]
      available[item.subtask ?? ""] = seen + 1
      if seen < limit ?? .max { self.items.append(item) }
    }
    if let list { self.items = try list.choose(self.items, of: benchmark) }
    self.available = available
  }

  private static func check(_ item: Item, of benchmark: Benchmark) throws(Diagnostic) {
    switch (benchmark.asking, item.solution) {
    case (.choice, .choices(let choices, let right)):
      guard !choices.isEmpty, right.allSatisfy(choices.indices.contains) else {
        throw .unscorable(item, of: benchmark)
      }
    case (.answer, .answer), (.program, .program): break
    default: throw .foreignKind(item, of: benchmark)
    }
  }

  /// The subtasks in the order of their first items; empty for a benchmark of one piece.
  public var subtasks: [String] {
    var seen: Set<String> = []
    return items.compactMap(\.subtask).filter { seen.insert($0).inserted }
  }

  /// How files and results call a subtask: `mmlu_anatomy`.
  public func name(ofSubtask subtask: String) -> String {
    let stem = name == benchmark.name ? benchmark.subtaskStem ?? name : name
    return Benchmark.name(stem, subtask)
  }

  /// What is told of each item.
  public var metrics: [Metric] { benchmark.metrics(generation, verdicts: verdicts) }

  /// What answering an item takes, estimated before it is asked, in characters that a model reads: of the question and its
  /// choices, for exemplars are computed once for many items; and of the text that is to be written, most of which ends before
  /// its budget does, and each token of which takes as long as many that are read together. It tells how far a run is as a
  /// whole, and nothing else.
  public func work(of item: Item) -> Double {
    let read = item.question.utf8.count + item.choices.reduce(0) { $0 + $1.utf8.count }
    guard let rule = benchmark.asking.generation else { return Double(read) }
    let written = min(generation.maxTokens ?? rule.maxTokens, 128) * generation.samples
    return Double(read + 32 * written)
  }

  /// How many answers complete an item: its choices, or the samples.
  func answers(to item: Item) -> Int {
    if case .choice = benchmark.asking { item.choices.count } else { generation.samples }
  }

  /// Tokens of a model's context that are kept for a completion; nil where nothing is generated.
  public var completionRoom: Int? {
    benchmark.asking.generation.map { rule in
      rule.room == .wholeBudget ? generation.maxTokens ?? rule.maxTokens : 1
    }
  }

  /// What a model is asked to generate for an item: one request for each sample, all with the same prompt.
  public func generationRequests(of item: Item, shots: Int? = nil) -> [GenerationRequest] {
    guard let rule = benchmark.asking.generation else { return [] }
    let prompt = item.prompt(shots: shots)
    return (0..<generation.samples).map { sample in
      GenerationRequest(
        prompt: prompt, stops: rule.stops, maxTokens: generation.maxTokens ?? rule.maxTokens,
        decoding: generation.decoding(seed: seed, task: benchmark.whole ?? benchmark.id, item: item.id, sample: sample),
        room: rule.room,
        isBudgetFixed: generation.maxTokens != nil || rule.room == .oneToken)
    }
  }
}

extension [RunTask] {
  /// Gives tasks of the same benchmark distinct names: each is called by its full id then, and so is a part of a benchmark beside what
  /// has a row and files of that name already.
  public func named() -> [RunTask] {
    map { task in
      var task = task
      let name = task.benchmark.resultName ?? task.benchmark.name
      let isAlone = filter { $0.benchmark.name == task.benchmark.name }.count == 1
      let isShown = task.benchmark.whole != nil && contains { $0.benchmark.id != task.benchmark.id && $0.shows(name) }
      task.name = isAlone && !isShown ? name : task.benchmark.id
      return task
    }
  }
}

extension RunTask {
  /// Whether one of its subtasks or categories is called so in its results.
  fileprivate func shows(_ name: String) -> Bool {
    let stem = benchmark.subtaskStem ?? benchmark.name
    return (subtasks + benchmark.categories.map(\.name)).contains { Benchmark.name(stem, $0) == name }
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

  fileprivate static func foreignKind(_ item: Item, of benchmark: Benchmark) -> Diagnostic {
    Diagnostic(
      benchmark.id, "item '\(item.id)' is of another kind than the benchmark",
      expected: "items with choices for ranking, with an answer for matching, with a problem for executing")
  }
}
