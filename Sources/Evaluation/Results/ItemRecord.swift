import CodeExecution
import Files
import Glibc

/// What a finished run found of one item, as gate and reports read it: a line of `items.jsonl`.
public struct ItemRecord: Sendable, Equatable {
  /// `Item.id`, `Item.subtask` and `Item.context`.
  public var item: String
  public var subtask: String?
  public var context: String?
  /// `Item.askDigest` of the prompt that was asked.
  public var ask: String
  /// One for each metric of the task; nil where the item could not be scored.
  public var scores: [Double?]
  /// The logarithm, in nats, of the probability of the right choices, all together; nil where none are ranked or it is not finite.
  public var gold: Double?
  /// Where an item was answered several times: how many of the answers are right by the first metric.
  public var right: Int?

  public init(
    item: String, subtask: String? = nil, context: String? = nil, ask: String, scores: [Double?], gold: Double? = nil,
    right: Int? = nil
  ) {
    self.item = item
    self.subtask = subtask
    self.context = context
    self.ask = ask
    self.scores = scores
    self.gold = gold
    self.right = right
  }

  init(_ item: Item, _ outcome: ItemOutcome, of task: RunTask) {
    self.init(
      item: item.id, subtask: item.subtask, context: item.context, ask: item.askDigest(shots: outcome.shots),
      scores: task.metrics.map { $0.score(outcome, item) }, gold: Self.gold(item, outcome),
      right: task.generation.samples > 1 ? Self.right(item, outcome, of: task) : nil)
  }

  private static func gold(_ item: Item, _ outcome: ItemOutcome) -> Double? {
    let values = outcome.logLikelihoods
    guard values.count == item.choices.count else { return nil }
    let right = item.gold.map { values[$0] }
    // One right choice has its own value, to the bit.
    guard right.count > 1, let most = right.max(), most.isFinite else {
      return right.first.flatMap { $0.isFinite ? $0 : nil }
    }
    return most + log(right.reduce(0) { $0 + exp($1 - most) })
  }

  private static func right(_ item: Item, _ outcome: ItemOutcome, of task: RunTask) -> Int? {
    switch task.benchmark.asking {
    case .choice: nil
    case .answer(let rule):
      rule.extractions.first.map { extraction in outcome.completions.count { extraction.score($0.text, item) == 1 } }
    case .program: outcome.reports.count { $0.verdict == .passed }
    }
  }

  /// The first digits of what was asked, all that a reference holds.
  public func asked(_ digits: Int) -> Substring { ask.utf8.count == digits ? ask[...] : ask.prefix(digits) }

  var json: JSON {
    var json: JSONObject = ["item": .string(item)]
    json["subtask"] = subtask.map { .string($0) }
    json["context"] = context.map { .string($0) }
    json["ask"] = .string(ask)
    json["scores"] = .array(scores.map { $0.map { .number($0) } ?? .null })
    json["gold"] = gold.map { .number($0) }
    json["right"] = right.map { .integer($0) }
    return .object(json)
  }

  /// nil for what is no record of so many metrics.
  init?(_ json: JSON, metrics: Int) {
    guard let item = json["item"]?.string, let ask = json["ask"]?.string, ask.utf8.count == 32,
      let scores = json["scores"]?.array, scores.count == metrics,
      scores.allSatisfy({ $0.isNull || $0.number?.isFinite == true })
    else { return nil }
    self.init(
      item: item, subtask: json["subtask"]?.string, context: json["context"]?.string, ask: ask,
      scores: scores.map(\.number), gold: json["gold"]?.number, right: json["right"]?.integer)
  }
}
