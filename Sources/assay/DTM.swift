import ArgumentParser
import Configuration
import Experiments
import Files
import Glibc
import Pipelines
import Reporting

struct DTM: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dtm",
    abstract: "Disperse-Then-Merge from one file: disperse, train, merge and score, beside the controls.",
    discussion: """
      The folder 'out' holds everything that is made, each under the digest of what it was made from: what is done is never \
      done again, a changed line makes anew just what depends on it, and an interrupted run goes on. The table stands in \
      report.md and report.json.
      """)

  @OptionGroup var job: JobArguments

  @Flag(
    help: """
      Print what there is to make, what it needs and takes, by a short measurement, and a job array for Slurm whose workers make it; \
      nothing is made.
      """)
  var plan = false

  mutating func run() throws {
    guard let settings = try job.settings(of: "dtm", by: DTMConfiguration.schema.outline) else { return }
    var read = try DTMConfiguration(settings)
    read.force = job.force
    if plan { return try show(read) }
    let configuration = read, job = job
    let report = try job.run(in: configuration.out) { (threads, budget, timeout, observe) throws(Diagnostic) in
      let work = try DisperseThenMerge(
        configuration, threads: threads, budget: budget, sharedUntil: timeout, observe: observe)
      for warning in work.warnings { Terminal.warn(warning) }
      Terminal.note(work.notes)
      return try work.run { (partial) in job.showPartial(partial.json) { partial.text(width: $0) } }
    }
    try job.print(report.json) { report.text(width: $0) }
  }

  private func show(_ configuration: DTMConfiguration) throws {
    job.progress.begin("trying \(configuration.base)", patience: 20)
    let out = configuration.out
    let plan = try DTMPlan.of(
      configuration, threads: try job.machine.threadCount(), for: .seconds(10), scratch: out + ".plan-\(getpid())",
      observe: { () throws(Diagnostic) in try Interruption.check(out, "a measurement", leaves: .nothing) })
    // The words of this call, but for what is of this machine.
    let words = CommandLine.arguments.dropFirst().filter { $0 != "--plan" && $0 != "--json" }
    guard job.machine.threads.threads == nil else {
      return try job.print(plan.json) { plan.text(width: $0) }
    }
    let text = try SlurmCommand.parse(["--measure", "0"] + words).text()
    var json = plan.json
    if case .object(var object) = json {
      object["script"] = .string(text)
      json = .object(object)
    }
    try job.print(json) { plan.text(width: $0) + "\n" + text }
  }
}
