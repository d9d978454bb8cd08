import Statistics

/// The metrics of one task, made of its outcomes and nothing else: the same outcomes give the same bits.
public struct TaskResult: Sendable, Equatable {
  /// `RunTask.name`.
  public var name: String
  /// `Benchmark.id`.
  public var protocolID: String
  public var version: Int
  public var shots: Int
  /// The protocol's own number of exemplars, where the run departs from it.
  public var protocolShots: Int?
  public var bos: BOSPolicy
  public var aggregation: Benchmark.Aggregation
  public var items: Int
  public var metrics: [MetricResult]
  /// In the order of their first items; empty for a benchmark of one piece.
  public var subtasks: [GroupResult]
  public var categories: [GroupResult]
  /// Items whose prompt lost its beginning to a short model context.
  public var truncatedItems: Int
  /// Items that were asked with fewer exemplars than the protocol has, for the prompt was too long.
  public var shortenedItems: Int
  /// Exemplars that these items lost, together.
  public var droppedExemplars: Int
  /// How text was generated, and what became of it; nil for ranked choices.
  public var generation: GenerationTally?
  /// How programs ended; nil where there were none.
  public var verdicts: VerdictTally?
  /// SHA-256 over the task's outcomes.
  public var digest: String
  /// The first metric's scores; one part where there are no subtasks.
  public var scores: [PairedScores.Part]

  /// `outcomes` in the order of the task's items.
  public init(_ task: RunTask, outcomes: [ItemOutcome]) {
    let benchmark = task.benchmark
    let metrics = task.metrics
    let scored = zip(task.items, outcomes).map { item, outcome in
      ScoredItem(subtask: item.subtask ?? "", scores: metrics.map { $0.score(outcome, item) })
    }
    let subtasks = task.subtasks
    name = task.name
    protocolID = benchmark.id
    version = benchmark.version
    shots = benchmark.shots
    protocolShots = benchmark.protocolShots
    bos = task.bos
    aggregation = benchmark.aggregation
    items = task.items.count
    let present = Set(subtasks)
    let bySubtask = Dictionary(grouping: scored, by: \.subtask)
    func results(over names: [String]) -> [MetricResult] {
      Self.results(metrics, benchmark.aggregation, parts: names.map { bySubtask[$0] ?? [] })
    }
    self.metrics = results(over: subtasks.isEmpty ? [""] : subtasks)
    self.subtasks = subtasks.map {
      GroupResult(name: $0, items: bySubtask[$0]?.count ?? 0, metrics: results(over: [$0]))
    }
    categories = benchmark.categories.compactMap { category in
      // A category is shown when at least one of its subtasks was asked.
      let members = category.subtasks.filter(present.contains)
      guard !members.isEmpty else { return nil }
      return GroupResult(
        name: category.name, members: members,
        items: members.reduce(0) { $0 + (bySubtask[$1]?.count ?? 0) }, metrics: results(over: members))
    }
    truncatedItems = outcomes.filter(\.isTruncated).count
    let dropped = zip(task.items, outcomes).map { max(0, $0.exemplars.count - $1.shots) }
    shortenedItems = dropped.filter { $0 > 0 }.count
    droppedExemplars = dropped.reduce(0, +)
    generation = GenerationTally(task, outcomes: outcomes)
    verdicts = VerdictTally(task, outcomes: outcomes)
    digest = OutcomeDigest.of([(task.benchmark.id, outcomes)])
    scores = (subtasks.isEmpty ? [""] : subtasks).map { name in
      PairedScores.Part(name: name, scores: (bySubtask[name] ?? []).map { $0.scores.first ?? nil })
    }
  }

  private struct ScoredItem {
    var subtask: String
    var scores: [Double?]
  }

  private static func results(
    _ metrics: [Metric], _ aggregation: Benchmark.Aggregation, parts: [[ScoredItem]]
  ) -> [MetricResult] {
    metrics.enumerated().map { index, metric in
      let groups = parts.map { part in part.compactMap { $0.scores[index] } }
      let mean =
        switch aggregation {
        case .micro: SampleMean(pooling: groups)
        case .macro: SampleMean(macroOf: groups)
        }
      let items = parts.reduce(0) { $0 + $1.count }
      return MetricResult(
        name: metric.name, filter: metric.filter, mean: mean, unscored: items - groups.reduce(0) { $0 + $1.count })
    }
  }
}
