public import Configuration
public import Files

/// The keys of a gate's policy.
extension GatePolicy {
  public static let schema = ConfigurationSchema<GatePolicy>("gate", keys, standard: { GatePolicy() })

  public static let keys: [ConfigurationKey<GatePolicy>] = rule + scope + endpoints

  private static let rule: [ConfigurationKey<GatePolicy>] = [
    ConfigurationKey("margin", "least drop of a metric that matters: 0.02 is two points", \.margin, .drop),
    ConfigurationKey("suite_margin", "the same of the mean over all tasks", \.suiteMargin, .drop),
    ConfigurationKey(
      "alpha", "probability of a false alarm in the whole suite", \.alpha, .number(above: 0, upTo: 0.5)),
    ConfigurationKey(
      "power", "of the drop that is told as detectable", \.power, .number(from: 0.5, upTo: 0.999)),
    ConfigurationKey("exact", "whether McNemar's test is exact instead of mid-p", \.isExact, .flag),
    ConfigurationKey("seed", "of permutations and bootstraps", \.seed, .seed),
    ConfigurationKey(
      "cannot_tell", "a metric that is neither red nor sure to be within its margin: pass, warn or fail", \.cannotTell,
      .choice),
    ConfigurationKey(
      "suite_cannot_tell", "the same of the suite as a whole, exit code 3 where it fails", \.suiteCannotTell, .choice),
  ]

  private static let scope: [ConfigurationKey<GatePolicy>] = [
    ConfigurationKey(
      "tasks", "what is asked of single tasks; without it the first metric of each task", \.tasks,
      .maps(GatePolicy.Task.schema) { (task, setting) throws(Diagnostic) in
        guard !task.task.isEmpty else { throw setting.wrong("a map with a task") }
      }),
    ConfigurationKey(
      "required", "tasks that both runs must have; all of the reference where it is empty", \.required, .texts),
    ConfigurationKey(
      "allowed_missing", "items of a task that only one run may have", \.allowedMissing, .whole(from: 0)),
    ConfigurationKey(
      "allowed_unscored", "items of a task that may have no score", \.allowedUnscored, .whole(from: 0)),
    ConfigurationKey("seeds", "of runs with a temperature: same or any", \.seeds, .choice),
    ConfigurationKey("sandboxes", "that judged programs: same or any", \.sandboxes, .choice),
  ]

  private static let endpoints: [ConfigurationKey<GatePolicy>] = [
    ConfigurationKey(
      "likelihood", "log-likelihood of the right choice as a second endpoint: off, warn or gate", \.likelihood, .choice),
    ConfigurationKey(
      "likelihood_margin", "least drop of it that matters, in nats an item", \.likelihoodMargin,
      .number(above: 0, upTo: 1000)),
    ConfigurationKey(
      "flaky", "largest share of items whose samples may differ; null: any", \.flaky,
      .optional(.number(from: 0, upTo: 1))),
  ]

  /// The policy that these settings make.
  public init(_ settings: [ConfigurationFile.Setting]) throws(Diagnostic) {
    self = try Self.schema.read(settings)
  }
}

extension GatePolicy.Task {
  static let schema = ConfigurationSchema<GatePolicy.Task>(
    "gate",
    [
      ConfigurationKey("task", "name or protocol: mmlu, race@2", \.task, .text),
      ConfigurationKey("metrics", "of it; without them the first one", \.metrics, .texts),
      ConfigurationKey("margin", "null: the policy's", \.margin, .optional(.drop)),
      ConfigurationKey(
        "cluster", "what is no independent evidence: items of one context (an article), of one subtask, or none (item)",
        \.cluster, .choice),
    ], standard: { GatePolicy.Task() })
}

extension ValueType where Value == Double {
  fileprivate static var drop: ValueType { .number(above: 0, upTo: 1) }
}
