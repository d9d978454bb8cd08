import ArgumentParser
import Files
import Pipelines

struct Tasks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tasks",
    abstract: "What is measured and how; with a name, one protocol with a full prompt.")

  @Argument(help: "A protocol (race@2), or a benchmark (race) as the preset asks it.")
  var name: String?

  @OptionGroup var asking: AskingArguments

  @Option(help: ArgumentHelp("Model folder; shows the token ids that it is fed.", valueName: "dir"))
  var model: String?

  @Option(help: ArgumentHelp("Begin-of-sequence token: auto, on or off.", valueName: "policy"))
  var bos = BOSChoice.auto

  @Flag(help: "Print JSON.")
  var json = false

  mutating func run() throws {
    guard let name else {
      guard asking.shots == nil else { throw Diagnostic.wrongUsage("--shots", "without a task", "NAME before it") }
      let list = TaskList()
      try Terminal.print(json ? list.json.text(pretty: true) + "\n" : list.text)
      return
    }
    var descriptions = try descriptions(of: name)
    if let model {
      let opened = try ModelLoading.open(ModelOptions(path: model))
      for warning in opened.engine.warnings { Terminal.warn(warning) }
      for index in descriptions.indices { try descriptions[index].addIDs(of: opened.model, bos: bos) }
    }
    if json {
      try Terminal.print(JSON.array(descriptions.map(\.json)).text(pretty: true) + "\n")
    } else {
      try Terminal.print(descriptions.map(\.text).joined(separator: "\n"))
    }
  }

  private func descriptions(of name: String) throws(Diagnostic) -> [TaskDescription] {
    do {
      return try TaskDescription.all(
        named: name, preset: asking.preset, shots: try NumberRange.shots(asking.shots),
        data: try DataChoice.directory(asking.data))
    } catch {
      // Here the name is no option's value.
      guard error.place == "--tasks" else { throw error }
      throw Diagnostic("NAME", error.problem, expected: error.expectation, status: error.status)
    }
  }
}
