public import Configuration
import Files

/// The keys of the configuration of `assay search`.
extension SearchConfiguration {
  public static let schema = ConfigurationSchema<SearchConfiguration>(
    "search", keys, places: \.written, standard: { SearchConfiguration() })

  static let keys: [ConfigurationKey<SearchConfiguration>] = models + questions + search

  private static let models: [ConfigurationKey<SearchConfiguration>] = [
    ConfigurationKey("base", "folder of the model that all adapters are for", \.base, .path, changesResult: false),
    ConfigurationKey("adapters", "list of PEFT folders", \.adapters, .paths, changesResult: false),
    ConfigurationKey("out", "folder of the result", \.out, .path, changesResult: false),
  ]

  private static let questions: [ConfigurationKey<SearchConfiguration>] = [
    ConfigurationKey("tasks", "list of tasks that rank choices; 'assay tasks' lists them", \.tasks, .texts),
    ConfigurationKey("preset", "which protocols the tasks' names mean", \.preset, .text),
    ConfigurationKey("data", "fixtures, or the folder of the official files", \.data, .path, changesResult: false),
    ConfigurationKey(
      "limit", "items of each task or subtask, both splits together; null: all", \.limit,
      .optional(.whole(upTo: 1_000_000_000))),
    ConfigurationKey(
      "selection",
      "fraction of the items that candidates are selected on; the rest is held out and says what the selection is worth",
      \.selection, .partAboveZero),
    ConfigurationKey(
      "objective",
      "gold: the right choice's log-likelihood per byte; share: the logarithm of the right choices' share of the probability, for "
        + "choices of one length; metric: what the tasks themselves tell, which is the coarsest", \.objective, .choice),
  ]

  private static let search: [ConfigurationKey<SearchConfiguration>] = [
    ConfigurationKey("method", "cma-es, or grid", \.method, .choice),
    ConfigurationKey(
      "evaluations", "maximum number of candidates", \.evaluations, .whole(upTo: 1_000_000)),
    ConfigurationKey(
      "population", "candidates of one pass over the base; null: 4 + 3 ln n for cma-es, 16 for grid", \.population,
      .optional(.whole(upTo: 65536))),
    ConfigurationKey(
      "levels", "of the grid: shares are multiples of 1/levels; null: the finest that fits", \.levels,
      .optional(.whole(upTo: 1000))),
    ConfigurationKey(
      "lambda", "fixed: the weights sum to 1; free: the norm of the update is searched for, too", \.freesLambda,
      .freedom),
    ConfigurationKey("lambdas", "of the grid, where lambda is free", \.lambdas, .lambdas),
    ConfigurationKey(
      "sigma", "of cma-es: how far its first candidates lie from the average, in logits", \.sigma,
      .number(above: 0, upTo: (100.0).nextDown)),
    ConfigurationKey("seed", "of the draws, and of which items are chosen by", \.seed, .seed),
  ]
}

extension ValueType where Value == Double {
  /// Above 0 and below 1.
  fileprivate static var partAboveZero: ValueType {
    ValueType(.number((0.0).nextUp...(1.0).nextDown), show: { .number($0) }) { (s) throws(Diagnostic) in
      let share = try s.number(from: 0, below: 1)
      guard share > 0 else { throw s.wrong("a number above 0 and below 1") }
      return share
    }
  }
}

extension ValueType where Value == Bool {
  /// free is true.
  fileprivate static var freedom: ValueType {
    let names = ["fixed", "free"]
    return ValueType(.choice(names), show: { .string($0 ? "free" : "fixed") }) { (s) throws(Diagnostic) in
      try s.choice(of: names) == "free"
    }
  }
}

extension ValueType where Value == [Double] {
  fileprivate static var lambdas: ValueType {
    let expected = "a list of numbers above 0, at most 100"
    return .numbers((0.0).nextUp...100, expected).matching(expected) { !$0.isEmpty }
  }
}
