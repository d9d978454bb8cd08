public import Configuration
import Evaluation
public import Files
import Merging
import Pipelines

/// All that `assay search` can be told: adapters of one base, the tasks that say what a mixture of them is worth, and how mixtures are
/// chosen.
public struct SearchConfiguration: Sendable {
  /// What makes the candidates.
  public enum Method: String, Sendable, CaseIterable {
    /// Every mixture of a grid.
    case grid
    case cmaES = "cma-es"
  }

  /// What a candidate is worth: a mean over tasks.
  public enum Objective: String, Sendable, CaseIterable {
    /// Of the likeliest right choice's log-likelihood per byte.
    case gold
    /// Of the logarithm of the right choices' share of the probability.
    case share
    /// Of the tasks' own metrics.
    case metric

    /// What is told of each item; nil for the task's own metric.
    var score: ChoiceMetric? {
      switch self {
      case .gold: .goldPerByte
      case .share: .logShare
      case .metric: nil
      }
    }

    /// For people.
    var name: String {
      switch self {
      case .gold: "log-likelihood of the right choice per byte"
      case .share: "log share of the right choices"
      case .metric: "metrics"
      }
    }
  }

  public var base = ""
  public var adapters: [String] = []
  public var out = ""

  public var preset = ScoreCheckpoint.standardPreset
  public var tasks: [String] = []
  public var data = "fixtures"
  public var limit: Int?
  /// Of the items, those that candidates are chosen by; the others say what the choice is worth.
  public var selection = 0.5

  public var method = Method.cmaES
  public var objective = Objective.gold
  /// The most candidates, the average and the adapters alone among them.
  public var evaluations = 100
  /// Candidates of one pass; nil: 4 + 3 ln n for CMA-ES, 16 for the grid.
  public var population: Int?
  /// Of the grid: shares are multiples of 1 / levels; nil: the finest that fits.
  public var levels: Int?
  /// Whether the length of the merged update is searched for, too.
  public var freesLambda = false
  /// Of the grid, where lambda is free.
  public var lambdas = [0.5, 0.75, 1, 1.25]
  public var sigma = 0.3
  public var seed = 0

  /// Where its keys were written.
  var written = WrittenPlaces("search")

  public init() {}

  public mutating func apply(_ settings: [ConfigurationFile.Setting]) throws(Diagnostic) {
    try Self.schema.apply(settings, to: &self)
  }

  /// Looks for what no single key shows.
  public func check() throws(Diagnostic) {
    func wrong(_ key: String, _ problem: String, _ expectation: String) -> Diagnostic {
      Diagnostic(written[key], problem, expected: expectation, status: .wrongUsage)
    }
    guard !base.isEmpty else {
      throw wrong("base", "no base", "base: the folder of the model that the adapters are for")
    }
    guard !out.isEmpty else { throw wrong("out", "no out", "out: the folder of the result") }
    guard !tasks.isEmpty else { throw wrong("tasks", "no tasks", "tasks: a list of tasks that rank choices") }
    let least = freesLambda ? 1 : 2
    guard adapters.count >= least else {
      throw wrong(
        "adapters", "\(adapters.count) adapters", freesLambda ? "one at least" : "two at least, or lambda: free")
    }
    if let twice = adapters.indices.first(where: { adapters[..<$0].contains(adapters[$0]) }) {
      throw wrong("adapters", "\(adapters[twice]) is named twice", "each adapter once")
    }
    if method == .cmaES {
      let generation = EvolvedWeights.population(models: adapters.count, freesLambda: freesLambda, population)
      guard evaluations >= generation + fixed.count else {
        throw wrong(
          "evaluations",
          "\(evaluations) evaluations are no more than the average and a generation of \(generation)"
            + (fixed.count > 1 ? ", and the \(adapters.count) adapters alone" : ""),
          "\(generation + fixed.count) evaluations at least, or a smaller population")
      }
      return
    }
    let lambdas = freesLambda ? lambdas.count : 1
    let points = lambdas * WeightGrid.count(models: adapters.count, levels: levels ?? 1, most: evaluations + 1)
    // The average is looked at, too, and so are the adapters alone.
    guard points + beside < evaluations else {
      throw wrong(
        "evaluations",
        "a grid of \(adapters.count) adapters, \(levels ?? 1) levels and \(lambdas) lambdas has more points than "
          + "evaluations: \(evaluations)", "more evaluations, fewer levels, or method: cma-es")
    }
  }

  /// The candidates that every search looks at first: the average, and each adapter alone.
  var fixed: [MergeWeights] {
    let count = adapters.count
    let alone = (0..<count).map { index in MergeWeights(shares: (0..<count).map { $0 == index ? 1 : 0 }) }
    return count > 1 ? [.uniform(count)] + alone : alone
  }

  /// Adapters alone that are no points of the grid.
  private var beside: Int { freesLambda && !lambdas.contains(1) && adapters.count > 1 ? adapters.count : 0 }

  /// What the adapters are called in tables: the last parts of their paths, or all of them where two would be called the same, as those
  /// in two runs' folders would.
  var adapterNames: [String] {
    let names = adapters.map(FileSystem.lastName)
    return Set(names).count == names.count ? names : adapters
  }

  /// What proposes the other candidates.
  var proposer: any WeightProposer {
    get throws(Diagnostic) {
      switch method {
      case .grid:
        let lambdas = freesLambda ? lambdas : [1]
        let most = max(1, (evaluations - 1 - beside) / lambdas.count)
        let levels = levels ?? WeightGrid.levels(models: adapters.count, points: most)
        return WeightGrid(models: adapters.count, levels: levels, lambdas: lambdas, batch: population ?? 16)
      case .cmaES:
        return try EvolvedWeights(
          models: adapters.count, freesLambda: freesLambda, sigma: sigma, population: population,
          evaluations: evaluations - fixed.count, seed: UInt64(seed))
      }
    }
  }
}
