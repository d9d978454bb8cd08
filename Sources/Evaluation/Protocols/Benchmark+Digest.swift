import Files

extension Benchmark {
  /// SHA-256 over all that decides what is asked and how it is scored: the protocol's own fields, and of every item its id,
  /// prompt parts and what its answer is scored by. Two runs with the same ask digest asked the same questions; a changed prompt,
  /// a changed data file or a raised version changes it. `--bos`, `--limit` and how tokens are chosen are not part of it.
  public func askDigest(items: [Item]) -> String {
    var hash = SHA256()
    hash.add("assay-ask-2")
    hash.add([id, "\(version)", "\(shots)", overflow.description, aggregation.rawValue])
    hash.add(asking)
    hash.add("\(categories.count)")
    for category in categories { hash.add([category.name] + category.subtasks) }
    hash.add("\(items.count)")
    for item in items {
      hash.add([item.id, item.subtask ?? "", item.header, item.question])
      hash.add(item.exemplars)
      hash.add(item.solution)
    }
    return hash.hexadecimal()
  }
}

extension Item {
  /// 32 hexadecimal digits of the SHA-256 over what a model was asked with so many exemplars and what its answer is scored by: prompt and
  /// choices, target or tests. Items of two runs are the same where it is, whatever their ids and places.
  public func askDigest(shots: Int) -> String {
    var hash = SHA256()
    hash.add(["assay-item-1", prompt(shots: shots)])
    hash.add(solution)
    return String(hash.hexadecimal().prefix(32))
  }
}

extension SHA256 {
  /// Texts are preceded by their lengths, and lists by their counts, so that no two sequences of them look alike.
  fileprivate mutating func add(_ text: String) { update("\(text.utf8.count):\(text)") }

  fileprivate mutating func add(_ texts: [String]) {
    add("\(texts.count)")
    for text in texts { add(text) }
  }

  fileprivate mutating func add(_ asking: Asking) {
    switch asking {
    case .choice(let rule):
      add(["choice", rule.boundary.rawValue])
      add(rule.metrics.map(\.name))
    case .answer(let rule):
      add("answer")
      add(rule.generation)
      add([rule.metric] + rule.extractions.map(\.name))
    case .program(let rule):
      add("program")
      add(rule.generation)
      add([rule.metricStem, rule.filter])
    }
  }

  fileprivate mutating func add(_ generation: GenerationRule) {
    add(generation.stops)
    add(["\(generation.maxTokens)", generation.room.rawValue])
  }

  fileprivate mutating func add(_ solution: Item.Solution) {
    switch solution {
    case .choices(let texts, let right):
      add("choices")
      add(texts)
      add(right.map(String.init))
    case .answer(let text):
      add(["answer", text])
    case .program(let problem):
      add(["program", problem.opening, problem.helpers, problem.tests])
      add(problem.entryPoint.map { [$0] } ?? [])
    }
  }
}

extension Benchmark.Overflow: CustomStringConvertible {
  public var description: String {
    switch self {
    case .truncateLeft: "truncate-left"
    case .dropExemplars(let limit): "drop-exemplars(\(limit))"
    }
  }
}
