import ArgumentParser
import Evaluation
import Files
import Glibc
import Pipelines

struct Score: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Score a model on benchmarks; a run that exists is resumed.",
    discussion: """
      The model is a Hugging Face folder: config.json, *.safetensors, tokenizer.model or tokenizer.json. 'assay tasks' lists \
      the benchmarks. Without --data the built-in fixtures are asked: good to see that everything works, \
      useless as a score.
      """)

  @Option(
    help: ArgumentHelp(
      "Model folder or GGUF file; given several times, each is asked the same and has a run of its own.",
      valueName: "dir"))
  var model: [String] = []

  @OptionGroup var opening: ModelArguments

  @OptionGroup(title: "A server in place of a model folder") var server: ServerArguments

  @OptionGroup(title: "Generating") var generation: GenerationArguments

  @OptionGroup(title: "Judging programs") var judging: SandboxArguments

  @Option(
    help: ArgumentHelp(
      "Benchmarks, protocols or parts of benchmarks, separated by commas: mmlu,race@2,bbh_navigate.",
      valueName: "names"))
  var tasks: String?

  @OptionGroup var asking: AskingArguments

  @Option(
    help: ArgumentHelp(
      "Folder of the run; of several models, folder of their runs. Default: runs/BASE+ADAPTER-TASKS-DIGEST.",
      valueName: "dir"))
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

  @Option(
    help: ArgumentHelp(
      "Only a shard of the items: i/n, or auto, as Slurm, MPI or ASSAY_SHARD has it; 'assay join' makes the whole.",
      valueName: "shard"))
  var shard: String?

  @Flag(help: "Start over: remove what the run's folder holds of an earlier run.")
  var fresh = false

  @Flag(help: "Write into a folder that holds something else; nothing of it is removed.")
  var force = false

  @Flag(help: "Give each subtask of MMLU and BBH a row of its own.")
  var details = false

  @OptionGroup var progress: ProgressArguments

  @Flag(help: "Print results.json instead of the table.")
  var json = false

  /// What is asked, whatever answers it. Throws for names that mean nothing.
  func job() throws -> ScoreCheckpoint {
    var job = ScoreCheckpoint(
      preset: asking.preset, tasks: try Self.names(tasks), data: try DataChoice.directory(asking.data), out: out,
      limit: try NumberRange.limit(limit), bos: bos, seed: seed, weights: opening.weights,
      generation: try generation.options(), startsOver: fresh)
    job.force = force
    job.shots = try NumberRange.shots(asking.shots)
    job.list = try Self.list(items, limit: limit)
    job.shard = try shard.map { (text) throws(Diagnostic) in
      try ShardChoice(text).shard { name in getenv(name).map { String(cString: $0) } }
    }
    job.sources = model + opening.adapter + opening.ensemble
    try job.check()
    return job
  }

  mutating func run() throws {
    var job = try job()
    let asked = try server.options()
    guard asked != nil || !model.isEmpty else {
      throw Diagnostic.wrongUsage(
        "--model", "is missing", "a model folder or GGUF file; or --server URL with --server-model NAME")
    }
    if asked != nil { try checkServed() }
    let runs = try ModelRuns(model, job, opening)
    let programs = try judging.options(
      workers: try opening.machine.threads.given().map { min($0, NumberRange.workers.range.upperBound) })
    // Before the model, which may take minutes: it is here that something may be missing.
    let sandbox = try job.needsSandbox() ? programs.open() : nil
    job.judging = sandbox.map(programs.judging) ?? Judging(verdicts: programs.verdicts)
    let session = ScoreSession(job: job, sandbox: sandbox, progress: progress, hasDetails: details, isJSON: json)
    if let asked {
      try session.print(session.score(asked))
    } else if model.count > 1 {
      try runs.score(session)
    } else {
      try session.print(session.score(runs.options[0]))
    }
  }

  /// What only a model folder has.
  private func checkServed() throws(Diagnostic) {
    let given: [(String, Bool)] = [
      ("--model", !model.isEmpty), ("--adapter", !opening.adapter.isEmpty), ("--ensemble", !opening.ensemble.isEmpty),
      ("--weights", opening.weights != "auto"), ("--batch-tokens", opening.batchTokens != nil),
    ]
    guard let option = given.first(where: \.1)?.0 else { return }
    throw .wrongUsage(option, "stands beside --server", "one of the two")
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
}
