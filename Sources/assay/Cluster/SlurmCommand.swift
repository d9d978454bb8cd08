import ArgumentParser
import Configuration
import Experiments
import Files
import Glibc
import Pipelines
import Platform

struct SlurmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "slurm", abstract: "Print a job array for Slurm that asks a run in shards, or works at a comparison.",
    discussion: """
      Behind the options stands the command as it would be run on one machine: 'score' with --out, 'dtm', 'study' or 'search'. A small \
      part of a run is asked here to see how long all of it takes. 'bash SCRIPT' submits the array, and behind it \
      'assay join'. The script is yours to read and edit.
      """)

  @Option(help: ArgumentHelp("Tasks of the array: shards, or workers.", valueName: "n"))
  var array = 8

  @Option(help: ArgumentHelp("Processors of each task.", valueName: "n"))
  var cpus = 8

  @Option(help: ArgumentHelp("Memory of each task, e.g. 32G. Default: what the model needs.", valueName: "size"))
  var mem: String?

  @Option(
    help: ArgumentHelp(
      "Time of each task. Default: twice what the measured speed makes of its share.", valueName: "minutes"))
  var minutes: Int?

  @Option(help: ArgumentHelp("How long to measure; 0: not at all.", valueName: "seconds"))
  var measure = 20

  @Option(help: ArgumentHelp("Name of the job and of its logs.", valueName: "name"))
  var jobName = "assay"

  @Option(
    help: ArgumentHelp(
      "A line of #SBATCH more, e.g. --sbatch=--partition=cpu; may be given several times.", valueName: "text"))
  var sbatch: [String] = []

  @OptionGroup var progress: ProgressArguments

  @Argument(
    parsing: .captureForPassthrough,
    help: ArgumentHelp("The command of one process: score --model DIR --out RUN …", valueName: "command"))
  var command: [String]

  mutating func run() throws { try Terminal.print(text()) }

  /// The script.
  func text() throws -> String {
    let tasks = try NumberRange.arrayTasks(array) ?? 1, cpus = try NumberRange.processors(self.cpus) ?? 1
    let minutes = try NumberRange.minutes(self.minutes), patience = try NumberRange.measuring(measure) ?? 0
    let memory = try mem.map { (text) throws(Diagnostic) in try MemorySize.bytes(text, option: "--mem") }
    let needs: Needs
    switch command.first {
    case "score": needs = try score(tasks, cpus, patience, minutes)
    case "dtm", "study", "search": needs = try workers(minutes)
    default:
      throw Diagnostic(
        "cluster slurm", "'\(command.first ?? "")' cannot be divided among tasks",
        expected: "score, dtm, study or search, with its options", status: .wrongUsage)
    }
    var script = SlurmScript(
      name: jobName, tasks: tasks, processors: cpus, memory: memory ?? needs.memory, minutes: minutes ?? needs.minutes,
      command: ["assay"] + command + needs.more, conclusion: needs.conclusion,
      notes: [Self.introduction(tasks, isJoined: !needs.conclusion.isEmpty)] + needs.notes)
    script.directives = sbatch
    try script.check()
    return script.text
  }

  /// What the job at hand takes.
  private struct Needs {
    var memory: Int
    var minutes: Int
    /// Arguments that make it a part of the whole.
    var more: [String]
    var conclusion: [String] = []
    var notes: [String]
  }

  private static func introduction(_ tasks: Int, isJoined: Bool) -> String {
    "'bash' and the name of this file submits \(tasks) tasks"
      + (isJoined ? ", and a job that joins them once all have ended well." : ".")
  }

  private func score(_ tasks: Int, _ cpus: Int, _ patience: Int, _ minutes: Int?) throws -> Needs {
    let score = try Score.parse(Array(command.dropFirst()))
    try refuse(score.shard == nil && !score.fresh, "score", "--shard and --fresh are not for a script that goes on")
    try refuse(score.opening.machine.threads.threads == nil, "score", "--threads is the script's; --cpus says how many")
    guard let out = score.out, score.model.count == 1 else {
      throw Diagnostic(
        "score", score.model.count > 1 ? "several models" : score.model.isEmpty ? "no model" : "no --out",
        expected: "one --model, and --out RUN", status: .wrongUsage)
    }
    let job = try score.job(), options = try score.opening.options(model: score.model[0])
    progress.begin("trying \(options.path)", patience: 20)
    let estimate = try RunEstimate.trying(
      job, on: options, for: .seconds(patience), scratch: out + ".measure-\(getpid())",
      observe: { () throws(Diagnostic) in try Interruption.check(out, "a measurement", leaves: .nothing) })
    let working = max(options.memoryBudget ?? estimate.working, 1 << 30)
    // Python of the programs, and what the system needs for a process.
    let programs = estimate.hasPrograms ? cpus * (64 << 20) : 0
    let memory = (estimate.weights + working + programs) / 10 * 12 + (512 << 20)
    let seconds = estimate.seconds(threads: cpus).map { $0 / Double(tasks) }
    var more = ["--shard", "auto"]
    if options.memoryBudget == nil { more += ["--working-memory", "\(working >> 20)M"] }
    return Needs(
      memory: memory, minutes: Self.minutes(seconds), more: more, conclusion: ["assay", "join", out],
      notes: Self.notes(estimate, cpus, seconds, isGiven: minutes != nil))
  }

  /// Twice what is expected, and what it takes to begin; a day where nobody knows.
  private static func minutes(_ seconds: Double?) -> Int {
    guard let seconds else { return 1440 }
    let needed = 10 + Int(saturating: (2 * seconds / 60).rounded(.up))
    return min((needed + 4) / 5 * 5, NumberRange.minutes.range.upperBound)
  }

  private static func notes(_ estimate: RunEstimate, _ cpus: Int, _ seconds: Double?, isGiven: Bool) -> [String] {
    var notes = [
      "\(estimate.items) items; weights \(ByteCount.text(estimate.weights, rounded: .up)), "
        + "\(ByteCount.text(estimate.working, rounded: .up)) for computing."
    ]
    if let seconds, let speed = estimate.tokensPerSecond {
      let whole = Int(saturating: (seconds / 60).rounded(.up))
      notes.append(
        "Measured here for \(Int(saturating: estimate.seconds)) s with \(estimate.threads) threads: \(Int(saturating: speed)) tokens/s. "
          + "A task with \(cpus) as quick ones: about \(whole) min.")
      if estimate.hasPrograms {
        notes.append("Executing programs was not measured; writing them is assumed to be as quick as reading.")
      }
    } else if !isGiven {
      notes.append("Nothing was measured: the time is a guess.")
    }
    return notes
  }

  private func workers(_ minutes: Int?) throws -> Needs {
    let arguments = Array(command.dropFirst()), name = command[0]
    let machine: ThreadArguments, sharing: WorkerArguments, memory: Int?
    if name == "search" {
      let job = try Search.parse(arguments)
      try refuse(!job.fresh, name, "--fresh is not for a script that goes on")
      (machine, sharing, memory) = (job.machine.threads, job.sharing, nil)
    } else {
      let job = try Self.job(name, arguments)
      (machine, sharing) = (job.machine.threads, job.sharing)
      memory = job.machine.memory == nil ? nil : try job.machine.budget() / 10 * 12
    }
    try refuse(machine.threads == nil, name, "--threads is the script's; --cpus says how many")
    let guesses = [minutes == nil ? "time" : nil, mem == nil && memory == nil ? "memory" : nil].compactMap { $0 }
    return Needs(
      memory: memory ?? 16 << 30, minutes: 1440, more: sharing.worker ? [] : ["--worker"],
      notes: guesses.isEmpty ? [] : ["Guessed: \(guesses.joined(separator: " and "))."])
  }

  /// Of 'dtm' or 'study'. What is wrong with its configuration is said before it waits in a queue.
  private static func job(_ name: String, _ arguments: [String]) throws -> JobArguments {
    let isStudy = name == "study"
    let job = isStudy ? try Study.parse(arguments).job : try DTM.parse(arguments).job
    guard !job.configured.helpConfig else {
      throw Diagnostic(name, "--help-config makes nothing", expected: "the command without it", status: .wrongUsage)
    }
    let outline = isStudy ? StudyConfiguration.schema.outline : DTMConfiguration.schema.outline
    guard let settings = try job.settings(of: name, by: outline) else { return job }
    if isStudy { _ = try StudyConfiguration(settings) } else { _ = try DTMConfiguration(settings) }
    return job
  }

  private func refuse(_ isFine: Bool, _ place: String, _ problem: String) throws(Diagnostic) {
    guard isFine else { throw Diagnostic(place, problem, expected: "the command without it", status: .wrongUsage) }
  }
}
