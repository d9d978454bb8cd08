import ArgumentParser
import Files
import Glibc
import Pipelines

struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "What this machine can do, layer by layer.")

  @Flag(help: "Print JSON.")
  var json = false

  mutating func run() throws {
    let report = MachineReport()
    Terminal.write(json ? report.json.text(pretty: true) + "\n" : report.text, to: stdout)
    guard report.isSound else {
      throw Diagnostic("doctor", "something that Assay needs is missing", expected: "every line must say ok or absent")
    }
  }
}
