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
    commandName: "train",
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

  @OptionGroup var progress: ProgressArguments

  @Flag(help: "Print JSON: the result's folder, its updates, losses and digest; a list where there are several runs.")
  var json = false

  mutating func run() throws {
    if try configured.printsHelp(TrainingConfiguration.schema.outline) { return }
    let configurations = try configurations(), shown = try NumberRange.shown(show)
    progress.begin("opening \(configurations.first?.model ?? "")", patience: 60)
    let bases = try TrainingBases(threads: try machine.threadCount())
    if shown == nil {
      for configuration in configurations { try TrainModel.checkPlace(configuration, startsOver: fresh) }
    }
    var outcomes: [JSON] = []
    for (index, configuration) in configurations.enumerated() {
      let job = try TrainModel(configuration, bases: bases, budget: try machine.budget())
      if let shown {
        try Terminal.print(job.view(shown, inColour: Terminal.hasStandardOutput))
      } else {
        let outcome = try train(job, place: index, of: configurations.count)
        if json { outcomes.append(outcome.json) } else { try Terminal.print(Self.text(outcome)) }
      }
    }
    guard json, shown == nil else { return }
    let report = outcomes.count == 1 ? outcomes[0] : JSON.array(outcomes)
    try Terminal.print(report.text(pretty: true) + "\n")
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

  private func train(_ job: TrainModel, place index: Int, of runs: Int) throws(Diagnostic) -> TrainModel.Outcome {
    let corpus = job.corpus, place = job.configuration.out
    for warning in job.warnings { Terminal.warn(warning) }
    Terminal.remark(
      """
      run \(place): \(Quantity.count(corpus.samples.count)) samples, \(Quantity.count(corpus.tokens)) tokens, \
      \(Quantity.count(corpus.labels)) of them learned; \(Quantity.count(job.total)) updates
      memory: \(job.memory.description)

      """)
    for note in Self.notes(job) { Terminal.note(note + "\n") }
    let step = (runs > 1 ? "[\(index + 1)/\(runs)] " : "") + "training \(place)"
    var updates = 0, before = 0
    // Each run counts the same: how many updates those have that come later is known when their corpora are read.
    func tell(_ detail: String) throws(Diagnostic) {
      let done = Double(index) + Double(updates) / Double(max(1, job.total))
      let other = runs > 1 ? ", run \(index + 1) of \(runs)" : ""
      try Interruption.tell(
        JobProgress(
          step, detail, done: done, of: Double(runs), computed: done - Double(before) / Double(max(1, job.total))),
        place, "\(Quantity.count(updates)) of \(Quantity.count(job.total)) updates" + other, leaves: .finished)
    }
    return try job.run(startsOver: fresh) { begun, missing in
      (updates, before) = (begun, begun)
      if missing > 0 {
        Terminal.note(
          "\(missing) \(missing == 1 ? "update is" : "updates are") missing from log.jsonl, which was torn\n")
      }
      if before > 0 { Terminal.remark("resumed after \(Quantity.count(before)) updates\n") }
    } observe: { (event) throws(Diagnostic) in
      switch event {
      case .updated(let progress):
        updates = progress.step.update
        try tell(Self.text(progress))
      case .probing(let update, let progress):
        try tell(
          "probe after update \(Quantity.count(update)): \(progress.task), \(progress.done) of \(progress.total)")
      case .probed(let update, let result):
        Terminal.remark("probe after update \(Quantity.count(update)): \(ResultTable(result).line)\n")
        try tell("update \(Quantity.count(update)) of \(Quantity.count(job.total))")
      }
    }
  }

  /// What of the corpus and the recipe moves numbers.
  private static func notes(_ job: TrainModel) -> [String] {
    let corpus = job.corpus, warmUp = job.configuration.recipe.schedule.warmUp
    var notes: [String] = []
    if warmUp >= job.total {
      notes.append(
        "the warm-up of \(Quantity.count(warmUp)) updates is longer than the run: the learning rate never reaches its height"
      )
    }
    notes += job.notes.split(separator: "\n").map(String.init)
    if corpus.truncated > 0 {
      notes.append("\(Quantity.count(corpus.truncated)) records were cut at the maximum length")
    }
    if let first = corpus.dropped.first {
      notes.append(
        "\(Quantity.count(corpus.dropped.count)) records were left out: their prompt fills max_length, or their response is empty (\(first) …)"
      )
    }
    if corpus.differing > 0 {
      notes.append("in \(Quantity.count(corpus.differing)) records a token spans prompt and response")
    }
    return notes
  }

  private static func text(_ progress: TrainModel.Progress) -> String {
    let step = progress.step
    return "update \(Quantity.count(step.update)) of \(Quantity.count(progress.total)), "
      + "loss \(Quantity.fraction(step.loss)), \(Quantity.count(progress.tokensPerSecond)) tokens/s"
  }

  private static func text(_ outcome: TrainModel.Outcome) -> String {
    var text = "\(outcome.result): \(Quantity.count(outcome.updates)) updates"
    if outcome.stoppedEarly { text += ", stopped early" }
    if let loss = outcome.lastLoss { text += ", last loss \(Quantity.fraction(loss))" }
    if let loss = outcome.bestValidation { text += ", best validation loss \(Quantity.fraction(loss))" }
    return text + "\nsha256 \(outcome.digest)\n"
  }
}

extension TrainModel.Outcome {
  fileprivate var json: JSON {
    [
      "result": .string(result), "updates": .integer(updates), "stopped_early": .bool(stoppedEarly),
      "last_loss": lastLoss.map { .number($0) } ?? .null,
      "best_validation_loss": bestValidation.map { .number($0) } ?? .null, "sha256": .string(digest),
    ]
  }
}
