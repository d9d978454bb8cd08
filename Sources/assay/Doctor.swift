import ArgumentParser
import Files
import Pipelines

struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "What this machine can do, layer by layer.")

  @Flag(help: "Print JSON.")
  var json = false

  mutating func run() throws {
    let report = MachineReport()
    try Terminal.print(json ? report.json.text(pretty: true) + "\n" : report.text)
    guard report.isSound else {
      throw Diagnostic(
        "doctor", "something that Assay needs is missing", expected: "every line must say ok or absent")
    }
  }
}
