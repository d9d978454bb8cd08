public import Files

/// Asks a model the items of one task that a journal lacks, and writes each answer down as soon as it is
/// complete.
public struct Runner {
  public var task: RunTask
  /// Which of the run's tasks this is, from 1, and how many there are; for progress only.
  public var place: Int
  public var places: Int

  public init(_ task: RunTask, place: Int = 1, of places: Int = 1) {
    self.task = task
    self.place = place
    self.places = places
  }

  /// How far a task is.
  public struct Progress: Sendable, Equatable {
    public var task: String
    public var place: Int
    public var places: Int
    /// Items finished, those of earlier sessions included.
    public var done: Int
    public var total: Int
    /// Items and tokens (`ItemOutcome.tokens`) of this session.
    public var computed: Int
    public var tokens: Int
    /// Since this session's first request.
    public var elapsed: Duration

    public init(
      task: String, place: Int = 1, of places: Int = 1, done: Int, total: Int, computed: Int, tokens: Int,
      elapsed: Duration
    ) {
      self.task = task
      self.place = place
      self.places = places
      self.done = done
      self.total = total
      self.computed = computed
      self.tokens = tokens
      self.elapsed = elapsed
    }
  }

  /// All outcomes in item order. `kept` are those of earlier sessions, by item id; they are not asked again.
  /// `observe` is called after each item, and once before the first; what it throws ends the job with the
  /// journal kept.
  public func outcomes(
    on model: inout some LanguageModel, keeping kept: [String: ItemOutcome] = [:], journal: Journal,
    observe: (Progress) throws(Diagnostic) -> Void = { (_) throws(Diagnostic) in }
  ) throws(Diagnostic) -> [ItemOutcome] {
    let start = ContinuousClock.now
    var progress = Progress(
      task: task.name, place: place, of: places, done: kept.count, total: task.items.count, computed: 0,
      tokens: 0, elapsed: .zero)
    try observe(progress)

    var finished = kept
    var open = try openItems(without: kept, model: model)
    let (requests, origins) = self.requests(of: open)
    if !requests.isEmpty {
      do {
        try model.likelihoods(of: requests, bos: task.bos) { index, likelihood in
          guard requests.indices.contains(index) else { throw Diagnostic.unasked(index, task) }
          let origin = origins[index]
          let item = task.items[open[origin.item].position]
          guard !likelihood.sum.isNaN, likelihood.sum < .infinity else {
            throw Diagnostic.notANumber(likelihood.sum, item, task)
          }
          guard let outcome = try open[origin.item].answer(origin.choice, likelihood, of: item, in: task)
          else { return }
          try journal.append(outcome)
          finished[item.id] = outcome
          progress.done += 1
          progress.computed += 1
          progress.tokens += outcome.tokens
          progress.elapsed = ContinuousClock.now - start
          try observe(progress)
        }
      } catch let diagnostic as Diagnostic {
        try? journal.synchronize()
        throw diagnostic
      } catch {
        try? journal.synchronize()
        throw Diagnostic(task.name, "the model failed: \(error)", expected: "the model answers every request")
      }
      try journal.synchronize()
    }

    var outcomes: [ItemOutcome] = []
    for item in task.items {
      guard let outcome = finished[item.id] else { throw .unanswered(item, task) }
      outcomes.append(outcome)
    }
    return outcomes
  }

  private func openItems(
    without kept: [String: ItemOutcome], model: some LanguageModel
  ) throws(Diagnostic) -> [OpenItem] {
    var open: [OpenItem] = []
    for (position, item) in task.items.enumerated() where kept[item.id] == nil {
      let shots = try shots(of: item, model: model)
      open.append(
        OpenItem(position: position, shots: shots, choices: item.choices.count))
    }
    return open
  }

  /// How many exemplars fit, by the protocol's rule; the model itself truncates what is still too long.
  private func shots(of item: Item, model: some LanguageModel) throws(Diagnostic) -> Int {
    guard case .dropExemplars(let limit) = task.benchmark.overflow else { return item.exemplars.count }
    var shots = item.exemplars.count
    while shots > 0, try model.tokenCount(of: item.prompt(shots: shots)) > limit { shots -= 1 }
    return shots
  }

  private func requests(
    of open: [OpenItem]
  ) -> (requests: [LikelihoodRequest], origins: [(item: Int, choice: Int)]) {
    var requests: [LikelihoodRequest] = []
    var origins: [(item: Int, choice: Int)] = []
    for (index, state) in open.enumerated() {
      let item = task.items[state.position]
      let prompt = item.prompt(shots: state.shots)
      for (choice, continuation) in item.choices.enumerated() {
        requests.append(
          LikelihoodRequest(
            context: prompt, continuation: continuation, boundary: task.benchmark.boundary))
        origins.append((index, choice))
      }
    }
    return (requests, origins)
  }
}

/// An item some of whose choices are still to be answered.
private struct OpenItem {
  let position: Int
  let shots: Int
  private var answers: [Likelihood?]
  private var missing: Int

  init(position: Int, shots: Int, choices: Int) {
    self.position = position
    self.shots = shots
    answers = Array(repeating: nil, count: choices)
    missing = choices
  }

  /// The outcome once the last choice is answered, nil before.
  mutating func answer(
    _ choice: Int, _ likelihood: Likelihood, of item: Item, in task: RunTask
  ) throws(Diagnostic) -> ItemOutcome? {
    guard answers[choice] == nil else { throw .answeredTwice(item, choice, task) }
    answers[choice] = likelihood
    missing -= 1
    guard missing == 0 else { return nil }
    return ItemOutcome(
      task: task.benchmark.id, item: item.id, index: item.index,
      promptDigest: ItemOutcome.digest(ofPrompt: item.prompt(shots: shots)), shots: shots,
      answers: answers.compactMap { $0 })
  }
}

extension Diagnostic {
  fileprivate static func notANumber(_ sum: Double, _ item: Item, _ task: RunTask) -> Diagnostic {
    Diagnostic(
      "\(task.benchmark.id), item '\(item.id)'", "the model's log-likelihood is \(sum)",
      expected: "log-likelihoods are numbers of at most 0; the weights or an adapter may be damaged")
  }

  fileprivate static func unasked(_ index: Int, _ task: RunTask) -> Diagnostic {
    Diagnostic(
      task.benchmark.id, "the model answered request \(index), which was not asked", expected: oneEach)
  }

  fileprivate static func answeredTwice(_ item: Item, _ choice: Int, _ task: RunTask) -> Diagnostic {
    Diagnostic(
      "\(task.benchmark.id), item '\(item.id)'", "the model answered choice \(choice + 1) twice",
      expected: oneEach)
  }

  fileprivate static func unanswered(_ item: Item, _ task: RunTask) -> Diagnostic {
    Diagnostic(
      "\(task.benchmark.id), item '\(item.id)'", "the model has not answered all of its choices",
      expected: oneEach)
  }

  private static var oneEach: String { "a model gives one answer to each request" }
}
