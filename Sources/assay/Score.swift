import ArgumentParser
import CodeExecution
import Evaluation
import Files
import Inference
import Pipelines
import Reporting

struct Score: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Score a model on benchmarks; a run that exists is resumed.",
    discussion: """
      The model is a Hugging Face folder: config.json, *.safetensors, tokenizer.model or tokenizer.json. 'assay tasks' lists \
      the benchmarks. Without --data the built-in fixtures are asked: good to see that everything works, \
      useless as a score.
      """)

  @Option(help: ArgumentHelp("Model folder.", valueName: "dir"))
  var model: String

  @OptionGroup var opening: ModelArguments

  @OptionGroup(title: "Generating") var generation: GenerationArguments

  @OptionGroup(title: "Judging programs") var judging: SandboxArguments

  @Option(
    help: ArgumentHelp("Benchmarks or protocols, separated by commas: mmlu,race@2,arc.", valueName: "names"))
  var tasks: String?

  @OptionGroup var asking: AskingArguments

  @Option(help: ArgumentHelp("Folder of the run. Default: runs/BASE+ADAPTER-TASKS-DIGEST.", valueName: "dir"))
  var out: String?

  @Option(
    help: ArgumentHelp(
      "Only the first n items of each task (of each subject of MMLU, of each task of BBH).", valueName: "n"))
  var limit: Int?

  @Option(help: ArgumentHelp("Only the items that the file lists, as 'assay gate plan' writes it.", valueName: "file"))
  var items: String?

  @Option(
    help: ArgumentHelp(
      "Begin-of-sequence token: auto (as the preset has it), on or off.", valueName: "policy"))
  var bos = BOSChoice.auto

  @Option(
    help: ArgumentHelp("Seed of sampling.", valueName: "n"))
  var seed = 0

  @Flag(help: "Start over: remove what the run's folder holds of an earlier run.")
  var fresh = false

  @Flag(help: "Write into a folder that holds something else; nothing of it is removed.")
  var force = false

  @Flag(help: "Give each subtask of MMLU and BBH a row of its own.")
  var details = false

  @OptionGroup var progress: ProgressArguments

  @Flag(help: "Print results.json instead of the table.")
  var json = false

  mutating func run() throws {
    var job = ScoreCheckpoint(
      preset: asking.preset, tasks: try Self.names(tasks), data: try DataChoice.directory(asking.data), out: out,
      limit: try NumberRange.limit(limit), bos: bos, seed: seed, weights: opening.weights,
      generation: try generation.options(), startsOver: fresh)
    job.force = force
    job.list = try Self.list(items, limit: limit)
    job.sources = [model] + opening.adapter + opening.ensemble
    try job.check()
    let options = try opening.options(model: model)
    let programs = try judging.options(workers: options.threads.map { min($0, NumberRange.workers.range.upperBound) })
    // Before the model, which may take minutes: it is here that something may be missing.
    let sandbox = try job.needsSandbox() ? programs.open() : nil
    job.judging = sandbox.map(programs.judging) ?? Judging(verdicts: programs.verdicts)
    progress.begin("opening \(model)", patience: 20)
    let identification = try ModelIdentification(options)
    var opened = try ModelLoading.open(options)
    let identity = try identification.value()
    opened.engine.warnings += try TokenizerAgreement.warnings(
      directory: model, tasks: job.plan(defaultBOS: opened.model.defaultBOS))
    for warning in opened.engine.warnings { Terminal.warn(warning) }

    var extent = ScoreExtent(), last = JobProgress("asking"), partial: RunResult?
    // A step takes a moment, an answer may take minutes.
    opened.model.stepped = { try Interruption.tell(last, extent.place, extent.words, leaves: .finished) }
    let outcome: (path: String, result: RunResult)
    do {
      outcome = try job.run(on: &opened.model, identity: identity, engine: opened.engine, programs: sandbox) {
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
        let table = ResultTable(partial, details: details)
        Terminal.showPartial(json ? table.partialJSON : nil) { table.text(width: $0) }
      }
      throw error
    }
    if json {
      let text = try FileSystem.bytes(of: outcome.path + "/results.json")
      try Terminal.print(String(decoding: text, as: UTF8.self))
    } else {
      try Terminal.print(ResultTable(outcome.result, details: details).text(width: Terminal.width))
    }
  }

  private static func list(_ path: String?, limit: Int?) throws(Diagnostic) -> ItemList? {
    guard let path else { return nil }
    guard limit == nil else {
      throw Diagnostic("--limit", "is given with --items", expected: "one of the two", status: .wrongUsage)
    }
    return try ItemList(file: path)
  }

  /// Those of a list; none where there is no list, which is not the same as an empty one.
  static func names(_ list: String?) throws(Diagnostic) -> [String] {
    guard let list else { return [] }
    let names = list.split(separator: ",", omittingEmptySubsequences: false).map {
      $0.split(separator: " ").joined(separator: " ")
    }
    guard !names.contains("") else {
      throw Diagnostic(
        "--tasks", "'\(list)' names no task\(names.allSatisfy(\.isEmpty) ? "" : " between two commas")",
        expected: "names with commas between them; without the option all tasks of the preset are asked",
        status: .wrongUsage)
    }
    return names
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
