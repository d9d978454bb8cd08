public import Files

/// All that a finished run found.
public struct RunResult: Sendable, Equatable {
  public var tasks: [TaskResult]
  /// What this session spent on each task; not part of what was found.
  public var timings: [Timing]
  /// SHA-256 over all outcomes (`OutcomeDigest`).
  public var digest: String
  /// Whether the built-in miniatures were asked, so that the numbers say nothing about the model.
  public var isMiniature = false
  /// Whose scores they are; nil where nobody said.
  public var model: ModelIdentity?
  /// Set where not all is finished; the numbers are then of the finished items alone, and there is no digest.
  public var partial: Partial?

  /// Tasks that were wanted and cannot be asked of this model.
  public var notAsked: [UnaskedTask] = []

  /// Set where a shard was asked and not the whole run.
  public var shard: ShardExtent?

  /// How much of a run is a shard's.
  public struct ShardExtent: Sendable, Equatable {
    public var shard: Shard
    /// Items of the shard, all finished; and of the whole run, with how many of them are finished in any shard.
    public var items, wholeItems, wholeFinished: Int

    public init(_ shard: Shard, items: Int, wholeItems: Int, wholeFinished: Int) {
      self.shard = shard
      self.items = items
      self.wholeItems = wholeItems
      self.wholeFinished = wholeFinished
    }

    public var json: JSON {
      [
        "number": .integer(shard.number), "count": .integer(shard.count), "items": .integer(items),
        "items_of_run": .integer(wholeItems), "finished_items_of_run": .integer(wholeFinished),
      ]
    }
  }

  /// What a run that was stopped lacks.
  public struct Partial: Sendable, Equatable {
    /// Items that are asked of each task of the result.
    public var asked: [Int]
    /// Names of tasks of which no item is finished.
    public var untouched: [String]
    /// Items of the whole run.
    public var items: Int

    public init(asked: [Int], untouched: [String], items: Int) {
      self.asked = asked
      self.untouched = untouched
      self.items = items
    }
  }

  /// The work of one session on one task; items of earlier sessions are not in it.
  public struct Timing: Sendable, Equatable {
    public var elapsed: Duration
    public var items: Int
    public var tokens: Int

    public init(elapsed: Duration = .zero, items: Int = 0, tokens: Int = 0) {
      self.elapsed = elapsed
      self.items = items
      self.tokens = tokens
    }

    public var seconds: Double { elapsed.seconds }

    /// nil where nothing was computed.
    public var tokensPerSecond: Double? { items > 0 && seconds > 0 ? Double(tokens) / seconds : nil }
  }

  public init(tasks: [TaskResult], timings: [Timing], digest: String, isMiniature: Bool = false) {
    self.tasks = tasks
    self.timings = timings
    self.digest = digest
    self.isMiniature = isMiniature
  }
}
