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

  @Flag(help: "Write into a folder that holds something else; nothing of it is removed.")
  var force = false

  @Flag(help: "Print report.json instead of the tables.")
  var json = false

  mutating func run() throws {
    let keys = DTMConfiguration.schema.outline
    if try job.configured.printsHelp(keys) { return }
    var settings = try DTMConfiguration(try job.configured.required(by: keys, command: "dtm"))
    settings.force = force
    let configuration = settings
    let report = try job.run(in: configuration.out) { (threads, budget, observe) throws(Diagnostic) in
      let work = try DisperseThenMerge(configuration, threads: threads, budget: budget, observe: observe)
      for warning in work.warnings { Terminal.warn(warning) }
      Terminal.note(work.notes)
      return try work.run()
    }
    try Terminal.print(json ? report.json.text(pretty: true) + "\n" : report.text(width: Terminal.width))
  }
}
