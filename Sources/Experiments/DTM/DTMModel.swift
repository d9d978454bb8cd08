import Files
import Transformers

/// One model of the table.
struct DTMModel {
  /// What it is there for.
  enum Role: String, Sendable, CaseIterable {
    case base
    /// One adapter on the whole corpus.
    case vanilla
    /// Vanilla's update, scaled.
    case scaled = "vanilla, scaled"
    /// The same, scaled to the norm of a merge's update.
    case normMatched = "vanilla, norm-matched"
    /// Vanilla on as many records as a cluster has.
    case sizeMatched = "vanilla, size-matched"
    /// As many runs on the whole corpus as there are sub-models, each with a share of the updates, averaged.
    case soup = "uniform soup"
    /// A rival: another way to learn from the whole corpus.
    case baseline
    /// Vanilla on as many records as a rival's selection has, of the same lengths, drawn at random.
    case selectionMatched = "random control of a selection"
    case subModel = "sub-model"
    /// Disperse-Then-Merge.
    case merge
    case ensemble

    /// Whether a claim about a merge must be held against it.
    var isControl: Bool { [.vanilla, .normMatched, .sizeMatched, .soup, .baseline].contains(self) }
  }

  /// What is opened to ask it.
  enum Source {
    case base
    case adapter(String)
    case model(String)
    case ensemble([String], EnsembleMixing)
  }

  /// In the table, where each seed has rows of its own.
  var name: String
  /// The same for all seeds.
  var label: String
  var role: Role
  var seed: Int
  /// The dispersal that it comes from.
  var dispersal: String?
  var source: Source
  /// Frobenius norm of its update over all weights; nil where it has none.
  var norm: Double?
  /// Of vanilla's update: 0 is the base, 1 vanilla; nil for what is no multiple of it.
  var factor: Double?
  /// How it came about where that is not always so, for people; nil for nothing.
  var detail: String?
}

/// What the controls are called that vanilla is made into.
extension DTMModel {
  static func vanilla(times factor: Double) -> String { "vanilla x\(factor)" }
  static let sizeMatchedVanilla = "size-matched vanilla"
  static func normMatchedVanilla(of merge: String) -> String { "norm-matched vanilla (\(merge))" }
}
