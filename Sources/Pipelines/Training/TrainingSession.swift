import Checkpoints
import Corpora
public import Evaluation
public import Files
import Inference
import Statistics
import Training

extension TrainModel {
  /// What a session tells while it works.
  public enum Event {
    case updated(Progress)
    /// A probe after so many updates is under way.
    case probing(after: Int, Runner.Progress)
    case probed(after: Int, RunResult)
  }

  /// Trains to the end, or on from the run's last state. `observe` may throw to stop; the state is written before.
  public func run(
    startsOver: Bool = false, started: (_ updates: Int, _ missingLines: Int) -> Void = { _, _ in },
    observe: (Event) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> Outcome {
    let session = try TrainingSession(self, startsOver: startsOver)
    started(trainer.optimizer.updates, session.missingLines)
    return try session.run(observe)
  }
}

/// One process's share of a training run: from the last state on, to the end or an interruption.
final class TrainingSession {
  private let job: TrainModel
  private let folder: TrainingFolder
  private var state: TrainingState
  private let log: TrainingLog
  private let timing: TrainingTiming
  private var probes: ProbeLog
  /// Updates that the state on disk has.
  private var written: Int
  /// Of this session.
  private var tokens = 0
  private var elapsed = Duration.zero

  private var trainer: Trainer { job.trainer }
  private var configuration: TrainingConfiguration { job.configuration }
  private var updates: Int { trainer.optimizer.updates }

  init(_ job: TrainModel, startsOver: Bool) throws(Diagnostic) {
    self.job = job
    folder = try TrainingFolder(job.configuration, startsOver: startsOver)
    state = TrainingState(identity: job.identity, monitor: TrainingMonitor())
    if FileSystem.exists(folder.state) {
      try folder.check(job.configuration)
      let folder = folder
      state = try TrainingState.restore(job.trainer, from: folder.state, identity: job.identity) {
        folder.words(of: $0, job.configuration)
      }
    }
    written = job.trainer.optimizer.updates
    try folder.begin(asked: job.begun)
    try folder.removeProbedWeights()
    log = try TrainingLog(folder: folder.path, updates: written)
    timing = try TrainingTiming(folder: folder.path, threads: job.bases.threads, isOver: written >= job.total)
    probes = try ProbeLog(folder: folder.path, updates: written)
  }

  var missingLines: Int { log.missing }

  private var isExhausted: Bool {
    configuration.patience.map { state.monitor.validationsWithoutGain >= $0 } ?? false
  }
  private var isOver: Bool { trainer.isFinished || isExhausted }

  func run(_ observe: (TrainModel.Event) throws(Diagnostic) -> Void) throws(Diagnostic) -> TrainModel.Outcome {
    while true {
      if configuration.probe.isDue(after: updates, isLast: isOver), !probes.has(updates) {
        // A probe takes its time: what is trained must not depend on its end.
        try keep()
        try probe(observe)
      }
      if isOver { break }
      let progress = try update()
      do { try observe(.updated(progress)) } catch {
        try keep()
        try draw()
        throw error
      }
      if updates - written >= configuration.checkpointEvery { try keep() }
    }
    try keep()
    try draw()
    return try finish()
  }

  private func keep() throws(Diagnostic) {
    guard updates > written else { return }
    if !configuration.model.isEmpty { try MappedFile.checkUnchanged(below: [configuration.model]) }
    try state.write(trainer, to: folder.state)
    written = updates
  }

  private func draw() throws(Diagnostic) {
    try log.draw(title: configuration.out)
    try probes.draw(title: configuration.out)
  }

  /// One update, watched and logged.
  private func update() throws(Diagnostic) -> TrainModel.Progress {
    let start = ContinuousClock.now
    let step = trainer.step()
    guard step.isFinite else { throw .stopped(step, "is not finite", trainer, folder) }
    guard step.gradientNorm > 0 || step.loss < 1e-6 else {
      throw .stopped(step, "gives no gradient any more", trainer, folder)
    }
    if state.monitor.observe(step.loss, spread: step.spread) {
      throw .stopped(step, "has doubled since the run began", trainer, folder)
    }
    var validationLoss: Double?
    if !job.validation.isEmpty, step.update % configuration.validationEvery == 0 || trainer.isFinished {
      let loss = trainer.loss(of: job.validation)
      validationLoss = loss
      if state.monitor.validated(loss, update: step.update), configuration.keepsBest {
        try ParameterFile.writeSealed(trainer.computer.parameters, to: folder.best)
      }
    }
    let own = ContinuousClock.now - start
    try log.append(step, validation: validationLoss)
    try timing.append(step, seconds: own.seconds)
    elapsed += own
    tokens += step.tokens
    let seconds = elapsed.seconds
    return TrainModel.Progress(
      step: step, total: job.total, tokensPerSecond: Double(tokens) / max(seconds, 1e-9))
  }

  /// Scores the model as it is now; a run of its own below the folder.
  private func probe(_ observe: (TrainModel.Event) throws(Diagnostic) -> Void) throws(Diagnostic) {
    let updates = updates
    let place = folder.probes + "/update-\(updates)", weights = place + ".weights"
    try FileSystem.makeDirectory(folder.probes)
    try FileSystem.removeDirectory(weights)
    try job.subject.write(to: weights, provenance: job.provenance(state, keepsBest: false))
    var opened = try job.subject.open(weights, on: job.bases)
    let identity = try job.subject.identify(weights, threads: job.bases.threads)
    let scoring = try configuration.probe.scoring(out: place)
    let sandbox = try scoring.needsSandbox() ? ProgramSandbox(workers: job.bases.threads).open() : nil
    let result = try scoring.run(
      on: &opened.model, identity: identity, engine: opened.engine, programs: sandbox,
      observe: { (progress) throws(Diagnostic) in try observe(.probing(after: updates, progress)) }
    ).result
    try probes.append(result, update: updates)
    try FileSystem.removeDirectory(weights)
    try observe(.probed(after: updates, result))
  }

  private func finish() throws(Diagnostic) -> TrainModel.Outcome {
    let result = folder.path + "/" + job.subject.resultName
    let keepsBest = configuration.keepsBest && state.monitor.bestValidation != nil
    if FileSystem.exists(result) {
      try FolderSeal.check(result)
    } else {
      if keepsBest { try ParameterFile.read(trainer.computer.parameters, from: folder.best) }
      trainer.average?.apply(after: updates, on: job.bases.pool)
      try job.subject.write(to: result, provenance: job.provenance(state, keepsBest: keepsBest))
    }
    let weights = job.subject.resultName == "adapter" ? AdapterCheckpoint.weightsName : "model.safetensors"
    return TrainModel.Outcome(
      result: result, updates: updates, stoppedEarly: !trainer.isFinished,
      lastLoss: log.lines.last.flatMap { $0.step.update == updates ? $0.step.loss : nil },
      bestValidation: state.monitor.bestValidation, digest: try SHA256.known(ofFile: result + "/" + weights))
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
