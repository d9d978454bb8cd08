import ArgumentParser
import Configuration
import Experiments
import Files
import Pipelines
import Reporting

struct Study: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "study",
    abstract: "Disperse-Then-Merge in several small worlds: differences with intervals over worlds.",
    discussion: """
      For each world: its files, a tokenizer, a base that is trained from nothing, and the comparison that 'assay dtm' makes. \
      The folder 'out' keeps everything under the digest of what it was made from; an interrupted study goes on. The answers \
      to the endpoints stand in report.md and report.json.
      """)

  @OptionGroup var job: JobArguments

  mutating func run() throws {
    guard let settings = try job.settings(of: "study", by: StudyConfiguration.schema.outline) else { return }
    var read = try StudyConfiguration(settings)
    read.force = job.force
    let configuration = read, job = job
    let report = try job.run(in: configuration.out) { (threads, budget, timeout, observe) throws(Diagnostic) in
      let warn = { (text: String) in Terminal.warn(text) }
      return try WorldStudy(
        configuration, threads: threads, budget: budget, sharedUntil: timeout, warn: warn, observe: observe
      ).run {
        (partial) in
        job.showPartial(partial.json) { partial.text(width: $0) }
      }
    }
    try job.print(report.json) { report.text(width: $0) }
  }
}
