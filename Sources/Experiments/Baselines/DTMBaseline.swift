import Configuration
import Files
import Training
import Transformers

/// A rival of Disperse-Then-Merge: another way to learn from the whole corpus, in the paper's words a baseline. One row of the table for each
/// seed, and for a selection one more for its random control.
public struct DTMBaseline: Sendable {
  enum Kind: Sendable {
    /// One training.
    case training
    /// One training on the records that `assay select` leaves, and one on as many random ones of the same lengths.
    case selection
    /// Trainings with different hyper-parameters, averaged.
    case soup(ModelSoup)
  }

  /// Of the row.
  public var name: String
  var kind = Kind.training
  /// Keys of `assay train` that differ from those of the comparison.
  var training: [ConfigurationFile.Setting] = []
  /// Keys of `assay select` that differ from those of the comparison.
  var selection: [ConfigurationFile.Setting] = []
  /// Part of the records that it learns from, drawn at random; a larger part has all of a smaller one. nil: all.
  var part: Double?
  /// What no key can say, as it depends on how many updates vanilla has.
  var standard: BaselineStandard?
  /// Where it was said.
  var place = "baselines"

  /// Sets what depends on the length of a run.
  /// - Parameter updates: those that it would have as vanilla.
  func adjust(_ job: inout TrainingConfiguration, updates: Int) { standard?.adjust(&job, updates) }

  /// The random control of a selection.
  var controlName: String { Self.controlName(of: name) }

  static func controlName(of name: String) -> String { "\(name), random control" }

  /// Whether it chooses among all records of the corpus.
  var takesPart: Bool {
    switch kind {
    case .training: part != nil
    case .selection: true
    case .soup(let soup): soup.setAside != nil
    }
  }

  func ensembleName(_ mixing: EnsembleMixing) -> String { "\(name), ensemble of \(mixing.rawValue)" }

  /// The rows that it has.
  /// - Parameter ensembles: how the members of a uniform soup answer together, beside their average.
  func labels(_ ensembles: [EnsembleMixing]) -> [String] {
    switch kind {
    case .training: [name]
    case .selection: [name, controlName]
    case .soup(let soup): [name] + (soup.isGreedy ? [] : ensembles.map(ensembleName))
    }
  }

  /// What it costs beside a training on the whole corpus, about.
  /// - Parameter count: clusters.
  func cost(clusters count: Int) -> Double {
    let part = part ?? 1
    switch kind {
    case .training: return part
    case .selection: return part
    case .soup(let soup): return Double(soup.count(clusters: count)) * part
    }
  }
}

/// A rival's short name, with what it stands for where nothing else is said.
struct BaselineStandard: Sendable {
  let name: String
  let help: String
  var kind = DTMBaseline.Kind.training
  var settings: [(key: String, value: JSON)] = []
  var adjust: @Sendable (inout TrainingConfiguration, _ updates: Int) -> Void = { _, _ in }

  /// All of them, in the order in which they are shown.
  static let all: [BaselineStandard] = [
    BaselineStandard(
      name: "l2", help: "L2 regularization towards the base, l2.lambda 0.01", settings: [("baseline", "l2")]),
    BaselineStandard(
      name: "ewc", help: "elastic weight consolidation, ewc.lambda 1, by Fisher information on the pre-training text",
      settings: [("baseline", "ewc")]),
    BaselineStandard(
      name: "replay", help: "a block of the pre-training text for each sample", settings: [("baseline", "replay")]),
    BaselineStandard(
      name: "loramoe", help: "LoRA experts, scored as they are and never merged", settings: [("method", "loramoe")]),
    BaselineStandard(name: "deita", help: "a selection of the records, as select says", kind: .selection),
    BaselineStandard(
      name: "configuration-soup", help: "the average of trainings with different hyper-parameters",
      kind: .soup(ModelSoup())),
    BaselineStandard(
      name: "greedy-soup", help: "of the same trainings those that do not raise the held-out loss",
      kind: .soup(ModelSoup(isGreedy: true))),
    BaselineStandard(name: "weight-decay", help: "weight_decay 0.1", settings: [("weight_decay", 0.1)]),
    BaselineStandard(name: "half-epochs", help: "half of vanilla's updates, with a schedule of their own") {
      c, updates in
      c.recipe.updates = max(1, (updates + 1) / 2)
    },
    BaselineStandard(
      name: "early-stopping", help: "the best of ten validations on 5 % of the records, the third without gain ends it",
      settings: [("validation.fraction", 0.05), ("validation.patience", 3)]
    ) { c, updates in c.validationEvery = max(1, updates / 10) },
    BaselineStandard(
      name: "ema", help: "an exponential moving average that reaches back over a tenth of the updates",
      settings: [("averaging.kind", "ema")]
    ) { c, updates in c.recipe.averaging.decay = max(0, 1 - 10 / Double(max(10, updates))) },
    BaselineStandard(
      name: "lawa", help: "the mean of five states of the last quarter of the updates",
      settings: [("averaging.kind", "lawa")]
    ) { c, updates in c.recipe.averaging.every = max(1, updates / 20) },
  ]

  /// The rival that the short name alone means.
  func baseline(at place: String) -> DTMBaseline {
    var baseline = DTMBaseline(name: name)
    baseline.kind = kind
    baseline.training = settings.map { ConfigurationFile.Setting(key: $0.key, value: $0.value, place: place) }
    (baseline.standard, baseline.place) = (self, place)
    return baseline
  }
}
