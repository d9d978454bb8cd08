import ArgumentParser
import Configuration
import Experiments
import Files
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

  mutating func run() throws {
    guard let settings = try job.settings(of: "dtm", by: DTMConfiguration.schema.outline) else { return }
    var read = try DTMConfiguration(settings)
    read.force = job.force
    let configuration = read, job = job
    let report = try job.run(in: configuration.out) { (threads, budget, observe) throws(Diagnostic) in
      let work = try DisperseThenMerge(configuration, threads: threads, budget: budget, observe: observe)
      for warning in work.warnings { Terminal.warn(warning) }
      Terminal.note(work.notes)
      return try work.run { (partial) in job.showPartial(partial.json) { partial.text(width: $0) } }
    }
    try job.print(report.json) { report.text(width: $0) }
  }
}
