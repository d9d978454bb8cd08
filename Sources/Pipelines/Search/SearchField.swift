import Files

/// The keys of the configuration of `assay search`.
public enum SearchField {
  /// The help of all keys, with the values that hold where nothing is said.
  public static var help: String {
    let configuration = SearchConfiguration()
    return all.reduce("") { $0 + $1.help(configuration) }
  }

  public static let all: [ConfigurationField<SearchConfiguration>] = models + questions + search

  private static let models: [ConfigurationField<SearchConfiguration>] = [
    .text("base", "folder of the model that all adapters are for", \.base, changesResult: false),
    ConfigurationField(
      "adapters", "list of PEFT folders", changesResult: false,
      value: { .array($0.adapters.map { .string($0) }) },
      set: { (c, s) throws(Diagnostic) in c.adapters = try s.texts() }),
    .text("out", "folder of the result", \.out, changesResult: false),
  ]

  private static let questions: [ConfigurationField<SearchConfiguration>] = [
    ConfigurationField(
      "tasks", "list of tasks that rank choices; 'assay tasks' lists them",
      value: { .array($0.tasks.map { .string($0) }) },
      set: { (c, s) throws(Diagnostic) in c.tasks = try s.texts() }),
    .text("preset", "which protocols the tasks' names mean", \.preset),
    .text("data", "fixtures, or the folder of the official files", \.data, changesResult: false),
    .optionalSize(
      "limit", "items of each task or sub-task, both splits together; null: all", \.limit, upTo: 1_000_000_000),
    ConfigurationField(
      "selection", "share of the items that candidates are chosen by; the others say what the choice is worth",
      range: (0.0).nextUp...(1.0).nextDown, value: { .number($0.selection) },
      set: { (c, s) throws(Diagnostic) in
        let share = try s.number(from: 0, below: 1)
        guard share > 0 else { throw s.wrong("a number above 0 and below 1") }
        c.selection = share
      }),
    .choice(
      "objective",
      "gold: the right choice's log-likelihood per byte; share: the logarithm of the right choices' share of the probability, for "
        + "choices of one length; metric: what the tasks themselves tell, which is the coarsest",
      \.objective),
  ]

  private static let search: [ConfigurationField<SearchConfiguration>] = [
    .choice("method", "cma-es, or grid", \.method),
    .size("evaluations", "the most candidates that are looked at", \.evaluations, upTo: 1_000_000),
    .optionalSize(
      "population", "candidates of one pass over the base; null: 4 + 3 ln n for cma-es, 16 for grid", \.population,
      upTo: 65536),
    .optionalSize(
      "levels", "of the grid: shares are multiples of 1/levels; null: the finest that fits", \.levels,
      upTo: 1000),
    ConfigurationField(
      "lambda", "fixed: the shares are 1 together; free: the length of the update is searched for, too",
      value: { .string($0.freesLambda ? "free" : "fixed") },
      set: { (c, s) throws(Diagnostic) in c.freesLambda = try s.choice(of: ["fixed", "free"]) == "free" }),
    ConfigurationField(
      "lambdas", "of the grid, where lambda is free", value: { .array($0.lambdas.map { .number($0) }) },
      set: { (c, s) throws(Diagnostic) in
        let numbers = (s.value.array ?? [s.value]).compactMap(\.number)
        guard !numbers.isEmpty, numbers.count == (s.value.array?.count ?? 1),
          numbers.allSatisfy({ $0 > 0 && $0 <= 100 })
        else {
          throw s.wrong("a list of numbers above 0, at most 100")
        }
        c.lambdas = numbers
      }),
    ConfigurationField(
      "sigma", "of cma-es: how far its first candidates lie from the average, in logits",
      range: (0.0).nextUp...(100.0).nextDown, value: { .number($0.sigma) },
      set: { (c, s) throws(Diagnostic) in
        let sigma = try s.number(from: 0, below: 100)
        guard sigma > 0 else { throw s.wrong("a number above 0") }
        c.sigma = sigma
      }),
    .size(
      "seed", "of the draws, and of which items are chosen by", \.seed, from: 0,
      upTo: ConfigurationFile.Setting.largestSize),
  ]
}
