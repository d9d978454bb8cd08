import Checkpoints
import Configuration
public import Corpora
public import Files
import Platform
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
  private let addition: TrainingAddition
  let bases: TrainingBases
  public let identity: [(name: String, digest: String)]
  public let corpusDigest: String

  /// How far a run is.
  public struct Progress: Sendable {
    public var step: Trainer.Step
    public var total: Int
    public var tokensPerSecond: Double
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
    try configuration.probe.check(configuration.written)
    if !configuration.probe.tasks.isEmpty { _ = try configuration.probe.scoring(out: nil) }
    self.configuration = configuration
    self.bases = bases
    subject = try TrainingSubject.of(configuration, bases: bases, budget: budget)
    let read = try configuration.corpus(
      for: subject.tokenizer, of: subject.configuration, from: bases.corpora)
    corpus = read.samples
    corpusDigest = read.digest
    let (training, validation) = configuration.split(corpus.samples)
    self.validation = validation
    guard !training.isEmpty else {
      throw Diagnostic("validation.fraction", "leaves nothing to train on", expected: "a smaller part, or more records")
    }
    addition = try configuration.baseline.addition(to: subject.seen(by: configuration, on: bases.pool))
    let longest = corpus.samples.reduce(addition.longest) { max($0, $1.ids.count) }
    memory = try TrainingMemory(
      subject.configuration, base: subject.frozenBytes, trained: subject.parameterCount,
      added: addition.bytes + 4 * configuration.recipe.averaging.copies * subject.parameterCount, longest: longest,
      batch: configuration.recipe.batchSize * longest, threads: bases.threads, budget: budget)
    trainer = Trainer(
      subject.computer(longest: longest, recomputes: memory.recomputes, on: bases.pool), samples: training,
      recipe: configuration.recipe, addition: addition, tokensAtOnce: memory.tokensAtOnce, on: bases.pool)
    total = trainer.totalUpdates
    identity =
      subject.identity + [
        ("corpus", read.learned), ("recipe", SHA256.hexadecimal(of: configuration.recipeDescription)),
      ] + addition.identity
  }

  /// Throws where its folder cannot be written, before anything is opened: it is another's, or another process is at work in it.
  public static func checkPlace(_ configuration: TrainingConfiguration, startsOver: Bool) throws(Diagnostic) {
    try TrainingFolder.check(configuration, startsOver: startsOver)
    try TrainingFolder.checkFree(configuration)
  }

  /// Which records were left out, and whose types are not known, for people; empty for none.
  public var notes: String { corpus.leftOut.words + balanceNote }

  /// Where LoRA experts are to be balanced by the types of samples: of how many the type is not known.
  private var balanceNote: String {
    let mixture = configuration.mixture
    guard configuration.method == .loramoe, mixture.balance > 0, mixture.balanceWeight > 0 else { return "" }
    let lacking = trainer.samples.count { $0.taskType == nil }
    guard lacking > 0 else { return "" }
    return
      "\(lacking) of \(trainer.samples.count) samples have no task_type of 0 or 1: all experts are balanced alike over them\n"
  }

  /// Some samples for people to look at.
  public func view(_ count: Int, inColour: Bool) -> String {
    corpus.samples.prefix(count).map { $0.text(by: subject.tokenizer, inColour: inColour) }.joined(separator: "\n")
  }

  /// What of the base's folder was ignored, or is read in another way than it is written; a sentence each.
  public var warnings: [String] { subject.warnings }

  /// What was asked, for people and for other programs.
  var asked: JSON { configuration.ownKeys.values(of: configuration) }

  /// The same for the run's folder, with which records were left out.
  var begun: JSON {
    guard var members = asked.object, !corpus.leftOut.isEmpty else { return asked }
    members["left_out"] = corpus.leftOut.json
    return .object(members)
  }

  func provenance(_ state: TrainingState, keepsBest: Bool) -> JSON {
    var provenance: JSONObject = [
      "made_by": .string("assay \(AssayVersion.current)"), "method": .string(configuration.method.rawValue),
      "parents": [["role": "base", "path": .string(configuration.model), "sha256": .string(identity[0].digest)]],
      "tokenizer_sha256": .string(identity[1].digest), "corpus_sha256": .string(corpusDigest),
      "recipe": asked, "updates": .integer(keepsBest ? state.monitor.bestUpdate : trainer.optimizer.updates),
      "samples": .integer(trainer.samples.count), "validation_samples": .integer(validation.count),
      "truncated": .integer(corpus.truncated), "dropped": .integer(corpus.dropped.count),
      "boundary_differs": .integer(corpus.differing), "left_out": corpus.leftOut.json,
    ]
    for part in addition.identity { provenance[part.name + "_sha256"] = .string(part.digest) }
    if !warnings.isEmpty { provenance["warnings"] = .array(warnings.map { .string($0) }) }
    return .object(provenance)
  }
}
