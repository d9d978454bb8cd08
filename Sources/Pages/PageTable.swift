/// The table that a page begins with, as whoever knows the leaderboard computed it: rows of models, columns of shares.
public struct PageTable: Sendable, Equatable {
  public var caption: String
  public var columns: [Column]
  public var rows: [Row]
  /// Rows, by their places, of which none can be told from another by the first column.
  public var groups: [[Int]]
  /// Footnotes: protocols, BOS, templates, what was asked differently.
  public var notes: [String]

  public struct Column: Sendable, Equatable {
    public var label: String
    /// What the column is, in a sentence.
    public var note: String

    public init(_ label: String, note: String = "") {
      self.label = label
      self.note = note
    }
  }

  public struct Row: Sendable, Equatable {
    public var name: String
    public var group: String
    /// The place among the page's runs; nil for a row without items, as published numbers are.
    public var run: Int?
    /// Where the numbers are from, if not from a run: `published`, `study`.
    public var origin: String
    /// One for each column.
    public var cells: [Cell?]

    public init(name: String, group: String = "", run: Int?, origin: String = "", cells: [Cell?]) {
      self.name = name
      self.group = group
      self.run = run
      self.origin = origin
      self.cells = cells
    }
  }

  public struct Cell: Sendable, Equatable {
    /// Between 0 and 1.
    public var value: Double
    public var interval: ClosedRange<Double>?
    public var rank: Rank
    /// Whether a paired test does not tell it from the best one.
    public var isLikeBest: Bool
    /// What else is to be said, such as what is wrong with a published number.
    public var note: String

    public enum Rank: String, Sendable { case best, second, other }

    public init(
      _ value: Double, interval: ClosedRange<Double>? = nil, rank: Rank = .other, isLikeBest: Bool = false,
      note: String = ""
    ) {
      self.value = value
      self.interval = interval
      self.rank = rank
      self.isLikeBest = isLikeBest
      self.note = note
    }
  }

  public init(
    caption: String = "", columns: [Column], rows: [Row], groups: [[Int]] = [], notes: [String] = []
  ) {
    self.caption = caption
    self.columns = columns
    self.rows = rows
    self.groups = groups
    self.notes = notes
  }
}
