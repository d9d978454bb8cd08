import ArgumentParser
import Files
import Gating

struct GateInit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a policy with all keys, their defaults and what they mean.")

  @Argument(help: ArgumentHelp("File to write; '-' prints it.", valueName: "file"))
  var file = "gate.yaml"

  @Flag(help: "Write over a file that is there.")
  var force = false

  mutating func run() throws {
    let text = GatePolicy.commented
    if file == "-" { return try Terminal.print(text) }
    let place = try OutputPlace(file, .file, force: force)
    try place.check(made: "an unchanged policy of assay gate init") { path in
      (try? FileSystem.bytes(of: path)).map { $0.isEmpty || $0 == Array(text.utf8) } ?? false
    }
    try FileSystem.write(text, to: file)
    try Terminal.print(
      "\(file): a policy with its defaults; 'assay gate REFERENCE CANDIDATE --policy \(file)' uses it\n")
  }
}
