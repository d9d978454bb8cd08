import CodeExecution
import Evaluation
import Files
import Inference
import Pipelines
import Reporting
import Servers
import Transfers

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
    let watch = ScoreWatch()
    // A step takes a moment, an answer may take minutes.
    opened.model.stepped = { try watch.look() }
    return try ask(&opened.model, identity, opened.engine, watch)
  }

  /// The same of a server's model.
  func score(_ options: ServerOptions) throws -> Outcome {
    let place = options.address.text
    progress.begin("asking \(place)", patience: 20)
    let connection = ServerConnection(options)
    connection.waiting = { try Interruption.check(place, "the server's test", leaves: .nothing) }
    var model = try ServerModel.open(connection)
    let plan = try job.plan(defaultBOS: model.defaultBOS).filter { task in
      do throws(Diagnostic) { try model.check(task) } catch { return false }
      return true
    }
    let estimate = RequestEstimate(plan)
    Terminal.remark(
      "\(Quantity.count(estimate.requests)) questions with about \(Quantity.count(estimate.promptTokens)) tokens, an estimate by "
        + "four characters a token, and at most \(Quantity.count(estimate.newTokens)) new ones\n")
    let watch = ScoreWatch()
    connection.waiting = { try watch.look() }
    let engine = EngineDescription(warnings: model.warnings)
    defer { Self.tell(connection.usage) }
    return try ask(&model, model.identity, engine, watch)
  }

  private static func tell(_ usage: ServerUsage) {
    var text =
      "the server counted \(Quantity.count(usage.promptTokens)) tokens of prompts and \(Quantity.count(usage.newTokens)) new ones in "
      + "\(Quantity.count(usage.requests)) answers"
    if usage.uncounted > 0 { text += ", and none in \(Quantity.count(usage.uncounted)) of them" }
    if usage.again > 0 { text += "; asked again: \(Quantity.count(usage.again))" }
    Terminal.remark(text + "\n")
  }

  private func ask(
    _ model: inout some LanguageModel, _ identity: ModelIdentity, _ engine: EngineDescription, _ watch: ScoreWatch
  ) throws -> Outcome {
    for warning in engine.warnings { Terminal.warn(warning) }
    var partial: RunResult?
    do {
      return try job.run(on: &model, identity: identity, engine: engine, programs: sandbox) {
        (start) throws(Diagnostic) in
        watch.extent.begin(start)
        for task in start.notAsked { Terminal.warn("\(task.sentence); \(task.reason.expectation)") }
        Self.announce(start)
      } observe: { (progress) throws(Diagnostic) in
        watch.extent.update(progress)
        watch.last = JobProgress(progress)
        // A task that earlier sessions finished is nothing to talk about.
        if progress.computed > 0 || progress.done < progress.total { Terminal.show(watch.last) }
        try Interruption.check(watch.extent.place, watch.extent.words, leaves: .finished)
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
