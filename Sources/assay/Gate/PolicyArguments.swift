import ArgumentParser
import Configuration
import Files
import Gating

/// How a command is told a gate's policy: a file, and keys after it.
struct PolicyArguments: ParsableArguments {
  @Option(help: ArgumentHelp("YAML file of the policy; --help-config lists its keys.", valueName: "file"))
  var policy: String?

  @Option(help: ArgumentHelp("A key of the policy, after those of the file: margin=0.01.", valueName: "key=value"))
  var set: [String] = []

  @Flag(help: "Describe all keys of the policy.")
  var helpConfig = false

  var files: [String] { policy.map { [$0] } ?? [] }

  /// Prints the keys, if that was asked for.
  func printsHelp() throws(Diagnostic) -> Bool {
    if helpConfig { try Terminal.print(GatePolicy.schema.outline.help) }
    return helpConfig
  }

  func value() throws(Diagnostic) -> GatePolicy {
    var settings: [ConfigurationFile.Setting] = []
    if let policy {
      // A policy that cannot be read is a wrong configuration, not a failed job.
      do throws(Diagnostic) { settings = try ConfigurationFile(path: policy).settings } catch {
        throw Diagnostic(error.place, error.problem, expected: error.expectation, status: .wrongUsage)
      }
    }
    for assignment in set { settings += try ConfigurationFile(assignment: assignment, option: "--set").settings }
    return try GatePolicy(settings)
  }
}
