import CodeExecution
import Files

/// The three ways of asking.
extension Runner {
  func rank(
    by rule: ChoiceRule, on model: inout some LanguageModel, _ ledger: inout RunLedger, _ observe: Observer
  ) throws {
    var open = OpenItems<Likelihood>(task)
    var requests: [LikelihoodRequest] = []
    for item in ledger.missing {
      let shots = try task.shots(of: item, model: model)
      open.add(item, shots: shots, requests: item.choices.count)
      requests += item.requests(shots: shots, boundary: rule.boundary)
    }
    if requests.isEmpty { return }
    do {
      try model.likelihoods(of: requests, bos: task.bos) { index, likelihood in
        guard let complete = try open.takeNumber(likelihood, toRequest: index) else { return }
        try ledger.keep(complete.item, shots: complete.shots, .likelihoods(complete.answers), observe)
      }
    } catch let error as Diagnostic {
      throw open.naming(error, requests: requests.count) { (index) throws(Diagnostic) in
        try model.check(requests[index], bos: task.bos)
      }
    }
  }

  func generate(
    on model: inout some LanguageModel, _ ledger: inout RunLedger, _ observe: Observer
  ) throws {
    try completions(on: &model, of: ledger.missing) { complete in
      try ledger.keep(complete.item, shots: complete.shots, .completions(complete.answers), observe)
    }
  }

  /// Completions are executed in batches as they arrive: at once when it has been a while since the last batch, so that a kill
  /// loses little, and together when they come quickly, so that all cores have something to judge.
  func generateAndExecute(
    on model: inout some LanguageModel, _ programs: (any ProgramRunner)?, _ ledger: inout RunLedger,
    _ observe: Observer
  ) throws {
    if ledger.missing.isEmpty { return }
    guard let programs else { throw Diagnostic.noRunner(task) }
    var queue = ProgramQueue(runner: programs, task: task, seed: judgeSeed, record: recordSeed)
    try completions(on: &model, of: ledger.missing) { complete in
      try queue.add(complete)
      if queue.isDue { try queue.execute(&ledger, observe) }
    }
    try queue.execute(&ledger, observe)
  }

  private func completions(
    on model: inout some LanguageModel, of items: [Item],
    _ completed: (OpenItems<Completion>.Complete) throws -> Void
  ) throws {
    var open = OpenItems<Completion>(task)
    var requests: [GenerationRequest] = []
    for item in items {
      let shots = try task.shots(of: item, model: model)
      let asked = task.generationRequests(of: item, shots: shots)
      open.add(item, shots: shots, requests: asked.count)
      requests += asked
    }
    if requests.isEmpty { return }
    do {
      try model.completions(of: requests, bos: task.bos) { index, completion in
        if let complete = try open.take(completion, toRequest: index) { try completed(complete) }
      }
    } catch let error as Diagnostic {
      throw open.naming(error, requests: requests.count) { (index) throws(Diagnostic) in
        try model.check(requests[index], bos: task.bos)
      }
    }
  }
}

extension RunTask {
  /// How many exemplars fit, by the protocol's rule; the model itself truncates what is still too long.
  func shots(of item: Item, model: some LanguageModel) throws(Diagnostic) -> Int {
    guard case .dropExemplars(let limit) = benchmark.overflow else { return item.exemplars.count }
    var shots = item.exemplars.count
    while shots > 0, try model.tokenCount(of: item.prompt(shots: shots)) > limit { shots -= 1 }
    return shots
  }
}

extension Diagnostic {
  fileprivate static func noRunner(_ task: RunTask) -> Diagnostic {
    Diagnostic(
      task.benchmark.id, "its programs cannot be executed: there is no sandbox",
      expected: "generated programs run in assay-sandbox only")
  }
}
