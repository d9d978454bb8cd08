import ArgumentParser
import Pipelines

extension Import {
  struct Random: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "random",
      abstract: "A tiny model with random weights: something to score where there is no model.",
      discussion: "It scores at chance level. The same seed gives the same bytes.")

    @Argument(help: "The folder to make; it must not be there yet.")
    var directory: String

    @Option(help: ArgumentHelp("Another seed, another model.", valueName: "n"))
    var seed: UInt64 = 1

    @Flag(help: "Replace what is there, if Assay made it.")
    var force = false

    @Flag(help: "Print JSON.")
    var json = false

    mutating func run() throws {
      try DemoModel.write(to: directory, seed: seed, force: force)
      try Terminal.print(Import.report(directory, json: json))
    }
  }
}
