import Benchmarks
import Evaluation

/// A task as one way of asking it: the cells of all rows that were asked so.
public struct LeaderboardColumn: Sendable {
  public let way: AskedWay
  /// The task's name without its protocol.
  public let task: String
  public let metric: String
  public internal(set) var title: String
  /// What the score would be by chance, where choices are ranked; 0 elsewhere.
  public let chance: Double
  /// By row.
  public internal(set) var cells: [Int: Cell] = [:]
  /// Of rows with items.
  var table: ItemTable?
  /// Of rows of a study.
  var worlds: [Int: [Double]] = [:]

  public struct Cell: Sendable, Equatable {
    public var estimate: Estimate
    public var rank = Rank.other
    /// Whether no difference to the best one is shown; the best one itself has it, too.
    public var isLikeBest = false
    /// To the row that all are held against.
    public var difference: PairedDifference?
    /// `difference.probability` after Holm over all cells.
    public var adjusted: Double?
    /// Of a published number: what is wrong with it.
    public var flaw: String?
    public var isPublished = false
    /// Decimals of a percentage that a published number has.
    public var decimals = 2

    public enum Rank: String, Sendable { case best, second, other }

    init(_ estimate: Estimate) { self.estimate = estimate }
  }

  init(way: AskedWay, task: String, metric: String, title: String) {
    self.way = way
    self.task = task
    self.metric = metric
    self.title = title
    chance = ChanceLevel.of(task, metric: metric)
  }

  /// The difference of two rows in this column; nil where it cannot be told.
  func difference(_ ours: Int, _ theirs: Int, seed: UInt64) -> PairedDifference? {
    if let mine = worlds[ours], let yours = worlds[theirs] { return PairedDifference(worlds: mine, yours) }
    return table.flatMap { PairedUnits($0, ours, theirs) }.map { PairedDifference($0, seed: seed) }
  }
}

/// What a model that knows nothing reaches.
enum ChanceLevel {
  /// Of a metric that ranks choices; 0 of answers that are written. ARC's few questions with three or five choices count as four;
  /// TruthfulQA's are means over its 817 questions: of 1 / choices for mc1, of the part of the choices that is true for mc2.
  static func of(_ task: String, metric: String) -> Double {
    guard metric.hasPrefix("acc") else { return 0 }
    switch task {
    case "arc_challenge", "arc_easy", "openbookqa", "race", "mmlu": return 0.25
    case "truthfulqa_mc1": return 0.2224
    case "truthfulqa_mc2": return 0.4643
    default: return 0
    }
  }
}
