import ArgumentParser
import Configuration
import Evaluation
import Files
import Gating

struct GateCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Compare a candidate's run with the reference's (what 'assay gate' does).")

  @OptionGroup var compared: ComparedRuns

  @OptionGroup var policy: PolicyArguments

  @Flag(help: "Compare the tasks and items that both runs have, where they do not have the same.")
  var intersect = false

  @OptionGroup(title: "Reports") var outputs: GateOutputs

  mutating func run() throws {
    if try policy.printsHelp() { return }
    let (reference, candidate) = try compared.places()
    try outputs.check(inputs: [reference, candidate] + policy.files)
    let report: GateReport
    // What went wrong is told in the reports, too: those of an earlier gate must not be taken for this one's.
    do {
      let gate = Gate(policy: try policy.value(), intersects: intersect)
      report = try gate.report(try ReferenceFile.run(at: reference), try ReferenceFile.run(at: candidate))
    } catch {
      try outputs.write(error: error)
      throw error
    }
    try outputs.write(report)
    guard report.status == .done else { throw GateEnd(status: report.status) }
  }
}

/// The end of a gate that is not green; everything about it has been said.
struct GateEnd: Error {
  var status: ExitStatus
}
