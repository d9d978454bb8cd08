import CodeExecution
import Evaluation
import Files
import Inference
import Pipelines
import Reporting

/// `assay score` for one model: it is opened and asked, and how far that is is shown.
struct ScoreSession {
  typealias Outcome = (path: String, result: RunResult)

  var job: ScoreCheckpoint
  let sandbox: Sandbox?
  let progress: ProgressArguments
  let hasDetails: Bool
  let isJSON: Bool

  func score(_ options: ModelOptions) throws -> Outcome {
    progress.begin("opening \(options.path)", patience: 20)
    let identification = try ModelIdentification(options)
    var opened = try ModelLoading.open(options)
    let identity = try identification.value()
    opened.engine.warnings += try TokenizerAgreement.warnings(
      directory: options.path, tasks: job.plan(defaultBOS: opened.model.defaultBOS))
    for warning in opened.engine.warnings { Terminal.warn(warning) }

    var extent = ScoreExtent(), last = JobProgress("asking"), partial: RunResult?
    // A step takes a moment, an answer may take minutes.
    opened.model.stepped = { try Interruption.tell(last, extent.place, extent.words, leaves: .finished) }
    do {
      return try job.run(on: &opened.model, identity: identity, engine: opened.engine, programs: sandbox) {
        (start) throws(Diagnostic) in
        extent.begin(start)
        for task in start.notAsked { Terminal.warn("\(task.sentence); \(task.reason.expectation)") }
        Self.announce(start)
      } observe: { (progress) throws(Diagnostic) in
        extent.update(progress)
        last = JobProgress(progress)
        // A task that earlier sessions finished is nothing to talk about.
        if progress.computed > 0 || progress.done < progress.total { Terminal.show(last) }
        try Interruption.check(extent.place, extent.words, leaves: .finished)
      } stopped: {
        partial = $0
      }
    } catch {
      if let partial {
        let table = ResultTable(partial, details: hasDetails)
        Terminal.showPartial(isJSON ? table.partialJSON : nil) { table.text(width: $0) }
      }
      throw error
    }
  }

  /// The table, or with --json results.json.
  func print(_ outcome: Outcome) throws(Diagnostic) {
    if let extent = outcome.result.shard {
      let json: JSON = ["run": .string(outcome.path), "shard": extent.json]
      try Terminal.print(isJSON ? json.text(pretty: true) + "\n" : extent.text(run: outcome.path))
    } else if isJSON {
      let text = try FileSystem.bytes(of: outcome.path + "/results.json")
      try Terminal.print(String(decoding: text, as: UTF8.self))
    } else {
      try Terminal.print(ResultTable(outcome.result, details: hasDetails).text(width: Terminal.width))
    }
  }

  private static func announce(_ start: ScoreCheckpoint.Start) {
    if start.repairedBytes > 0 {
      Terminal.note("repaired: a torn last line of \(start.repairedBytes) bytes was cut off the journal\n")
    }
    var text = "run \(start.path): \(Quantity.count(start.items)) items"
    if start.kept > 0 { text += ", \(Quantity.count(start.kept)) of them finished before" }
    Terminal.remark(text + "\n")
  }
}
