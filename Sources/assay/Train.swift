import ArgumentParser
import Configuration
import Corpora
import Evaluation
import Files
import Pipelines
import Reporting
import Training

struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train an adapter, or all weights of a small model; a run that exists is resumed.",
    discussion: """
      The run's folder holds its state, its log (log.jsonl, log.csv, loss.svg) and in the end the result: a PEFT \
      adapter, or a Hugging Face model. Several --config train one after the other in one process; a base that they \
      share is in memory once.
      """)

  @OptionGroup var configured: ConfigurationArguments

  @Option(help: ArgumentHelp("Folder of the run; the same as the key out.", valueName: "dir"))
  var out: String?

  @OptionGroup var machine: MachineArguments

  @Option(
    help: ArgumentHelp(
      "Show the first n samples with the tokens that are learned marked, and train nothing.", valueName: "n"))
  var show: Int?

  @Flag(help: "Start over: remove what the run's folder holds of an earlier run.")
  var fresh = false

  @Flag(help: "Write into a folder that holds something else; nothing of it is removed.")
  var force = false

  mutating func run() throws {
    if try configured.printsHelp(TrainingConfiguration.schema.outline) { return }
    let configurations = try configurations(), shown = try NumberRange.shown(show)
    let bases = try TrainingBases(threads: try machine.threadCount())
    Interruption.watch(patience: 60)
    for configuration in configurations {
      if shown == nil { try TrainModel.checkPlace(configuration, startsOver: fresh) }
      let job = try TrainModel(configuration, bases: bases, budget: try machine.budget())
      if let shown {
        try Terminal.print(job.view(shown, inColour: Terminal.hasStandardOutput))
      } else {
        try train(job)
      }
    }
  }

  private func configurations() throws(Diagnostic) -> [TrainingConfiguration] {
    guard !configured.config.isEmpty || !configured.set.isEmpty else {
      throw Diagnostic(
        "--config", "is missing", expected: "a YAML file; 'assay train --help-config' lists its keys",
        status: .wrongUsage)
    }
    guard out == nil || configured.config.count < 2 else {
      throw Diagnostic(
        "--out", "is one folder for \(configured.config.count) runs", expected: "the key out in each file",
        status: .wrongUsage)
    }
    var result: [TrainingConfiguration] = []
    for file in configured.config.isEmpty ? [nil] : configured.config.map(Optional.some) {
      var configuration = TrainingConfiguration()
      try configuration.apply(try configured.settings(of: file, by: TrainingConfiguration.schema.outline))
      if let out { configuration.out = out }
      configuration.force = force
      try configuration.check()
      result.append(configuration)
    }
    return result
  }

  private func train(_ job: TrainModel) throws {
    let corpus = job.corpus, place = job.configuration.out
    for warning in job.warnings { Terminal.note("warning: \(warning)\n") }
    Terminal.note(
      """
      run \(place): \(Quantity.count(corpus.samples.count)) samples, \(Quantity.count(corpus.tokens)) tokens, \
      \(Quantity.count(corpus.labels)) of them learned; \(Quantity.count(job.total)) updates
      memory: \(job.memory.description)

      """)
    let warmUp = job.configuration.recipe.schedule.warmUp
    if warmUp >= job.total {
      Terminal.note(
        "the warm-up of \(Quantity.count(warmUp)) updates is longer than the run: the learning rate never reaches its height\n"
      )
    }
    Terminal.note(job.notes)
    if corpus.truncated > 0 {
      Terminal.note("\(Quantity.count(corpus.truncated)) records were cut at the longest length\n")
    }
    if !corpus.dropped.isEmpty {
      Terminal.note(
        "\(Quantity.count(corpus.dropped.count)) records were left out: their prompt fills max_length, or their response is empty (\(corpus.dropped[0]) …)\n"
      )
    }
    if corpus.differing > 0 {
      Terminal.note("in \(Quantity.count(corpus.differing)) records a token spans prompt and response\n")
    }
    var line = ProgressLine(isTerminal: Terminal.hasStandardError) { Terminal.note($0) }
    var updates = 0
    let outcome: TrainModel.Outcome
    do {
      outcome = try job.run(startsOver: fresh) { before, missing in
        updates = before
        if missing > 0 {
          Terminal.note(
            "\(missing) \(missing == 1 ? "update is" : "updates are") missing from log.jsonl, which was torn\n")
        }
        if before > 0 { Terminal.note("resumed after \(Quantity.count(before)) updates\n") }
      } observe: { (event) throws(Diagnostic) in
        switch event {
        case .updated(let progress):
          updates = progress.step.update
          line.show(Self.text(progress))
        case .probing(let update, let progress):
          line.show(
            "probe after update \(Quantity.count(update)): \(progress.task), \(progress.done) of \(progress.total)")
        case .probed(let update, let result):
          line.clear()
          Terminal.note("probe after update \(Quantity.count(update)): \(ResultTable(result).line)\n")
        }
        try Interruption.check(run: place, updates, of: job.total, what: "updates")
      }
    } catch {
      line.clear()
      throw error
    }
    line.clear()
    try Terminal.print(Self.text(outcome))
  }

  private static func text(_ progress: TrainModel.Progress) -> String {
    let step = progress.step
    return "update \(Quantity.count(step.update)) of \(Quantity.count(progress.total)), "
      + "loss \(Quantity.fraction(step.loss)), \(Quantity.count(progress.tokensPerSecond)) tokens/s, "
      + "\(Quantity.duration(seconds: progress.secondsLeft)) left"
  }

  private static func text(_ outcome: TrainModel.Outcome) -> String {
    var text = "\(outcome.result): \(Quantity.count(outcome.updates)) updates"
    if outcome.stoppedEarly { text += ", stopped early" }
    if let loss = outcome.lastLoss { text += ", last loss \(Quantity.fraction(loss))" }
    if let loss = outcome.bestValidation { text += ", best validation loss \(Quantity.fraction(loss))" }
    return text + "\nsha256 \(outcome.digest)\n"
  }
}
