public import Files

/// A task of ranked choices, asked of all variants of a model in one pass.
public struct VariantRanking {
  public let task: RunTask
  private let rule: ChoiceRule

  /// Throws for a task that does not rank choices.
  public init(_ task: RunTask) throws(Diagnostic) {
    guard case .choice(let rule) = task.benchmark.asking else {
      throw Diagnostic(
        task.benchmark.id, "generates text", expected: "tasks that rank choices, such as arc_easy or mmlu",
        status: .wrongUsage)
    }
    self.task = task
    self.rule = rule
  }

  /// The outcomes of each variant, in item order.
  /// - Parameter observe: told after each answered item of a variant; what it throws ends the job.
  public func outcomes(
    on model: inout some VariedLanguageModel, variants: Int, observe: () throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> [[ItemOutcome]] {
    var blank = OpenItems<Likelihood>(task), requests: [LikelihoodRequest] = []
    for item in task.items {
      let shots = try task.shots(of: item, model: model)
      blank.add(item, shots: shots, requests: item.choices.count)
      requests += item.requests(shots: shots, boundary: rule.boundary)
    }
    var open = [OpenItems<Likelihood>](repeating: blank, count: variants)
    var found = [[String: ItemOutcome]](repeating: [:], count: variants)
    do {
      try model.likelihoods(of: requests, bos: task.bos, variants: variants) { variant, index, likelihood in
        guard let complete = try open[variant].takeNumber(likelihood, toRequest: index) else { return }
        found[variant][complete.item.id] = ItemOutcome(
          of: complete.item, in: task, shots: complete.shots, .likelihoods(complete.answers))
        try observe()
      }
    } catch let diagnostic as Diagnostic {
      throw blank.naming(diagnostic, requests: requests.count) { (index) throws(Diagnostic) in
        try model.check(requests[index], bos: task.bos)
      }
    } catch {
      throw Diagnostic(task.name, "the model failed: \(error)", expected: "the model answers every request")
    }
    return try found.map { (outcomes) throws(Diagnostic) in
      try task.items.map { (item) throws(Diagnostic) in
        guard let outcome = outcomes[item.id] else { throw .unanswered(item, task) }
        return outcome
      }
    }
  }
}

extension RunTask {
  /// The task cut in two that share no item: the items that something is chosen by, and those that say what the choice is worth.
  /// Each subtask is cut for itself; which item goes where depends on its id and the seed alone, not on a limit.
  /// - Parameter share: of the items that go to the first part; at least one goes to each where there are two.
  public func split(share: Double, seed: UInt64) -> (selection: RunTask, test: RunTask) {
    var chosen: Set<String> = []
    for (_, items) in Dictionary(grouping: items, by: { $0.subtask ?? "" }) {
      let ranked = items.sorted { Self.rank($0, seed) < Self.rank($1, seed) }
      let count = min(max(1, Int(saturating: (share * Double(items.count)).rounded())), max(items.count - 1, 1))
      for item in ranked.prefix(count) { chosen.insert(item.id) }
    }
    var first = self, second = self
    first.items = items.filter { chosen.contains($0.id) }
    second.items = items.filter { !chosen.contains($0.id) }
    return (first, second)
  }

  private static func rank(_ item: Item, _ seed: UInt64) -> String { SHA256.hexadecimal(of: "\(seed):\(item.id)") }

  /// The same questions, scored by something else. For tasks of ranked choices.
  public func scored(by metric: ChoiceMetric) -> RunTask {
    guard case .choice(var rule) = benchmark.asking else { return self }
    var task = self
    rule.metrics = [metric]
    task.benchmark.asking = .choice(rule)
    return task
  }
}
