import Checkpoints
public import Corpora
import Evaluation
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
  private let subject: TrainingSubject
  private let trainer: Trainer
  private let validation: [TrainingSample]
  private let bases: TrainingBases
  private let identity: [(name: String, digest: String)]
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
    self.configuration = configuration
    self.bases = bases
    subject = try TrainingSubject.of(configuration, bases: bases)
    var read = try Corpus(
      files: configuration.data, format: configuration.format, turns: configuration.turns,
      documents: configuration.documents)
    if let limit = configuration.limit { read.records = Array(read.records.prefix(limit)) }
    corpusDigest = read.digest
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
        ("corpus", corpusDigest), ("recipe", SHA256.hexadecimal(of: configuration.recipeDescription)),
      ]
  }

  /// Some samples for people to look at.
  public func view(_ count: Int, inColour: Bool) -> String {
    corpus.samples.prefix(count).map { $0.text(by: subject.tokenizer, inColour: inColour) }.joined(separator: "\n")
  }

  /// Trains to the end, or on from the run's last state. `observe` may throw to stop; the state is written before.
  public func run(
    startsOver: Bool = false, started: (_ updates: Int) -> Void = { _ in },
    observe: (Progress) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> Outcome {
    let folder = try TrainingFolder(configuration.out, startsOver: startsOver)
    var state = TrainingState(identity: identity, monitor: TrainingMonitor())
    if FileSystem.exists(folder.state) {
      state = try TrainingState.restore(trainer, from: folder.state, identity: identity)
    }
    try folder.begin(asked: asked)
    let log = try TrainingLog(folder: folder.path, updates: trainer.optimizer.updates)
    started(trainer.optimizer.updates)
    var stoppedEarly = isExhausted(state.monitor)
    var written = trainer.optimizer.updates
    let start = ContinuousClock.now, before = trainer.optimizer.updates
    var tokens = 0
    while !trainer.isFinished, !stoppedEarly {
      let line = try step(&state, folder, log)
      tokens += line.tokens
      stoppedEarly = isExhausted(state.monitor)
      let seconds = (ContinuousClock.now - start).seconds, made = trainer.optimizer.updates - before
      let progress = Progress(
        step: line, total: total, tokensPerSecond: Double(tokens) / max(seconds, 1e-9),
        secondsLeft: seconds / Double(max(made, 1)) * Double(total - trainer.optimizer.updates))
      do { try observe(progress) } catch {
        try state.write(trainer, to: folder.state)
        try log.draw(title: configuration.out)
        throw error
      }
      if trainer.optimizer.updates - written >= configuration.checkpointEvery {
        try state.write(trainer, to: folder.state)
        written = trainer.optimizer.updates
      }
    }
    if trainer.optimizer.updates > written { try state.write(trainer, to: folder.state) }
    try log.draw(title: configuration.out)
    return try finish(state, folder, log, stoppedEarly: stoppedEarly)
  }

  private func isExhausted(_ monitor: TrainingMonitor) -> Bool {
    guard let patience = configuration.patience else { return false }
    return monitor.validationsWithoutGain >= patience
  }

  /// One update, watched and logged.
  private func step(
    _ state: inout TrainingState, _ folder: TrainingFolder, _ log: TrainingLog
  ) throws(Diagnostic) -> Trainer.Step {
    let start = ContinuousClock.now
    let step = trainer.step()
    guard step.isFinite else { throw .stopped(step, "is not finite", trainer, folder) }
    if state.monitor.observe(step.loss) { throw .stopped(step, "has doubled since the run began", trainer, folder) }
    var validationLoss: Double?
    let isLast = trainer.isFinished
    if !validation.isEmpty, step.update % configuration.validationEvery == 0 || isLast {
      let loss = trainer.loss(of: validation)
      validationLoss = loss
      if state.monitor.validated(loss, update: step.update), configuration.keepsBest {
        try ParameterFile.write(trainer.computer.parameters, to: folder.best)
      }
    }
    try log.append(step, seconds: (ContinuousClock.now - start).seconds, validation: validationLoss)
    return step
  }

  private func finish(
    _ state: TrainingState, _ folder: TrainingFolder, _ log: TrainingLog, stoppedEarly: Bool
  ) throws(Diagnostic) -> Outcome {
    let result = folder.path + "/" + subject.resultName
    let keepsBest = configuration.keepsBest && state.monitor.bestValidation != nil
    if !FileSystem.exists(result) {
      if keepsBest { try ParameterFile.read(trainer.computer.parameters, from: folder.best) }
      try subject.write(to: result, provenance: provenance(state, keepsBest: keepsBest))
    }
    let weights = subject.resultName == "adapter" ? "adapter_model.safetensors" : "model.safetensors"
    return Outcome(
      result: result, updates: trainer.optimizer.updates, stoppedEarly: stoppedEarly,
      lastLoss: log.lines.last?.step.loss, bestValidation: state.monitor.bestValidation,
      digest: try SHA256.hexadecimal(ofFile: result + "/" + weights))
  }

  /// What was asked, for people and for other programs.
  private var asked: JSON {
    .object(JSONObject(TrainingField.all.map { (key: $0.key, value: $0.value(configuration)) }))
  }

  private func provenance(_ state: TrainingState, keepsBest: Bool) -> JSON {
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

extension Diagnostic {
  fileprivate static func stopped(
    _ step: Trainer.Step, _ problem: String, _ trainer: Trainer, _ folder: TrainingFolder
  ) -> Diagnostic {
    let names = step.batch.prefix(4).map { trainer.samples[$0].name }.joined(separator: ", ")
    let more = step.batch.count > 4 ? " and \(step.batch.count - 4) more" : ""
    return Diagnostic(
      folder.path,
      "the loss of update \(step.update) \(problem) (loss \(step.loss), gradient norm \(step.gradientNorm)); its batch: \(names)\(more)",
      expected: FileSystem.exists(folder.state)
        ? "a smaller learning_rate, or clip; the last good state is \(folder.state)"
        : "a smaller learning_rate, or clip; no state had been written yet")
  }
}
