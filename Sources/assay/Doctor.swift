import ArgumentParser
import Files
import Pipelines
import Platform

struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "What this machine can do, layer by layer.",
    discussion: """
      The layers of the sandbox are proven: a program in it tries to get out of each, and must fail. \
      ok: it is there; absent: Assay does without; missing or broken: something needs it, exit code 1.
      """)

  @Option(
    help: ArgumentHelp("The program assay-sandbox. Default: the one beside assay.", valueName: "file"))
  var sandbox: String?

  @Flag(help: "Print JSON.")
  var json = false

  mutating func run() throws {
    let report = MachineReport(sandbox: sandbox)
    try Terminal.print(json ? report.json.text(pretty: true) + "\n" : report.text)
    guard report.isSound else {
      let names = report.faults.map { "\($0.name) is \($0.state.rawValue)" }
      throw Diagnostic(
        "doctor", names.joined(separator: ", "), expected: "every line must say ok or absent")
    }
  }
}
