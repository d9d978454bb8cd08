/// How a benchmark asks a model and scores what it answers. There are these three ways and no other.
public enum Asking: Sendable {
  /// The log-likelihoods of given continuations are ranked.
  case choice(ChoiceRule)
  /// Text is generated, an answer read out of it and compared with the right one.
  case answer(AnswerRule)
  /// Text is generated, made a program, and executed with tests.
  case program(ProgramRule)

  /// How text is generated; nil where none is.
  public var generation: GenerationRule? {
    switch self {
    case .choice: nil
    case .answer(let rule): rule.generation
    case .program(let rule): rule.generation
    }
  }

  public var isProgram: Bool { if case .program = self { true } else { false } }
}

/// Ranked continuations.
public struct ChoiceRule: Sendable {
  public var boundary: LikelihoodRequest.Boundary
  public var metrics: [ChoiceMetric]

  public init(boundary: LikelihoodRequest.Boundary = .jointEncoding, metrics: [ChoiceMetric]) {
    self.boundary = boundary
    self.metrics = metrics
  }
}

/// How an item's score follows from the log-likelihoods of its choices.
public struct ChoiceMetric: Sendable {
  /// lm-evaluation-harness's name: `acc`, `acc_norm`.
  public var name: String
  /// Log-likelihoods in nats, one for each choice. nil is "cannot be scored": counted, shown, not averaged.
  public var score: @Sendable (_ logLikelihoods: [Double], _ item: Item) -> Double?

  public init(name: String, score: @escaping @Sendable ([Double], Item) -> Double?) {
    self.name = name
    self.score = score
  }
}

/// Generated answers.
public struct AnswerRule: Sendable {
  public var generation: GenerationRule
  /// lm-evaluation-harness's name: `exact_match`, `acc`.
  public var metric: String
  /// The first one is what people mean by the benchmark's score.
  public var extractions: [Extraction]

  public init(generation: GenerationRule, metric: String = "exact_match", extractions: [Extraction]) {
    self.generation = generation
    self.metric = metric
    self.extractions = extractions
  }
}

/// Generated programs.
public struct ProgramRule: Sendable {
  public var generation: GenerationRule
  /// What the names of the metrics begin with, before k: `pass@`, or `pass_at_`.
  public var metricStem: String
  /// lm-evaluation-harness's name for the making of the program.
  public var filter: String

  public init(generation: GenerationRule, metricStem: String = "pass@", filter: String = "none") {
    self.generation = generation
    self.metricStem = metricStem
    self.filter = filter
  }
}
