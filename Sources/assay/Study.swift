import ArgumentParser
import Configuration
import Experiments
import Files
import Pipelines
import Reporting

struct Study: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Disperse-Then-Merge in several small worlds: differences with intervals over worlds.",
    discussion: """
      For each world: its files, a tokenizer, a base that is trained from nothing, and the comparison that 'assay dtm' makes. \
      The folder 'out' keeps everything under the digest of what it was made from; an interrupted study goes on. The answers \
      to the endpoints stand in report.md and report.json.
      """)

  @OptionGroup var job: JobArguments

  @Flag(help: "Write into a folder that holds something else; nothing of it is removed.")
  var force = false

  @Flag(help: "Print report.json instead of the tables.")
  var json = false

  mutating func run() throws {
    let keys = StudyConfiguration.schema.outline
    if try job.configured.printsHelp(keys) { return }
    var settings = try StudyConfiguration(try job.configured.required(by: keys, command: "study"))
    settings.force = force
    let configuration = settings
    let report = try job.run(in: configuration.out) { (threads, budget, observe) throws(Diagnostic) in
      let warn = { (text: String) in Terminal.warn(text) }
      return try WorldStudy(configuration, threads: threads, budget: budget, warn: warn, observe: observe).run()
    }
    try Terminal.print(json ? report.json.text(pretty: true) + "\n" : report.text(width: Terminal.width))
  }
}
