import ArgumentParser
import Checkpoints
import Files
import Pipelines
import Platform
import Reporting
import Tensors

extension Import {
  struct GGUF: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "gguf", abstract: "A GGUF file, with its tokenizer and chat template.",
      discussion: """
        The folder holds the float32 numbers that the file's blocks stand for; scores of both are the same to the bit. It can \
        be trained and merged, which the file cannot.
        """)

    @Argument(help: "The file; of a model that was split, any of its parts.")
    var file: String

    @Argument(help: "The folder to make; it must not be there yet.")
    var directory: String

    @OptionGroup var progress: ProgressArguments

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Replace what is there, if Assay made it.")
    var force = false

    mutating func run() throws {
      progress.begin("reading \(file)", patience: 5)
      let warnings = try GGUFImporter.importModel(
        file, madeBy: AssayVersion.maker, force: force, to: directory, on: try ThreadPool.started(1)
      ) { (done, total) throws(Diagnostic) in
        let extent = "\(done) of \(total) tensors"
        try Interruption.tell(
          JobProgress("writing \(directory)", extent, done: done, of: total), directory, extent, leaves: .nothing)
      }
      try Terminal.print(Import.report(directory, json: json))
      for warning in warnings { Terminal.remark("warning: \(warning)\n") }
    }
  }
}
