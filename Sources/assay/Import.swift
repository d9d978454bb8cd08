import ArgumentParser
import Checkpoints
import Files

struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Make a Hugging Face folder of a foreign checkpoint, or of random weights.",
    subcommands: [GGUF.self, Llama2c.self, Random.self])

  /// What is printed of the folder that was made.
  static func report(_ directory: String, json: Bool) throws(Diagnostic) -> String {
    guard json else { return directory + "\n" }
    let report: JSON = ["model": .string(directory), "sha256": .string(try Checkpoint(directory: directory).digest())]
    return report.text(pretty: true) + "\n"
  }
}
