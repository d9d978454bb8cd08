public import Configuration
public import Files
import Merging
import Pipelines
public import Transformers

/// All that `assay dtm` can be told: one base, one corpus, how it is dispersed, trained on, merged and scored.
public struct DTMConfiguration: Sendable {
  /// One way to disperse or to merge, under a name of its own.
  public struct Way: Sendable, Equatable {
    public var name: String
    /// Keys of `assay disperse`, or the method and its parameters.
    public var members: JSONObject
    /// Where it was said, and where each of its keys.
    public var place: String
    var places: [String: String] = [:]

    /// The merge that is meant where none is named.
    static func average(_ name: String, place: String) -> Way {
      Way(name: name, members: ["method": .string(MergeMethod.standard.name)], place: place)
    }

    public static func == (one: Way, other: Way) -> Bool { one.name == other.name }
  }

  /// Tasks that are scored with the same limit.
  public struct Scoring: Sendable, Equatable {
    /// As `assay score --tasks` names them; none: those of the preset.
    public var tasks: [String]
    public var limit: Int?
  }

  public var base = ""
  public var data: [String] = []
  public var out = ""
  /// Writes into folders that hold something else.
  public var force = false
  /// Folder of everything that is made; `artefacts` in `out` where empty.
  public var artefacts = ""
  /// Clusters and sub-models.
  public var count = 4
  public var seeds = [42]
  /// Keys of `assay train`.
  public var training: [ConfigurationFile.Setting] = []
  public var dispersals: [Way] = []
  public var merges: [Way] = []
  /// Rivals that learn from the whole corpus.
  public var baselines: [DTMBaseline] = []
  /// Keys of `assay select` that hold for all rivals which choose records.
  public var selection: [ConfigurationFile.Setting] = []
  /// What is known of the base's own training.
  var pretraining = PretrainingText()
  public var ensembles: [EnsembleMixing] = [.logits]
  /// Vanilla's update times these.
  public var lambdas = [0.25, 0.5, 0.75, 1.25]
  /// Samples that Fisher information and Gram matrices are measured on.
  public var statisticSamples = 256
  public var preset = ScoreCheckpoint.standardPreset
  public var scoreData = "fixtures"
  public var scorings: [Scoring] = []
  /// Files of records like those of `data`, which nothing is trained on: each model's loss on them is its skill.
  public var heldOut: [String] = []
  /// Where its keys were written.
  var written = WrittenPlaces("dtm")
  /// See `brief`.
  var isBrief = false

  init() {}

  public init(_ settings: [ConfigurationFile.Setting]) throws(Diagnostic) {
    try self.init(recipe: settings)
    try checkPlaces()
  }

  /// Wherever everything lies.
  init(recipe settings: [ConfigurationFile.Setting]) throws(Diagnostic) {
    try Self.schema.apply(settings, to: &self)
    if dispersals.isEmpty { dispersals = [Way(name: "random", members: ["method": "random"], place: "dtm")] }
    if merges.isEmpty { merges = [Way.average(MergeMethod.standard.name, place: "dtm")] }
    if scorings.isEmpty { scorings = [Scoring(tasks: [], limit: nil)] }
    try checkRecipe()
  }

  private func checkPlaces() throws(Diagnostic) {
    for (key, value) in [("base", base), ("out", out)] where value.isEmpty {
      throw Diagnostic(written[key], "no \(key)", expected: "\(key): a folder", status: .wrongUsage)
    }
    guard !data.isEmpty else {
      throw Diagnostic(written["data"], "no data", expected: "data: a file or a list of files", status: .wrongUsage)
    }
  }
}
