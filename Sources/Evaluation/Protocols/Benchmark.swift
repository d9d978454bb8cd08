public import Datasets
public import Files

/// One way, exactly stated, to ask and score one benchmark: a named, versioned protocol. A value: a new benchmark is a
/// new static instance in a file of its own and a line in `Benchmark.all`.
public struct Benchmark: Sendable {
  /// `arc_challenge`, `mmlu`: what people call the benchmark.
  public var name: String
  /// What tells this way of asking from others: `lm-eval`, `hendrycks`, `leaderboard-v1`; for RACE its version.
  public var variant: String
  /// Raised whenever a score could change.
  public var version: Int
  /// One line on what is asked and how it is scored.
  public var summary: String
  /// Paper and code that this protocol follows.
  public var citation: String
  public var shots: Int
  /// BOS when `--bos auto` is given and the preset says nothing; nil follows the tokenizer's own configuration.
  public var bos: BOSPolicy?
  /// The official number of items.
  public var itemCount: Int
  /// The official files that the items come from, each with its own number of items.
  public var files: [OfficialFile]
  public var overflow: Overflow
  public var asking: Asking
  public var aggregation: Aggregation
  /// What lm-evaluation-harness's names of the subtasks begin with, where that is not the benchmark's name.
  public var subtaskStem: String?
  /// Named groups of subtasks, e.g. MMLU's categories, in the order in which they are shown.
  public var categories: [Category]
  /// Presets that ask it so, and the name that means it beside others: `arc`.
  public var memberships: [Membership] = []
  public var group: String?
  /// Reads the official files and makes the items, in the order in which the protocol asks them. Whether they are all
  /// there is not its business: `items(from:)` checks that for every benchmark.
  public var load: @Sendable (DataDirectory) throws(Diagnostic) -> [Item]

  /// Reads no more than is wanted of the files, or draws another number of exemplars; without it all is read and cut (`Excerpt`).
  public var loadExcerpt: (@Sendable (DataDirectory, Excerpt) throws(Diagnostic) -> [Item])?
  /// Whether exemplars are drawn of other data, so that a run may ask for more of them than the protocol shows.
  public var drawsExemplars = false
  /// What is asked of the protocol, where that is not all of it or not as it says.
  public internal(set) var excerpt = Excerpt()
  /// `id` of the benchmark that this one is a part of; nil for a whole one.
  public internal(set) var whole: String?
  /// How results and files call it, where that is not its name: lm-evaluation-harness's name of a sub-task.
  public internal(set) var resultName: String?
  /// The protocol's own number of exemplars, where a run departs from it.
  public internal(set) var protocolShots: Int?

  /// What happens to a prompt that is longer than the model's context.
  public enum Overflow: Sendable, Equatable {
    /// The oldest tokens are cut, BOS first.
    case truncateLeft
    /// Exemplars are dropped from the end until the prompt, counted without BOS, has at most so many tokens.
    case dropExemplars(limit: Int)
  }

  /// How a metric over all items is made of the scores of the items.
  public enum Aggregation: String, Sendable {
    /// The micro average.
    case micro
    /// The unweighted macro average over subtasks.
    case macro
  }

  public struct Category: Sendable, Equatable {
    public var name: String
    public var subtasks: [String]
    public init(name: String, subtasks: [String]) {
      self.name = name
      self.subtasks = subtasks
    }
  }

  public init(
    name: String, variant: String, version: Int, summary: String, citation: String, shots: Int = 0,
    bos: BOSPolicy? = nil, itemCount: Int, files: [OfficialFile] = [],
    overflow: Overflow = .truncateLeft, asking: Asking, aggregation: Aggregation = .micro,
    subtaskStem: String? = nil, categories: [Category] = [],
    load: @escaping @Sendable (DataDirectory) throws(Diagnostic) -> [Item]
  ) {
    self.name = name
    self.variant = variant
    self.version = version
    self.summary = summary
    self.citation = citation
    self.shots = shots
    self.bos = bos
    self.itemCount = itemCount
    self.files = files
    self.overflow = overflow
    self.asking = asking
    self.aggregation = aggregation
    self.subtaskStem = subtaskStem
    self.categories = categories
    self.load = load
  }

  /// The full name, e.g. `mmlu@hendrycks`.
  public var id: String { "\(name)@\(variant)" }
}
