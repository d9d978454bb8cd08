import CodeExecution
import Statistics

/// One number of each item, whatever way it was asked.
public struct Metric: Sendable {
  /// lm-evaluation-harness's names of metric and filter: `exact_match` and `strict-match`.
  public var name: String
  public var filter: String
  /// nil is "cannot be scored": counted, shown, not averaged.
  public var score: @Sendable (ItemOutcome, Item) -> Double?

  /// `exact_match,strict-match`, as the harness's results name it.
  public var key: String { "\(name),\(filter)" }

  /// The name for people: `acc`, `exact_match,strict-match`.
  public var label: String { filter == "none" ? name : key }
}

extension Benchmark {
  /// What is told of every item, in the order in which it is shown; the first one is the benchmark's score.
  /// Several samples of an item: the mean of their scores, and for programs the unbiased pass@k.
  public func metrics(
    _ options: GenerationOptions = GenerationOptions(), verdicts: Judging.Verdicts = .strict
  ) -> [Metric] {
    switch asking {
    case .choice(let rule):
      rule.metrics.map { metric in
        Metric(name: metric.name, filter: "none") { metric.score($0.logLikelihoods, $1) }
      }
    case .answer(let rule):
      rule.extractions.map { extraction in
        Metric(name: rule.metric, filter: extraction.name) { outcome, item in
          SampleMean(of: outcome.completions.map { extraction.score($0.text, item) })?.value
        }
      }
    case .program(let rule):
      rule.metrics(options, filter: rule.filter) { $0.verdict }
        + (verdicts == .both ? rule.metrics(options, filter: "reference") { $0.referenceVerdict } : [])
    }
  }
}

extension ProgramRule {
  /// pass@k by one of a report's verdicts; nil where that was not asked.
  fileprivate func metrics(
    _ options: GenerationOptions, filter: String, verdict: @escaping @Sendable (ProgramReport) -> Verdict?
  ) -> [Metric] {
    options.tries.map { tries in
      Metric(name: metricStem + "\(tries)", filter: filter) { outcome, _ in
        let verdicts = outcome.reports.compactMap(verdict)
        return PassAtK.estimate(
          samples: verdicts.count, passed: verdicts.count { $0 == .passed }, tries: tries)
      }
    }
  }
}
