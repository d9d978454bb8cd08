import Checkpoints
public import Corpora
public import Files
import Statistics
import Tokenization
public import Training

/// The job of `assay train`: a run folder with state, log and result; killed at any time it goes on where its last state is.
public final class TrainModel {
  public let configuration: TrainingConfiguration
  public let corpus: EncodedCorpus
  public let memory: TrainingMemory
  public let total: Int
  let subject: TrainingSubject
  let trainer: Trainer
  let validation: [TrainingSample]
  let bases: TrainingBases
  let identity: [(name: String, digest: String)]
  private let corpusDigest: String

  /// How far a run is.
  public struct Progress: Sendable {
    public var step: Trainer.Step
    public var total: Int
    public var tokensPerSecond: Double
    public var secondsLeft: Double
  }

  /// What came of a run.
  public struct Outcome: Sendable {
    /// Folder of the adapter or model.
    public var result: String
    public var updates: Int
    public var stoppedEarly: Bool
    public var lastLoss: Double?
    public var bestValidation: Double?
    /// SHA-256 of its weights' file.
    public var digest: String
  }

  /// Opens base and corpus and plans the memory.
  /// - Parameter budget: bytes for everything.
  public init(_ configuration: TrainingConfiguration, bases: TrainingBases, budget: Int) throws(Diagnostic) {
    try configuration.check()
    if !configuration.probe.tasks.isEmpty { _ = try configuration.probe.scoring(out: nil) }
    self.configuration = configuration
    self.bases = bases
    subject = try TrainingSubject.of(configuration, bases: bases)
    var read = try Corpus(
      files: configuration.data, format: configuration.format, turns: configuration.turns,
      documents: configuration.documents)
    corpusDigest = read.digest
    var learned = read.digest
    if !configuration.assignment.isEmpty {
      let selection = try ClusterSelection(
        assignment: configuration.assignment, labels: configuration.cluster, of: read)
      read.records = selection.records(of: read)
      learned = selection.digest
    }
    if let limit = configuration.limit { read.records = Array(read.records.prefix(limit)) }
    let encoder = try configuration.encoder(subject.tokenizer)
    guard encoder.longest <= subject.configuration.contextLength else {
      throw Diagnostic(
        "max_length",
        "\(encoder.longest) is beyond the model's context of \(subject.configuration.contextLength) tokens",
        expected: "at most the context", status: .wrongUsage)
    }
    corpus = try EncodedCorpus(read, by: encoder)
    let (training, validation) = configuration.split(corpus.samples)
    self.validation = validation
    guard !training.isEmpty else {
      throw Diagnostic("validation.fraction", "leaves nothing to train on", expected: "a smaller part, or more records")
    }
    let longest = corpus.samples.reduce(0) { max($0, $1.ids.count) }
    memory = try TrainingMemory(
      subject.configuration, base: subject.frozenBytes, trained: subject.parameterCount, longest: longest,
      batch: configuration.recipe.batchSize * longest, threads: bases.threads, budget: budget)
    trainer = Trainer(
      subject.computer(longest: longest, recomputes: memory.recomputes, on: bases.pool), samples: training,
      recipe: configuration.recipe, tokensAtOnce: memory.tokensAtOnce, on: bases.pool)
    total = trainer.totalUpdates
    identity =
      subject.identity + [
        ("corpus", learned), ("recipe", SHA256.hexadecimal(of: configuration.recipeDescription)),
      ]
  }

  /// Some samples for people to look at.
  public func view(_ count: Int, inColour: Bool) -> String {
    corpus.samples.prefix(count).map { $0.text(by: subject.tokenizer, inColour: inColour) }.joined(separator: "\n")
  }

  /// What was asked, for people and for other programs.
  var asked: JSON {
    .object(JSONObject(TrainingField.all.map { (key: $0.key, value: $0.value(configuration)) }))
  }

  func provenance(_ state: TrainingState, keepsBest: Bool) -> JSON {
    [
      "made_by": .string("assay \(AssayVersion.current)"), "method": .string(configuration.method.rawValue),
      "parents": [["role": "base", "path": .string(configuration.model), "sha256": .string(identity[0].digest)]],
      "tokenizer_sha256": .string(identity[1].digest), "corpus_sha256": .string(corpusDigest),
      "recipe": asked, "updates": .integer(keepsBest ? state.monitor.bestUpdate : trainer.optimizer.updates),
      "samples": .integer(trainer.samples.count), "validation_samples": .integer(validation.count),
      "truncated": .integer(corpus.truncated), "dropped": .integer(corpus.dropped.count),
      "boundary_differs": .integer(corpus.differing),
    ]
  }
}

extension TrainingConfiguration {
  func encoder(_ tokenizer: SentencePieceTokenizer) throws(Diagnostic) -> SampleEncoder {
    var template = template
    if let prompt {
      template = try PromptTemplate(prompt: prompt, promptWithoutInput: promptWithoutInput, place: "prompt")
    }
    return SampleEncoder(
      tokenizer: tokenizer, template: template, separator: separator, boundary: boundary,
      addsBOS: bos ?? tokenizer.addsBOS, addsEOS: eos, longest: longest)
  }

  /// The samples to train on and those kept apart, drawn by the seed.
  func split(_ samples: [TrainingSample]) -> (training: [TrainingSample], validation: [TrainingSample]) {
    guard validationFraction > 0 else { return (samples, []) }
    let count = min(samples.count, Int((validationFraction * Double(samples.count)).rounded(.up)))
    let order = KeyedRandom.permutation(
      KeyedRandom.key(recipe.seed, KeyedRandom.number(of: "validation")), count: samples.count)
    let apart = Set(order.prefix(count))
    return (
      samples.indices.filter { !apart.contains($0) }.map { samples[$0] }, apart.sorted().map { samples[$0] }
    )
  }
}
