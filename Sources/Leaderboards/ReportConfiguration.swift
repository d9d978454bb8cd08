/// What a report shows, and how: its file, and the options of the command.
public struct ReportConfiguration: Sendable, Equatable {
  public var title = ""
  /// `RUN` or `NAME=RUN`: runs, references, reports, folders, patterns.
  public var runs: [String] = []
  /// Which rows, in which order; empty: all, as they were found.
  public var rows: [Row] = []
  /// Which columns, in which order; empty: all, in the standard order.
  public var columns: [Column] = []
  /// Names of tasks, protocols or groups; empty: all.
  public var tasks: [String] = []
  /// Whether the means of categories stand in the table instead of the tasks.
  public var showsCategories = false
  /// Whether subtasks are shown: MMLU's subjects, BBH's tasks.
  public var showsDetails = false
  public var average = Average.tasks
  /// Whether a row that lacks a task has the average of those that it has.
  public var averagesPart = false
  /// Name of the row that all others are held against; empty: none.
  public var against = ""
  public var alpha = 0.05
  /// Whether numbers are shown as percentages.
  public var isPercent = false
  /// Whether the best is looked for in each group by itself.
  public var ranksByGroup = false
  /// Of permutations.
  public var seed: UInt64 = 0
  /// Files of published numbers.
  public var published: [String] = []
  public var card = Card()

  public init() {}

  public struct Row: Sendable, Equatable {
    /// As the run, or the table of `dtm`, `study` or `search`, calls it.
    public var row = ""
    /// As it is called here; empty: the same.
    public var name = ""
    public var group = ""
    public init() {}
  }

  public struct Column: Sendable, Equatable {
    /// Name or protocol.
    public var task = ""
    /// Label of a metric; empty: the task's first one.
    public var metric = ""
    /// Over the column; empty: the task's name.
    public var title = ""
    public init() {}
  }

  public enum Average: String, Sendable, CaseIterable {
    case tasks, categories, normalised, none
  }

  /// What a model card says that no run knows.
  public struct Card: Sendable, Equatable {
    /// Name of the row that the card is of; empty: the only one.
    public var row = ""
    /// Of the hub.
    public var name = ""
    public var license = ""
    public var languages: [String] = []
    public var baseModels: [String] = []
    public var tags: [String] = []
    /// Paragraphs on what the model is for, and what it is not good at.
    public var summary = ""
    public var limits = ""
    public init() {}
  }
}
