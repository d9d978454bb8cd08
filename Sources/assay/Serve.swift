import ArgumentParser
import Files
import Pipelines

struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Offer a model by an OpenAI-compatible API, on this machine.",
    discussion: """
      /v1/completions takes texts or token ids, and with 'echo' and 'logprobs' tells the log-probabilities of 'assay score', to the bit; \
      /v1/models and /health stand beside it. The first line of standard output is the address. Ctrl-C and SIGTERM end it.
      """)

  @Option(help: ArgumentHelp("Model folder, or GGUF file.", valueName: "dir"))
  var model: String

  @OptionGroup var opening: ModelArguments

  @Option(
    help: ArgumentHelp(
      "Address to listen at. Whoever reaches another one than this machine's own can use the model.",
      valueName: "host"))
  var host = "127.0.0.1"

  @Option(help: ArgumentHelp("Port to listen at; 0 finds one that is free.", valueName: "n"))
  var port = 8000

  @Option(help: ArgumentHelp("What clients call the model. Default: the folder's name.", valueName: "text"))
  var name: String?

  @OptionGroup var progress: ProgressArguments

  mutating func run() throws {
    if let name, name.isEmpty || name.unicodeScalars.contains(where: { $0.value < 0x21 }) {
      throw Diagnostic.wrongUsage("--name", "'\(name)' is no name", "a name without spaces")
    }
    let job = ServeModel(
      try opening.options(model: model), host: host, port: try NumberRange.port(port) ?? port, name: name)
    progress.begin("opening \(model)", patience: 20)
    try job.run(warn: { Terminal.warn($0) }) { (url, name) throws(Diagnostic) in
      try Terminal.print("\(url)/v1 serves \(name)\n")
    } isOver: {
      Interruption.status != nil
    }
    Terminal.remark("stopped\n")
  }
}
